using PluginHost.Engine;
using PluginHost.Engine.Chains;
using PluginHost.Plugins.Tests.Support;
using PluginHost.Testing;
using Xunit;
using static PluginHost.Plugins.Tests.Support.Signals;

namespace PluginHost.Plugins.Tests.RoomLoop;

/// <summary>Who hears whom.</summary>
public class LoopMeetingTests
{
    private static readonly float[] Click = WhiteNoise(4_800, 1, 1e-3f);

    [Fact]
    public void Two_chains_on_one_thread_do_not_hear_each_other()
    {
        float[] expected;
        using (LoopRig alone = new(settings: ("gain", "-3")))
            expected = alone.Run(Click, 64);
        using LoopRig one = new(settings: ("gain", "-3"));
        using LoopRig other = new(settings: ("gain", "12"));
        float[] heard = new float[Click.Length];
        // The same frames at the same position, in turn.
        for (int at = 0; at < Click.Length; at += 64)
        {
            one.Run(Click[at..(at + 64)]).CopyTo(heard, at);
            Assert.Equal(0, Peak(other.Run(new float[64])));
        }
        Assert.Equal(expected, heard);
    }

    [Fact]
    public void Nor_do_chains_that_run_on_threads_of_their_own()
    {
        float[] expected;
        using (LoopRig alone = new(settings: ("gain", "-3")))
            expected = alone.Run(Click, 64);
        LoopRig[] rigs = [.. Enumerable.Range(0, 4).Select(i => new LoopRig(settings: ("gain", i % 2 == 0 ? "-3" : "12")))];
        float[][] heard = new float[rigs.Length][];
        Thread[] threads = [.. rigs.Select((rig, i) => new Thread(() => heard[i] = rig.Run(i % 2 == 0 ? Click : new float[4_800], 64)))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        Assert.Equal(expected, heard[0]);
        Assert.Equal(expected, heard[2]);
        Assert.Equal(0, Peak(heard[1]));
        foreach (LoopRig rig in rigs)
            rig.Dispose();
    }

    [Fact]
    public void While_chains_crossfade_each_hears_its_own()
    {
        using LoopRig rig = new(settings: ("gain", "12"));
        rig.Run(Click);
        Assert.InRange(Peak(rig.RunSilence(2)), 0.9f, 1);
        // The next chain is as loud, but new: it begins in silence, and the howl goes with the old one.
        RoomMicrophoneEffect microphone = new();
        microphone.Set("gain", 12);
        Assert.Null(rig.Engine.Submit(new Chain(rig.Options,
            new Slot("room-loop-microphone", microphone), new Slot("room-loop-speaker", new RoomSpeakerEffect()))));
        rig.RunSilence(0.1);
        Assert.True(rig.Engine.TryTakeRetired(out Chain old));
        old.Dispose();
        Assert.Equal(0, Peak(rig.RunSilence(1)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_lone_microphone_never_hears_a_lone_loudspeaker_of_another_chain(bool microphoneFirst)
    {
        // Both are built before either runs, which is the worst there is.
        EngineOptions options = LoopRig.Offline(1, 64);
        RoomMicrophoneEffect microphone = new();
        microphone.Set("gain", 20);
        Slot Microphone() => new("room-loop-microphone", microphone);
        Slot Speaker() => new("room-loop-speaker", new RoomSpeakerEffect());
        Chain first = new(options, microphoneFirst ? Microphone() : Speaker());
        Chain second = new(options, microphoneFirst ? Speaker() : Microphone());
        using AudioEngine engine = new(options, first);
        engine.Submit(second);
        float[] input = WhiteNoise(64, 1), output = new float[64];
        bool wasClosed = false;
        while (!engine.IsSettled || engine.FramePosition < 640)
        {
            engine.Process(input, 1, output, 1, 64);
            wasClosed |= microphone.Meters.Single(meter => meter.Id == "closed").Value > 0;
        }
        Assert.False(wasClosed);
    }

    [Fact]
    public void The_first_block_on_a_thread_of_its_own_allocates_nothing()
    {
        using LoopRig rig = new(settings: ("gain", "3"));
        float[] block = WhiteNoise(64, 1, 0.1f);
        long bytes = -1;
        Thread audio = new(() => bytes = AllocationGate.Measure(() => rig.Engine.Process(block, 1, block, 1, 64)));
        audio.Start();
        audio.Join();
        Assert.Equal(0, bytes);
        rig.Run(block, 64);
        Assert.Equal(1, rig.Meter("closed"));
    }

    [Fact]
    public void Two_loops_in_one_chain_go_by_their_names()
    {
        EngineOptions options = LoopRig.Offline(1, 64);
        RoomMicrophoneEffect a = new(), b = new();
        RoomSpeakerEffect speakerB = new();
        b.Choose("loop", "b");
        speakerB.Choose("loop", "b");
        b.Choose("delay", "20");
        a.Set("gain", -60);
        b.Set("gain", -20);
        using AudioEngine engine = new(options, new Chain(options, new Slot("a", a), new Slot("b", b),
            new Slot("speaker-b", speakerB), new Slot("speaker-a", new RoomSpeakerEffect())));
        float[] output = Impulse(4_096);
        engine.Process(output, 1, output, 1, output.Length);
        Assert.All([a, b], microphone => Assert.Equal(1, microphone.Meters.Single(meter => meter.Id == "closed").Value));
        float early = Peak(output.AsSpan(200, 200)), late = Peak(output.AsSpan(1_000, 200));
        Assert.InRange(early / late, 1e-4f, 0.1f);
    }

    [Fact]
    public void A_loudspeaker_in_front_of_the_microphone_is_not_heard()
    {
        EngineOptions options = LoopRig.Offline(1, 64);
        RoomMicrophoneEffect microphone = new();
        microphone.Set("gain", 20);
        using AudioEngine engine = new(options, new Chain(options,
            new Slot("room-loop-speaker", new RoomSpeakerEffect()), new Slot("room-loop-microphone", microphone)));
        float[] output = [.. Click];
        engine.Process(Click, 1, output, 1, Click.Length);
        Assert.Equal(Click, output);
    }
}
