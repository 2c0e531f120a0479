using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PluginHost.Plugins.Loop;

/// <summary>Arithmetic on spans of equal length. [any-thread]</summary>
internal static class Spans
{
    /// <summary>Computes result = a b.</summary>
    public static void Multiply(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> result)
    {
        b = b[..a.Length];
        result = result[..a.Length];
        ReadOnlySpan<Vector<float>> x = Vectors(a), y = Vectors(b);
        Span<Vector<float>> r = Vectors(result);
        for (int i = 0; i < x.Length; i++)
            r[i] = x[i] * y[i];
        for (int i = x.Length * Vector<float>.Count; i < a.Length; i++)
            result[i] = a[i] * b[i];
    }

    /// <summary>Computes sum += a b.</summary>
    public static void MultiplyAdd(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> sum)
    {
        b = b[..a.Length];
        sum = sum[..a.Length];
        ReadOnlySpan<Vector<float>> x = Vectors(a), y = Vectors(b);
        Span<Vector<float>> s = Vectors(sum);
        for (int i = 0; i < x.Length; i++)
            s[i] = Vector.MultiplyAddEstimate(x[i], y[i], s[i]);
        for (int i = x.Length * Vector<float>.Count; i < a.Length; i++)
            sum[i] += a[i] * b[i];
    }

    /// <summary>Computes sum += a factor.</summary>
    public static void MultiplyAdd(ReadOnlySpan<float> a, float factor, Span<float> sum)
    {
        sum = sum[..a.Length];
        ReadOnlySpan<Vector<float>> x = Vectors(a);
        Span<Vector<float>> s = Vectors(sum);
        for (int i = 0; i < x.Length; i++)
            s[i] = Vector.MultiplyAddEstimate(x[i], new Vector<float>(factor), s[i]);
        for (int i = x.Length * Vector<float>.Count; i < a.Length; i++)
            sum[i] += a[i] * factor;
    }

    /// <summary>Computes sum = a + factor sum.</summary>
    public static void AddTo(ReadOnlySpan<float> a, float factor, Span<float> sum)
    {
        sum = sum[..a.Length];
        ReadOnlySpan<Vector<float>> x = Vectors(a);
        Span<Vector<float>> s = Vectors(sum);
        for (int i = 0; i < x.Length; i++)
            s[i] = Vector.MultiplyAddEstimate(s[i], new Vector<float>(factor), x[i]);
        for (int i = x.Length * Vector<float>.Count; i < a.Length; i++)
            sum[i] = a[i] + (factor * sum[i]);
    }

    /// <summary>Computes result = a - b.</summary>
    public static void Subtract(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> result)
    {
        for (int i = 0; i < a.Length; i++)
            result[i] = a[i] - b[i];
    }

