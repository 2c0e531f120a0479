using PluginHost.Sdk;

namespace PluginHost.Hosting.Tuning;

/// <summary>
/// Parameters that shape one place of the spectrum together: a frequency, and a gain in dB that does nothing at 0. Found
/// by their names: <c>band1-frequency</c>, <c>band1-gain</c> and <c>band1-q</c> begin alike.
/// </summary>
/// <param name="Frequency">Index of the frequency among the tuned parameters.</param>
/// <param name="Gain">Index of the gain.</param>
/// <param name="Others">Indices of the rest.</param>
/// <param name="Neutral">Travel at which the gain is 0 dB.</param>
internal sealed record Band(int Frequency, int Gain, int[] Others, double Neutral)
{
    /// <summary>Finds all bands. Allocates. [any-thread]</summary>
    public static Band[] Find(IReadOnlyList<TunedParameter> parameters) =>
    [
        .. Enumerable.Range(0, parameters.Count)
            .GroupBy(i => (parameters[i].Slot, Stem(parameters[i].Parameter.Id)))
            .Select(group => Of([.. group], parameters)).OfType<Band>(),
    ];

    private static Band? Of(int[] members, IReadOnlyList<TunedParameter> parameters)
    {
        int[] frequencies = [.. members.Where(i => parameters[i].Parameter.Unit == ParameterUnit.Hertz)];
        int[] gains = [.. members.Where(i => parameters[i].Parameter is
            { Unit: ParameterUnit.Decibels, Minimum: < 0, Maximum: > 0 })];
        return frequencies.Length != 1 || gains.Length != 1 ? null
            : new Band(frequencies[0], gains[0], [.. members.Except([frequencies[0], gains[0]])],
                parameters[gains[0]].Parameter.ToNormalized(0));
    }

    private static string Stem(string id) => id.LastIndexOf('-') is > 0 and int at ? id[..at] : id;
}
