using PluginHost.Engine.Rings;
using PluginHost.Sdk;
using PluginHost.Testing;
using Xunit;

namespace PluginHost.Engine.Tests.Engine;

public class AudioStageTests
{
    [Fact]
    public void A_source_takes_the_place_of_the_device_and_the_output_stage_has_the_last_word_before_the_guard()
    {
        GainEffect gain = new();
        gain.Gain.Target = 2;
        using EngineRig rig = new(EngineRig.Offline with { Guard = OutputGuardMode.Clamp }, gain);
        rig.Feed(_ => 0, 4_800);
        (rig.Engine.Source, rig.Engine.OutputStage) = (new Constant(0.25f), new Doubling());
        Assert.All(rig.Feed(_ => 0.9f, 300, 100), sample => Assert.Equal(1, sample));
        Assert.Equal(0, rig.Engine.Overs);
        rig.Engine.Source = new Constant(0.5f);
        Assert.All(rig.Feed(_ => 0.9f, 10), sample => Assert.Equal(1, sample));
        Assert.Equal(10, rig.Engine.Overs);
        rig.Engine.Source = null;
        rig.Engine.OutputStage = null;
        Assert.All(rig.Feed(_ => 0.3f, 10), sample => Assert.Equal(0.6f, sample));
    }

    [Fact]
    public void The_taps_hold_the_same_frames_before_and_behind_the_chain()
    {
        GainEffect gain = new();
        gain.Gain.Target = 0.5f;
        using EngineRig rig = new(EngineRig.Offline, gain);
        rig.Feed(_ => 0, 4_800);
        SpscRing<float> dry = new(4_096);
        SpscRing<float> wet = new(4_096);
        (rig.Engine.InputTap, rig.Engine.Tap) = (dry, wet);
        rig.Feed(Signals.Noise, 1_000, 130);
        float[] given = new float[1_000];
        float[] heard = new float[1_000];
        Assert.Equal((1_000, 1_000), (dry.Count, wet.Count));
        Assert.True(dry.TryRead(given) && wet.TryRead(heard));
        Assert.Equal(Enumerable.Range(4_800, 1_000).Select(Signals.Noise), given);
        Assert.Equal(given.Select(sample => sample * 0.5f), heard);
    }

    private sealed class Constant(float value) : IAudioStage
    {
        public void Process(AudioBuffer audio)
        {
            for (int channel = 0; channel < audio.Channels; channel++)
                audio[channel].Fill(value);
        }
    }

    private sealed class Doubling : IAudioStage
    {
        public void Process(AudioBuffer audio)
        {
            foreach (ref float sample in audio[0])
                sample *= 2;
        }
    }
}
