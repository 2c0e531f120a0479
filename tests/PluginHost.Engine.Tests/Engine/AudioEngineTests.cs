using PluginHost.Engine.Chains;
using PluginHost.Engine.Drivers;
using PluginHost.Sdk;
using PluginHost.Testing;
using Xunit;

namespace PluginHost.Engine.Tests.Engine;

public class AudioEngineTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(65)]
    [InlineData(1_000)]
    [InlineData(4_096)]
    public void However_the_device_cuts_the_stream_the_samples_are_the_same_to_the_bit(int block)
    {
        Assert.Equal(Render(64), Render(block));

        static float[] Render(int block)
        {
            GainEffect gain = new();
            using EngineRig rig = new(EngineRig.Offline, gain, new DelayEffect(37, 37, 0.7f), new TestEffect(FollowBeat));
            foreach (float target in new[] { 2, 0.1f, 1.3f })
            {
                gain.Gain.Target = target;
                rig.Engine.TempoBpm = 100 + target;
                rig.Feed(Signals.Noise, 4_096, block);
            }
            Assert.Equal(0, rig.Engine.InternalErrors);
            return [.. rig.Output];
        }

        static void FollowBeat(in ProcessContext context)
        {
            Transport at = context.Transport;
            Span<float> row = context.Audio[0];
            for (int i = 0; i < row.Length; i++)
                row[i] += 1e-3f * (at.FramePosition + i);
        }
    }

    [Fact]
    public void No_effect_ever_sees_more_than_the_largest_block()
    {
        int most = 0;
        using EngineRig rig = new(EngineRig.Offline, new TestEffect((in ProcessContext context) => most = Math.Max(most, context.Audio.Frames)));
        rig.Feed(Signals.Noise, 1_000, 1_000);
        Assert.Equal(64, most);
    }

    [Fact]
    public void Whatever_comes_in_nothing_is_thrown_and_nothing_infinite_goes_out()
    {
        Random random = new(5);
        EngineOptions options = new(new AudioFormat(48_000, 2, 64)) { Guard = OutputGuardMode.Limit };
        using EngineRig rig = new(options, new TestEffect(Fool), new GainEffect(), new TestEffect(Fool));
        for (int i = 0; i < 5_000; i++)
        {
            int frames = random.Next(1, 200);
            int channels = random.Next(0, 4);
            float[] input = channels == 0 ? [] : Noise.Make(frames * channels, i, random.NextSingle() * 3);
            Signals.AssertFinite(rig.Block(input, channels, random.Next(0, 4), frames, (StreamFlags)random.Next(64)));
            rig.Engine.Chain.Slots[random.Next(3)].Rearm();
            rig.Engine.Chain.Slots[random.Next(3)].IsBypassed = random.Next(2) == 0;
        }
        Assert.Equal(0, rig.Engine.InternalErrors);
        Assert.True(rig.Engine.Faults.Count > 0);

        void Fool(in ProcessContext context)
        {
            Span<float> row = context.Audio[random.Next(2)];
            switch (random.Next(8))
            {
                case 0:
                    row[random.Next(row.Length)] = float.NaN;
                    break;
                case 1:
                    row.Fill(1e30f);
                    break;
                case 2:
                    throw new InvalidOperationException("test");
                default:
                    break;
            }
        }
    }

    [Fact]
    public void An_error_of_the_caller_is_silence_and_counted_not_thrown()
    {
        using EngineRig rig = new(EngineRig.Offline, new TestEffect((in ProcessContext context) => context.Audio[0].Fill(1)));
        Assert.Equal(new float[200], rig.Block(new float[100], 1, 1, 200));
        Assert.Equal(1, rig.Engine.InternalErrors);
        Assert.Equal([1, 1], rig.Block([0, 0], 1, 1, 2));
    }

    [Fact]
    public void A_chain_prepared_for_other_options_is_refused()
    {
        using Chain other = EngineRig.ChainOf(EngineRig.Offline with { FadeMs = 11 });
        using EngineRig rig = new(EngineRig.Offline);
        Assert.Throws<ArgumentException>(() => rig.Engine.Submit(other));
        Assert.Throws<ArgumentException>(() => new AudioEngine(EngineRig.Offline, other));
    }

    [Theory]
    [InlineData(19.9)]
    [InlineData(401)]
    [InlineData(double.NaN)]
    public void A_tempo_out_of_range_is_refused(double tempo)
    {
        using EngineRig rig = new(EngineRig.Offline);
        Assert.Contains($"tempo is {tempo}", Assert.Throws<ArgumentOutOfRangeException>(() => rig.Engine.TempoBpm = tempo).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_stream_starts_at_frame_zero_and_counts_on()
    {
        List<long> positions = [];
        using EngineRig rig = new(EngineRig.Offline, new TestEffect((in ProcessContext context) => positions.Add(context.Transport.FramePosition)));
        positions.Clear();
        rig.Feed(Signals.Noise, 150, 150);
        Assert.Equal([0, 64, 128], positions);
        Assert.Equal(150, rig.Engine.FramePosition);
    }

    [Fact]
    public void Offline_nothing_is_late()
    {
        using EngineRig rig = new(EngineRig.Offline);
        rig.Block([1], 1, 1, 1, StreamFlags.InputOverflow);
        rig.Block([1], 1, 1, 1, StreamFlags.InputOverflow);
        Assert.Equal((0L, 0L), (rig.Engine.Observer.Blocks, rig.Engine.Observer.LostBlocks));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_block_of_nothing_is_nothing(int frames)
    {
        using EngineRig rig = new(ChainRig.Options);
        rig.Engine.Process([], 1, [], 1, frames);
        Assert.Equal((0L, 0L, 0L), (rig.Engine.Observer.Blocks, rig.Engine.Observer.LoadPerMille.Count, rig.Engine.InternalErrors));
    }

    [Fact]
    public void Notes_start_with_the_next_piece_and_none_is_lost_when_many_come_at_once()
    {
        List<int> keys = [];
        using EngineRig rig = new(EngineRig.Offline, new TestEffect((in ProcessContext context) =>
        {
            foreach (NoteEvent note in context.Notes)
                keys.Add(note.Frame == 0 ? note.Key : -1);
        }));
        keys.Clear();
        for (int i = 0; i < 1_000; i++)
            Assert.True(rig.Engine.Notes.TryWrite(new NoteEvent(99, NoteKind.On, 0, (byte)(i % 128), 1)));
        rig.Feed(Signals.Noise, 1_000);
        Assert.Equal(Enumerable.Range(0, 1_000).Select(i => i % 128), keys);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void Input_that_is_not_finite_is_taken_for_silence_and_no_slot_is_blamed(float bad)
    {
        using EngineRig rig = new(EngineRig.Offline, new GainEffect(), new DelayEffect(10, 10));
        rig.Feed(frame => frame == 100 ? bad : 0.5f, 1_000);
        Assert.Equal(FaultKind.None, rig.Engine.Chain.Slots[0].Fault);
        Signals.AssertFinite(rig.Output);
        Assert.Equal((0L, 1L), (rig.Engine.SilencedBlocks, rig.Engine.InputMeter.NotFiniteBlocks));
        Assert.All(rig.Output.Skip(200), sample => Assert.Equal(0.5f, sample));
    }

    [Fact]
    public void Disposing_disposes_every_chain_even_when_one_throws()
    {
        TestEffect[] effects = [.. Enumerable.Range(0, 4).Select(_ => new TestEffect())];
        EngineRig rig = new(EngineRig.Offline, effects[0]);
        effects[0].OnDisposing = () => throw new InvalidOperationException("first");
        effects[2].OnDisposing = () => throw new InvalidOperationException("third");
        rig.Engine.Submit(EngineRig.ChainOf(EngineRig.Offline, effects[1]));
        rig.Feed(Signals.Noise, 1_000);
        rig.Engine.Submit(EngineRig.ChainOf(EngineRig.Offline, effects[2]));
        rig.Feed(Signals.Noise, 64);
        rig.Engine.Submit(EngineRig.ChainOf(EngineRig.Offline, effects[3]));
        AggregateException thrown = Assert.Throws<AggregateException>(rig.Dispose);
        Assert.Equal(2, thrown.Flatten().InnerExceptions.Count);
        Assert.All(effects, effect => Assert.Equal(1, effect.Disposed));
        rig.Dispose();
        Assert.All(effects, effect => Assert.Equal(1, effect.Disposed));
    }
}
