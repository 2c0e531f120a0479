using PluginHost.Plugins.Tests.Support;
using PluginHost.Sdk;
using PluginHost.Testing;
using Xunit;
using static PluginHost.Plugins.Tests.Support.EffectRunner;
using static PluginHost.Plugins.Tests.Support.Signals;

namespace PluginHost.Plugins.Tests;

/// <summary>What every effect promises, asked of each of ours. A fixture per effect names settings under which all of
/// it works.</summary>
public abstract class PromiseTests<T>
    where T : AudioEffect, new()
{
    /// <summary>Gets settings under which as much as possible is at work.</summary>
    protected abstract (string Id, float Value)[] Busy { get; }

    /// <summary>Gets settings that ring for long.</summary>
    protected virtual (string Id, float Value)[] Ringing => Busy;

    [Theory]
    [InlineData(8_000, 1)]
    [InlineData(48_000, 2)]
    [InlineData(192_000, 3)]
    public void The_output_does_not_depend_on_block_sizes_even_while_everything_moves(int rate, int channels)
    {
        float[][] input = Each(channels, channel => WhiteNoise(rate / 4, channel));
        float[][] whole = Play(null, 4096);
        for (int seed = 1; seed <= 3; seed++)
            Assert.Equal(whole, Play(new Random(seed), seed == 1 ? 17 : 700));

        float[][] Play(Random? cuts, int maxFrames)
        {
            T effect = Prepared<T>(rate, channels, maxFrames, Busy);
            var values = new Random(5);
            var events = new (int, Action)[8];
            for (int i = 0; i < events.Length; i++)
                events[i] = (values.Next(input[0].Length / 2), () => Scatter(effect, values));
            return effect.Run(input, cuts, 133, events);
        }
    }

    [Fact]
    public void Reset_equals_fresh()
    {
        float[][] input = Each(2, channel => WhiteNoise(20_000, channel));
        for (int seed = 0; seed < 6; seed++)
        {
            T used = Prepared<T>(settings: Busy);
            if (seed > 0)
                Scatter(used, new Random(seed));
            used.Run(input, null, 61);
            T fresh = Prepared<T>();
            for (int i = 0; i < fresh.Parameters.Count; i++)
                fresh.Parameters[i].Target = used.Parameters[i].Target;
            fresh.Prepare(fresh.Format);
            used.Reset();
            Assert.Equal(fresh.Run(input, null, 97), used.Run(input, null, 97));
        }
    }

    [Fact]
    public void After_the_tail_there_is_silence()
    {
        foreach ((string Id, float Value)[] settings in new[] { Busy, Ringing })
        {
            T effect = Prepared<T>(8_000, 2, 4096, settings);
            float[][] loud = Each(2, channel => Sine(8_000, 97 * (channel + 1), 8_000));
            effect.Run(loud);
            effect.Run(Each(2, _ => new float[effect.LatencyFrames + effect.TailFrames + 1]));
            float[][] rest = effect.Run(Each(2, _ => new float[4_000]));
            Assert.All(rest, channel => Assert.InRange(Peak(channel), 0, 1e-5f));
        }
    }

    [Fact]
    public void Silence_in_the_end_is_exact_and_never_denormal()
    {
        T effect = Prepared<T>(8_000, 1, 4096, Busy);
        effect.Run([WhiteNoise(2_000, 1)]);
        float[] rest = effect.Run([new float[1_000_000]])[0];
        Assert.DoesNotContain(rest, float.IsSubnormal);
        Assert.Equal(0, Peak(rest.AsSpan(900_000)));
    }

    [Fact]
    public void Process_and_reset_allocate_nothing()
    {
        T effect = Prepared<T>(settings: Busy);
        float[] planar = new float[2 * 512];
        Work(200);
        Assert.Equal(0, AllocationGate.Measure(() => Work(200)));

        void Work(int blocks)
        {
            for (int block = 0; block < blocks; block++)
            {
                for (int i = 0; block % 7 == 0 && i < effect.Parameters.Count; i++)
                    Move(effect.Parameters[i], ((block * 37) + (i * 11)) % 101 / 100f);
                var audio = new AudioBuffer(planar, 2, 1 + (block * 31 % 512), 512);
                effect.Process(new ProcessContext(audio, new Transport(100, 0, 0)));
                if (block % 50 == 49)
                    effect.Reset();
            }
        }
    }

    [Theory]
    [InlineData(8_000, 1)]
    [InlineData(192_000, 32)]
    public void Full_scale_noise_stays_finite_at_every_extreme(int rate, int channels)
    {
        float[][] input = Each(channels, channel => WhiteNoise(4_000, channel));
        var corners = new Random(3);
        for (int round = 0; round < 10; round++)
        {
            T effect = Prepared<T>(rate, channels, 256);
            foreach (Parameter parameter in effect.Parameters)
                Move(parameter, round < 2 ? round : corners.Next(2));
            effect.Reset();
            Assert.All(effect.Run(input), channel => Assert.True(channel.All(float.IsFinite)));
        }
    }

    [Fact]
    public void No_jump_of_a_parameter_clicks()
    {
        // Between jumps there are 12000 frames; by the last 2000 of them all has settled.
        const int stay = 12_000, settled = 10_000;
        float[][] input = [Sine(4 * stay, 200, level: 0.5f), Sine(4 * stay, 200, level: -0.2f)];
        foreach (string id in new T().Parameters.Select(parameter => parameter.Id))
        {
            T effect = Prepared<T>(settings: Busy);
            Parameter parameter = effect.Find(id);
            float[][] output = effect.Run(input, null, 120,
                (stay, () => Move(parameter, 0)),
                (2 * stay, () => Move(parameter, 1)),
                (3 * stay, () => Move(parameter, 0)));
            double steady = output.Max(samples =>
                Enumerable.Range(0, 4).Max(i => SharpestBend(samples.AsSpan((i * stay) + settled, stay - settled))));
            double moving = output.Max(samples => SharpestBend(samples.AsSpan(stay - 10)));
            Assert.True(moving < 2 * steady, $"{id} bends the tone {moving / steady:F1} times as sharply as at rest");
        }
    }

    private static void Scatter(AudioEffect effect, Random values)
    {
        foreach (Parameter parameter in effect.Parameters)
            Move(parameter, values.NextSingle());
    }

    private static void Move(Parameter parameter, float travel) => parameter.Target = parameter.FromNormalized(travel);
}

