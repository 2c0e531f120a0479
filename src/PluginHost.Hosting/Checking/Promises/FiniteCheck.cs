using PluginHost.Sdk;

namespace PluginHost.Hosting.Checking.Promises;

/// <summary>
/// Finite output for full-scale noise at every parameter extreme, reached by a jump while sounding and from a reset.
/// And bounded: with one parameter at an end, never beyond +40 dBFS, a hundred times full scale, which the host counts
/// as run away. With several at an end gains may add up to more, as in an equalizer, but then the level must not grow.
/// </summary>
internal sealed class FiniteCheck : ICheck
{
    private const float Runaway = 100;
    private const int Frames = 9_600;
    private const int LongFrames = 96_000;
    private const int RandomCorners = 8;

    public string Name => "finite";

    public Verdict Try(Bench bench)
    {
        Instance instance = bench.Prepared();
        List<Setting> settings = [.. Setting.Extremes(instance.Effect, bench.Seed, RandomCorners)];
        float[] defaults = settings[0].Values;
        for (int i = 0; i < settings.Count; i++)
        {
            settings[i].ApplyTo(instance.Effect);
            // What sounds right after a jump may still be as loud as the setting before allowed.
            if (Fault(Run(instance, Frames, bench.Seed), mayBeLoud: true) is { } jump)
                return Verdict.Failed($"{jump} while the values jump to: {settings[i].Name}");
            instance.Reset();
            bool mayBeLoud = settings[i].Values.Where((value, index) => value != defaults[index]).Skip(1).Any();
            // The defaults and the two ends of everything, which come first, also get the time to run away.
            if (Fault(Run(instance, i < 3 ? LongFrames : Frames, bench.Seed), mayBeLoud) is { } fault)
                return Verdict.Failed($"{fault} with {settings[i].Name}");
        }
        return Verdict.Passed($"{settings.Count} parameter extremes, full-scale noise");
    }

    private static Signal Run(Instance instance, int frames, int seed)
    {
        Signal signal = Signal.Noise(2, frames, seed);
        instance.Process(signal, Cuts.Of(Instance.UsualFormat.MaxFrames));
        return signal;
    }

    private static string? Fault(Signal signal, bool mayBeLoud)
    {
        int notFinite = signal.FirstBeyond(float.MaxValue);
        if (notFinite >= 0)
            return $"{signal.At(notFinite)} at frame {notFinite % signal.Frames}";
        int loud = signal.FirstBeyond(Runaway);
        int quarter = signal.Frames / 4;
        if (loud < 0 || (mayBeLoud && signal.Peak(3 * quarter, quarter) <= 2 * signal.Peak(quarter, quarter)))
            return null;
        string growing = mayBeLoud ? " and growing" : "";
        return $"{Decibels.FromGain(signal.At(loud)):+0.0} dBFS{growing} at frame {loud % signal.Frames}";
    }
}
