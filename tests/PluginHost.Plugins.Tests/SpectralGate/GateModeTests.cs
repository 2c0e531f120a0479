using PluginHost.Plugins.Tests.Support;
using PluginHost.Sdk;
using PluginHost.Testing;
using Xunit;
using static PluginHost.Plugins.Tests.Support.EffectRunner;
using static PluginHost.Plugins.Tests.Support.Signals;

namespace PluginHost.Plugins.Tests.SpectralGate;

public class GateModeTests
{
    private static readonly string[] Modes = ["zero", "live", "quality"];

    [Theory]
    [InlineData(8_000)]
    [InlineData(44_100)]
    [InlineData(48_000)]
    [InlineData(96_000)]
    [InlineData(192_000)]
    public void Each_mode_is_as_late_as_it_says(int rate)
    {
        Assert.Equal(0, Gate("zero", rate).LatencyFrames);
        Assert.InRange(1000.0 * Gate("live", rate).LatencyFrames / rate, 1, 10.7);
        Assert.InRange(1000.0 * Gate("quality", rate).LatencyFrames / rate, 11, 46);
        foreach (string mode in Modes)
        {
            SpectralGateEffect gate = Gate(mode, rate, ("reduction", 0));
            float[] output = gate.Run([Impulse(rate / 4, 1_000)])[0];
            Assert.InRange(gate.LatencyFrames, 0, gate.MaxLatencyFrames);
            Assert.Equal(1_000 + gate.LatencyFrames, output.Index().MaxBy(sample => Math.Abs(sample.Item)).Index);
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_change_of_mode_does_not_click_and_ends_at_the_new_latency(string from, string to)
    {
        const int rate = 48_000, change = rate;
        SpectralGateEffect gate = Gate(from, rate), fresh = Gate(to, rate);
        float[] tone = Sine(3 * rate, 220, level: 0.5f);
        for (int n = 0; n < 4_800; n++)
            tone[n] *= n / 4_800f;
        float[] output = gate.Run([tone], null, 120, (change, () => gate.Choose("mode", to)))[0];
        // At rest is after two seconds; 30 dB more is what the check of every effect allows a jump.
        double steady = SharpestBend(Gate(from, rate).Run([tone])[0].AsSpan(2 * rate));
        steady = Math.Max(steady, SharpestBend(Gate(to, rate).Run([tone])[0].AsSpan(2 * rate)));
        double moving = SharpestBend(output.AsSpan(change));
        Assert.True(moving < 31.6 * steady, $"bends the tone {moving / steady:F1} times as sharply as at rest");
        Assert.Equal(fresh.LatencyFrames, gate.LatencyFrames);
    }

    [Theory]
    [InlineData("zero", -50)]
    [InlineData("live", -60)]
    [InlineData("quality", -60)]
    public void Without_reduction_nothing_changes(string mode, double db)
    {
        SpectralGateEffect gate = Gate(mode, 48_000, ("reduction", 0), ("hum", 0));
        float[] input = Sum(Gaussian(96_000, 1, 0.01f), Sine(96_000, 330, level: 0.2f));
        float[] output = gate.Run([input])[0], late = Late(input, gate.LatencyFrames);
        Assert.InRange(LevelDb(Sum(output, Scaled(late, -1))) - LevelDb(input), -200, db);
    }

    [Theory]
    [InlineData("zero")]
    [InlineData("live")]
    [InlineData("quality")]
    public void What_is_listened_to_and_what_is_heard_add_up_to_the_input(string mode)
    {
        float[] plucked = [.. Sine(96_000, 330, level: 0.2f).Select((x, n) => n % 24_000 < 8_000 ? x : 0)];
        float[] input = Sum(Gaussian(96_000, 2, 0.01f), plucked);
        SpectralGateEffect gate = Gate(mode, 48_000);
        float[] heard = gate.Run([input])[0], removed = Gate(mode, 48_000, ("listen", 1)).Run([input])[0];
        float[] off = Sum(heard, removed, Scaled(Late(input, gate.LatencyFrames), -1));
        Assert.InRange(LevelDb(off) - LevelDb(input), -400, -100);
        // It is not nothing that is removed.
        Assert.InRange(LevelDb(removed.AsSpan(72_000)) - LevelDb(input), -60, 0);
    }

    [Theory]
    [InlineData("zero")]
    [InlineData("live")]
    [InlineData("quality")]
    public void Linked_channels_get_the_same_gains(string mode)
    {
        float[] left = Gaussian(96_000, 3, 0.02f), tone = Sine(96_000, 1_000, level: 0.2f), noise = Gaussian(96_000, 4, 0.02f);
        // The same decisions whichever side a signal is on.
        float[][] both = Gate(mode, 48_000, 2).Run([left, Sum(noise, tone)]);
        float[][] swapped = Gate(mode, 48_000, 2).Run([Sum(noise, tone), left]);
        Assert.InRange(LevelDb(Sum(both[0], Scaled(swapped[1], -1))) - LevelDb(both[0]), -400, -80);
        Assert.InRange(LevelDb(Sum(both[1], Scaled(swapped[0], -1))) - LevelDb(both[1]), -400, -80);

        // Copies of one signal at two levels keep their ratio, also where attacks are given back.
        float[][] ratio = Gate(mode, 48_000, 2).Run([Sum(left, tone), Scaled(Sum(left, tone), 0.25f)]);
        Assert.InRange(LevelDb(Sum(Scaled(ratio[0], 0.25f), Scaled(ratio[1], -1))) - LevelDb(ratio[1]), -400, -80);
    }

    [Fact]
    public void Without_latency_attacks_are_given_back_within_their_first_milliseconds()
    {
        const int rate = 48_000, attack = 2 * rate, length = 240;
        float[] noise = Gaussian(3 * rate, 5, 0.001f), click = new float[3 * rate];
        float[] burst = Gaussian(length, 6, 0.2f);
        burst.CopyTo(click, attack);
        double protectedDb = LostDb(100), bareDb = LostDb(0);
        Assert.InRange(protectedDb, -400, -12);
        Assert.True(bareDb > protectedDb + 6, $"loses {bareDb:F1} dB of it without, {protectedDb:F1} dB with protection");

        // What is missing of the burst, against the burst.
        double LostDb(float transient)
        {
            float[] output = Gate("zero", rate, ("learn-head", 1), ("transient", transient)).Run([Sum(noise, click)])[0];
            float[] missing = Sum(output, Scaled(click, -1));
            return LevelDb(missing.AsSpan(attack + 48, length - 48)) - LevelDb(burst.AsSpan(48));
        }
    }

    [Fact]
    public void Learning_and_changes_of_mode_under_locked_hum_allocate_nothing()
    {
        SpectralGateEffect gate = Gate("live", 48_000, 2);
        const int block = 256;
        float[] hum = [.. Enumerable.Range(0, 960 * 8).Select(n =>
            (float)Enumerable.Range(1, 12).Sum(k => 0.02 * Math.Sin(Math.Tau * k * (n + (k * k * 31)) / 960)))];
        float[] planar = new float[2 * block];
        var meter = gate.Meters.Single(m => m.Id == "hum");
        Parameter learn = gate.Find("learn"), mode = gate.Find("mode");
        int at = 0;
        Work(500);
        Assert.True(meter.Value > 49);
        Assert.Equal(0, AllocationGate.Measure(() => Work(5_000)));
        Assert.True(meter.Value > 49);
        Assert.NotEmpty(gate.SaveState());

        void Work(int blocks)
        {
            for (int i = 0; i < blocks; i++)
            {
                learn.Target = i / 97 % 2;
                mode.Target = i / 211 % 3;
                for (int n = 0; n < block; n++, at = (at + 1) % hum.Length)
                    planar[n] = planar[block + n] = hum[at];
                gate.Process(new ProcessContext(new AudioBuffer(planar, 2, block, block), new Transport(120, 0, 0)));
            }
        }
    }

    public static TheoryData<string, string> Pairs()
    {
        var pairs = new TheoryData<string, string>();
        foreach (string from in Modes)
        {
            foreach (string to in Modes.Where(to => to != from))
                pairs.Add(from, to);
        }
        return pairs;
    }

    private static float[] Late(float[] input, int frames) => [.. new float[frames], .. input.AsSpan(0, input.Length - frames)];

    private static SpectralGateEffect Gate(string mode, int rate, params (string Id, float Value)[] settings) =>
        Gate(mode, rate, 1, settings);

    private static SpectralGateEffect Gate(string mode, int rate, int channels, params (string Id, float Value)[] settings)
    {
        SpectralGateEffect gate = Prepared<SpectralGateEffect>(rate, channels, 512, settings);
        gate.Choose("mode", mode);
        gate.Reset();
        return gate;
    }
}
