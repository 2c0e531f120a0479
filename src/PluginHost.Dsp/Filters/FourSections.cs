using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PluginHost.Dsp.Filters;

/// <summary>Coefficients of four sections, one a lane; those that are missing pass everything.</summary>
/// <remarks>Products are rounded before they are added: so a section whose zeros and poles cancel leaves every sample
/// and its own empty state alone, and all processors agree to the bit.</remarks>
internal readonly struct FourSections
{
    public const int Lanes = 4;

    private const int Last = Lanes - 1;

    private static readonly Vector256<long> Places = Vector256.Create(0L, 1, 2, 3);

    private readonly Vector256<double> _b0;
    private readonly Vector256<double> _b1;
    private readonly Vector256<double> _b2;
    private readonly Vector256<double> _a1;
    private readonly Vector256<double> _a2;

    public FourSections(ReadOnlySpan<BiquadCoefficients> sections)
    {
        Span<BiquadCoefficients> all = stackalloc BiquadCoefficients[Lanes];
        all.Fill(BiquadCoefficients.Identity);
        sections.CopyTo(all);
        _b0 = Vector256.Create(all[0].B0, all[1].B0, all[2].B0, all[3].B0);
        _b1 = Vector256.Create(all[0].B1, all[1].B1, all[2].B1, all[3].B1);
        _b2 = Vector256.Create(all[0].B2, all[1].B2, all[2].B2, all[3].B2);
        _a1 = Vector256.Create(all[0].A1, all[1].A1, all[2].A1, all[3].A1);
        _a2 = Vector256.Create(all[0].A2, all[1].A2, all[2].A2, all[3].A2);
    }

    /// <summary>Filters in place. The lane of section k takes frame t - k at step t, so that in the first three and the
    /// last three steps some lanes are idle.</summary>
    public void Run(Span<float> samples, ref SectionStates states)
    {
        int full = Math.Max(Last, samples.Length);
        Edge(samples, 0, Last, ref states);
        // Locals, or every step would wait for the memory of the one before.
        (Vector256<double> s1, Vector256<double> s2, Vector256<double> y) = states;
        (Vector256<double> b0, Vector256<double> b1, Vector256<double> b2) = (_b0, _b1, _b2);
        (Vector256<double> a1, Vector256<double> a2) = (_a1, _a2);
        for (int t = Last; t < samples.Length; t++)
        {
            Vector256<double> x = Inputs(samples[t], y);
            y = (b0 * x) + s1;
            s1 = (b1 * x) + s2 - (a1 * y);
            s2 = (b2 * x) - (a2 * y);
            samples[t - Last] = (float)y[Last];
        }
        states = new(s1, s2, y);
        Edge(samples, full, samples.Length + Last, ref states);
    }

    /// <summary>Filters two channels at once: neither waits for the other, so the second is nearly free.</summary>
    public void RunPair(
        Span<float> left, Span<float> right, ref SectionStates leftStates, ref SectionStates rightStates)
    {
        right = right[..left.Length];
        int full = Math.Max(Last, left.Length);
        Edge(left, 0, Last, ref leftStates);
        Edge(right, 0, Last, ref rightStates);
        (Vector256<double> l1, Vector256<double> l2, Vector256<double> yl) = leftStates;
        (Vector256<double> r1, Vector256<double> r2, Vector256<double> yr) = rightStates;
        (Vector256<double> b0, Vector256<double> b1, Vector256<double> b2) = (_b0, _b1, _b2);
        (Vector256<double> a1, Vector256<double> a2) = (_a1, _a2);
        for (int t = Last; t < left.Length; t++)
        {
            Vector256<double> xl = Inputs(left[t], yl), xr = Inputs(right[t], yr);
            yl = (b0 * xl) + l1;
            yr = (b0 * xr) + r1;
            l1 = (b1 * xl) + l2 - (a1 * yl);
            r1 = (b1 * xr) + r2 - (a1 * yr);
            l2 = (b2 * xl) - (a2 * yl);
            r2 = (b2 * xr) - (a2 * yr);
            left[t - Last] = (float)yl[Last];
            right[t - Last] = (float)yr[Last];
        }
        leftStates = new(l1, l2, yl);
        rightStates = new(r1, r2, yr);
        Edge(left, full, left.Length + Last, ref leftStates);
        Edge(right, full, right.Length + Last, ref rightStates);
    }

    // The same steps where some lanes have no frame; these keep their state.
    private void Edge(Span<float> samples, int begin, int end, ref SectionStates states)
    {
        (Vector256<double> s1, Vector256<double> s2, Vector256<double> y) = states;
        for (int t = begin; t < Math.Min(end, samples.Length + Last); t++)
        {
            Vector256<double> busy = (Vector256.LessThanOrEqual(Places, Vector256.Create((long)t))
                & Vector256.GreaterThan(Places, Vector256.Create((long)t - samples.Length))).AsDouble();
            Vector256<double> x = Inputs(t < samples.Length ? samples[t] : 0, y);
            y = (_b0 * x) + s1;
            s1 = Vector256.ConditionalSelect(busy, (_b1 * x) + s2 - (_a1 * y), s1);
            s2 = Vector256.ConditionalSelect(busy, (_b2 * x) - (_a2 * y), s2);
            if (t >= Last)
                samples[t - Last] = (float)y[Last];
        }
        states = new(s1, s2, y);
    }

    // Every section takes what the one before gave in the last step, the first one the new sample. That is widened as a
    // vector because the conversion of a single one waits for the register's last use, 1.5 ns a frame.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Inputs(float sample, Vector256<double> y) => Vector256.ConditionalSelect(
        Vector256.Create(-1L, 0, 0, 0).AsDouble(),
        Vector256.WidenLower(Vector256.Create(sample)),
        Vector256.Shuffle(y, Vector256.Create(0L, 0, 1, 2)));
}

/// <summary>What four sections of one channel remember, and what they gave last.</summary>
internal readonly record struct SectionStates(Vector256<double> S1, Vector256<double> S2, Vector256<double> Y);
