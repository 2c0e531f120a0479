using System.Numerics;

namespace PluginHost.Sdk;

/// <summary>
/// An effect whose settings can be found from recordings: its signal path is written once over a number type, so that the
/// host can run it in plain numbers, and in numbers that carry along how they change with every setting.
/// </summary>
/// <remarks>
/// <see cref="AudioEffect.Process"/> calls the same generic code, or what is tuned is not what is heard. Code over <c>T</c>
/// uses operators and the functions of <c>T</c> (<c>T.Exp</c>, <c>T.Tanh</c>, <c>T.Max</c>), never a conversion of <c>T</c>
/// to <c>double</c> and back, which would cut the derivatives off. It may loop and branch on values. Parameters with
/// choices or steps are not tuned; read them from the effect.
/// <code>
/// public ITunableProcessor&lt;T&gt; CreateProcessor&lt;T&gt;(in AudioFormat format, Func&lt;Parameter, T&gt; valueOf)
///     where T : struct, IFloatingPointIeee754&lt;T&gt; => new Drive&lt;T&gt;(Decibels.ToGain(valueOf(_drive)));
///
/// private sealed class Drive&lt;T&gt;(T gain) : ITunableProcessor&lt;T&gt;
///     where T : struct, IFloatingPointIeee754&lt;T&gt;
/// {
///     public void Process(Span&lt;T&gt; planar)
///     {
///         foreach (ref T sample in planar)
///             sample = Shape(sample, gain);   // what Process of the effect calls with float
///     }
/// }
/// </code>
/// </remarks>
public interface ITunable
{
    /// <summary>Makes the signal path as it is after a reset, with settings that stay. [control-thread]</summary>
    /// <typeparam name="T"><c>double</c>, <c>float</c>, or a number with derivatives.</typeparam>
    /// <param name="format">Rate, channels, and the most frames of a call.</param>
    /// <param name="valueOf">Gives the value of a parameter of this effect, in its unit and within its range; used during
    /// this call only.</param>
    /// <returns>A path of its own: neither it nor the effect notices the other. Allocates.</returns>
    ITunableProcessor<T> CreateProcessor<T>(in AudioFormat format, Func<Parameter, T> valueOf)
        where T : struct, IFloatingPointIeee754<T>;
}

/// <summary>The signal path of a tunable effect over one number type.</summary>
/// <typeparam name="T">The number type.</typeparam>
public interface ITunableProcessor<T>
    where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>Runs some frames in place, going on where the last call ended. [control-thread]</summary>
    /// <param name="planar">Channel after channel, equally long, at most the frames of the format each.</param>
    void Process(Span<T> planar);
}
