using PluginHost.Sdk;

namespace PluginHost.Hosting.Checking.Promises;

/// <summary>
/// Parameter jumps without clicks. While a 220 Hz sine sounds, each continuous parameter jumps between the ends of its
/// range, each toggle between off and on; choices and stepped numbers may click and are left out.
/// </summary>
/// <remarks>
/// <para>A click is measured as the peak of the output's second difference y[n] - 2y[n-1] + y[n-2], which is
/// (2 sin(pi f / rate))^2 = 8e-4 times the amplitude for the sine itself but 1 for a step. Bound: at most 30 dB above
/// the worst steady state, 40 dB for a toggle. The steady states are five points over the parameter's travel, held as
/// long as the jumps last, so an effect that is rough by nature is compared with its own roughness; at least with a
/// sine of -20 dB.</para>
/// <para>What that means: a full jump of an unsmoothed gain measures about 60 dB, a step of 3 % of the amplitude is
/// found, a ramp of 20 ms measures about 7 dB and one of 1 ms just passes. Tried at the defaults and with the other
/// parameters at seeded places inside their ranges.</para>
/// </remarks>
internal sealed class ClicksCheck : ICheck
{
    private const double SineHz = 220;
    private const float Amplitude = 0.5f;
    private const float BoundDb = 30;
    private const float ToggleBoundDb = 40;
    private const int Jumps = 6;
    private const int FadeInFrames = 4_800;

    // No multiple of the period, so that the jumps meet the sine at six places of its cycle.
    private const int HoldFrames = 4_861;
    private const int LongestTailFrames = 9_600;

    public string Name => "clicks";

    public Verdict Try(Bench bench)
    {
        Instance instance = bench.Prepared();
        AudioEffect effect = instance.Effect;
        int tried = 0;
        (float worst, string worstId) = (-1, "");
        Setting[] settings = [Setting.Defaults(effect), Setting.Random(effect, bench.Seed, 0.25f, 0.75f)];
        foreach (Setting setting in settings)
        {
            for (int i = 0; i < effect.Parameters.Count; i++)
            {
                Parameter parameter = effect.Parameters[i];
                bool toggle = parameter.Choices.Count == 2;
                if (parameter.Step > 0 && !toggle)
                    continue;
                tried++;
                float bound = toggle ? ToggleBoundDb : BoundDb;
                float excess = ExcessDb(instance, setting, i, toggle ? 2 : 5);
                if (!(excess <= bound))
                {
                    return Verdict.Failed($"{parameter.Id} jumping between "
                        + $"{Setting.Text(parameter, parameter.Minimum)} and "
                        + $"{Setting.Text(parameter, parameter.Maximum)} clicks {excess:0} dB above steady state, "
                        + $"but at most {bound:0} dB are allowed ({setting.Name})");
                }
                if (excess > worst)
                    (worst, worstId) = (excess, parameter.Id);
            }
        }
        return tried == 0
            ? Verdict.Skipped("no parameter that could jump")
            : Verdict.Passed($"{tried / 2} parameters, worst jump {worst:0} dB above steady state ({worstId})");
    }

    private static float ExcessDb(Instance instance, Setting setting, int index, int points)
    {
        AudioEffect effect = instance.Effect;
        Parameter parameter = effect.Parameters[index];
        setting.ApplyTo(effect);
        long ringing = (long)instance.Latency + Math.Min(instance.Tail, LongestTailFrames);
        int hold = HoldFrames + (int)Math.Min(ringing, 4 * LongestTailFrames);
        Signal sine = Sine(effect.Format.SampleRate, FadeInFrames + (Jumps * hold));

        float steady = 0.1f * Roughness(sine, FadeInFrames);
        for (int point = 0; point < points; point++)
        {
            parameter.Target = parameter.FromNormalized(point / (points - 1f));
            steady = MathF.Max(steady, Roughness(Render(instance, sine, hold, jumping: null), FadeInFrames));
        }

        parameter.Target = parameter.Minimum;
        float rough = Roughness(Render(instance, sine, hold, parameter), FadeInFrames);
        return float.IsFinite(rough) ? MathF.Max(0, 20 * MathF.Log10(rough / steady)) : float.PositiveInfinity;
    }

    private static Signal Render(Instance instance, Signal sine, int hold, Parameter? jumping)
    {
        Signal output = sine.Copy();
        instance.Reset();
        instance.Process(output, 0, FadeInFrames, Cuts.Of(64));
        for (int i = 0; i < Jumps; i++)
        {
            if (jumping is not null)
                jumping.Target = i % 2 == 0 ? jumping.Maximum : jumping.Minimum;
            instance.Process(output, FadeInFrames + (i * hold), hold, Cuts.Of(64));
        }
        return output;
    }

    /// <summary>The peak of the second difference from a frame on.</summary>
    private static float Roughness(Signal signal, int from)
    {
        float peak = 0;
        for (int channel = 0; channel < signal.Channels; channel++)
        {
            Span<float> y = signal[channel];
            for (int n = from; n < y.Length; n++)
                peak = MathF.Max(peak, MathF.Abs(y[n] - (2 * y[n - 1]) + y[n - 2]));
        }
        return peak;
    }

    /// <summary>A sine that fades in without a click of its own, a quarter of a cycle apart in left and
    /// right.</summary>
    private static Signal Sine(int rate, int frames)
    {
        var sine = new Signal(2, frames);
        for (int channel = 0; channel < 2; channel++)
        {
            Span<float> y = sine[channel];
            for (int n = 0; n < frames; n++)
            {
                double fade = n < FadeInFrames ? 0.5 - (0.5 * Math.Cos(Math.PI * n / FadeInFrames)) : 1;
                y[n] = (float)(Amplitude * fade * Math.Sin((Math.Tau * SineHz * n / rate) + (channel * Math.PI / 2)));
            }
        }
        return sine;
    }
}