public sealed class GainPromises : PromiseTests<GainEffect>
{
    protected override (string, float)[] Busy => [("gain", 6), ("balance", 20), ("invert", 1)];
}

public sealed class DelayPromises : PromiseTests<DelayEffect>
{
    protected override (string, float)[] Busy => [("time", 30), ("feedback", 60), ("mix", 60), ("ping-pong", 1)];

    protected override (string, float)[] Ringing =>
        [("time", 8), ("feedback", 95), ("mix", 100), ("low-cut", 20), ("high-cut", 500)];
}

public sealed class ParametricEqPromises : PromiseTests<ParametricEqEffect>
{
    protected override (string, float)[] Busy =>
    [
        ("low-cut", 1), ("low-shelf-gain", 6), ("band1-frequency", 200), ("band1-gain", 12), ("band2-gain", -9),
        ("band3-gain", 4), ("band4-gain", 3), ("high-shelf-gain", -6), ("high-cut", 1), ("output", 3),
    ];

    protected override (string, float)[] Ringing =>
    [
        ("low-cut", 1), ("low-cut-frequency", 97), ("low-cut-q", 10),
        ("band1-frequency", 97), ("band1-gain", 24), ("band1-q", 10),
        ("band2-frequency", 97), ("band2-gain", 24), ("band2-q", 10), ("output", 24),
    ];
}

public sealed class SpectralGatePromises : PromiseTests<SpectralGateEffect>
{
    protected override (string, float)[] Busy => [("mode", 1), ("reduction", 30), ("tonal", 40)];

    protected override (string, float)[] Ringing => [("mode", 2), ("reduction", 0), ("release", 500)];
}

public sealed class RoomMicrophonePromises : PromiseTests<RoomMicrophoneEffect>
{
    protected override (string, float)[] Busy => [("gain", 6), ("room", 1), ("moved", 1)];
}

public sealed class RoomSpeakerPromises : PromiseTests<RoomSpeakerEffect>
{
    protected override (string, float)[] Busy => [("loop", 3)];
}

public sealed class FeedbackSuppressorPromises : PromiseTests<FeedbackSuppressorEffect>
{
    protected override (string, float)[] Busy => [("mode", 2), ("decorrelate", 1), ("shift", 5)];

    protected override (string, float)[] Ringing => [("mode", 1), ("decorrelate", 2), ("depth", 100)];
}