    /// <summary>Computes the sum of a b, in double precision from 1024 to 1024 products.</summary>
    public static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int start = 0; start < a.Length; start += 1024)
        {
            int length = Math.Min(1024, a.Length - start);
            ReadOnlySpan<float> p = a.Slice(start, length), q = b.Slice(start, length);
            ReadOnlySpan<Vector<float>> x = Vectors(p), y = Vectors(q);
            Vector<float> part = Vector<float>.Zero;
            for (int i = 0; i < x.Length; i++)
                part = Vector.MultiplyAddEstimate(x[i], y[i], part);
            float rest = Vector.Sum(part);
            for (int i = x.Length * Vector<float>.Count; i < p.Length; i++)
                rest += p[i] * q[i];
            sum += rest;
        }
        return sum;
    }

    /// <summary>Computes the sum.</summary>
    public static float Sum(ReadOnlySpan<float> a)
    {
        Vector<float> sums = default;
        foreach (Vector<float> part in Vectors(a))
            sums += part;
        float sum = Vector.Sum(sums);
        foreach (float rest in a[(a.Length / Vector<float>.Count * Vector<float>.Count)..])
            sum += rest;
        return sum;
    }

    /// <summary>Finds the greatest of numbers of 0 or more.</summary>
    public static float Max(ReadOnlySpan<float> a)
    {
        Vector<float> greatest = default;
        foreach (Vector<float> part in Vectors(a))
            greatest = Vector.Max(greatest, part);
        float max = 0;
        for (int i = 0; i < Vector<float>.Count; i++)
            max = Math.Max(max, greatest[i]);
        foreach (float rest in a[(a.Length / Vector<float>.Count * Vector<float>.Count)..])
            max = Math.Max(max, rest);
        return max;
    }

    /// <summary>Computes result = a b for complex numbers.</summary>
    public static void Multiply(in Spectrum a, in Spectrum b, in Spectrum result)
    {
        ReadOnlySpan<Vector<float>> ar = Vectors(a.Re), ai = Vectors(a.Im), br = Vectors(b.Re), bi = Vectors(b.Im);
        Span<Vector<float>> r = Vectors(result.Re.AsSpan())[..ar.Length], i = Vectors(result.Im.AsSpan())[..ar.Length];
        ai = ai[..ar.Length];
        br = br[..ar.Length];
        bi = bi[..ar.Length];
        for (int k = 0; k < ar.Length; k++)
        {
            r[k] = Vector.MultiplyAddEstimate(ar[k], br[k], -ai[k] * bi[k]);
            i[k] = Vector.MultiplyAddEstimate(ar[k], bi[k], ai[k] * br[k]);
        }
    }

    /// <summary>Computes sum += a b for complex numbers.</summary>
    public static void MultiplyAdd(in Spectrum a, in Spectrum b, in Spectrum sum)
    {
        ReadOnlySpan<Vector<float>> ar = Vectors(a.Re), ai = Vectors(a.Im), br = Vectors(b.Re), bi = Vectors(b.Im);
        Span<Vector<float>> sr = Vectors(sum.Re.AsSpan())[..ar.Length], si = Vectors(sum.Im.AsSpan())[..ar.Length];
        ai = ai[..ar.Length];
        br = br[..ar.Length];
        bi = bi[..ar.Length];
        for (int i = 0; i < ar.Length; i++)
        {
            sr[i] = Vector.MultiplyAddEstimate(ar[i], br[i], Vector.MultiplyAddEstimate(-ai[i], bi[i], sr[i]));
            si[i] = Vector.MultiplyAddEstimate(ar[i], bi[i], Vector.MultiplyAddEstimate(ai[i], br[i], si[i]));
        }
    }

    /// <summary>Computes sum += conj(a) b for complex numbers.</summary>
    public static void ConjugateMultiplyAdd(in Spectrum a, in Spectrum b, in Spectrum sum)
    {
        ReadOnlySpan<Vector<float>> ar = Vectors(a.Re), ai = Vectors(a.Im), br = Vectors(b.Re), bi = Vectors(b.Im);
        Span<Vector<float>> sr = Vectors(sum.Re.AsSpan())[..ar.Length], si = Vectors(sum.Im.AsSpan())[..ar.Length];
        ai = ai[..ar.Length];
        br = br[..ar.Length];
        bi = bi[..ar.Length];
        for (int i = 0; i < ar.Length; i++)
        {
            sr[i] = Vector.MultiplyAddEstimate(ar[i], br[i], Vector.MultiplyAddEstimate(ai[i], bi[i], sr[i]));
            si[i] = Vector.MultiplyAddEstimate(ar[i], bi[i], Vector.MultiplyAddEstimate(-ai[i], br[i], si[i]));
        }
    }

    /// <summary>Loads a register; all of it has to lie within, which is not checked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Load(ReadOnlySpan<float> floats, int at) => Vector.LoadUnsafe(ref MemoryMarshal.GetReference(floats), (nuint)at);

    /// <summary>Gets the whole registers.</summary>
    public static ReadOnlySpan<Vector<float>> Vectors(ReadOnlySpan<float> floats) => MemoryMarshal.Cast<float, Vector<float>>(floats);

    /// <summary>Gets the whole registers.</summary>
    public static Span<Vector<float>> Vectors(Span<float> floats) => MemoryMarshal.Cast<float, Vector<float>>(floats);
}
