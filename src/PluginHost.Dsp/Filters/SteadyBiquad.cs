using System.Numerics;

namespace PluginHost.Dsp.Filters;

/// <summary>A second-order filter as in <see cref="BiquadCoefficients"/>, over any number type.</summary>
/// <typeparam name="T">The number type.</typeparam>
/// <param name="B0">Weight of the newest input.</param>
/// <param name="B1">Weight of the input one frame ago.</param>
/// <param name="B2">Weight of the input two frames ago.</param>
/// <param name="A1">Weight of the output one frame ago, subtracted.</param>
/// <param name="A2">Weight of the output two frames ago, subtracted.</param>
public readonly record struct BiquadCoefficients<T>(T B0, T B1, T B2, T A1, T A2)
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>Gets whether zeros and poles cancel exactly, derivatives included where the numbers have some.
    /// [any-thread]</summary>
    public bool IsIdentity => B0 == T.One && B1 == A1 && B2 == A2;
}

/// <summary>
/// One second-order filter for one channel that stays as it is, over any number type: the recursion that <see
/// cref="Biquad"/> runs on what is heard.
/// </summary>
/// <typeparam name="T">The number type of samples, coefficients and state.</typeparam>
/// <param name="filter">A stable filter.</param>
public sealed class SteadyBiquad<T>(BiquadCoefficients<T> filter)
    where T : struct, IFloatingPointIeee754<T>
{
    private T _s1;
    private T _s2;

    /// <summary>Filters in place, going on where the last call ended. Does not allocate. [any-thread]</summary>
    /// <param name="samples">Any number.</param>
    public void Process(Span<T> samples) => BiquadRecursion.Run(filter, ref _s1, ref _s2, samples);
}
