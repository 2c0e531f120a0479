using System.Reflection;
using System.Text.Json;
using PluginHost.Dsp.Filters;

namespace PluginHost.Dsp.Tests;

/// <summary>Filters as scipy makes and runs them; see Vectors/make-vectors.py.</summary>
internal sealed record ScipyVectors(int Rate, double[] Frequencies, float[] Input, ScipyFilter[] Filters)
{
    public static readonly ScipyVectors Instance = JsonSerializer.Deserialize<ScipyVectors>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", "biquads.json")),
        JsonSerializerOptions.Web)!;
}

internal sealed record ScipyFilter(
    string Kind, double Hertz, double Q, double GainDb, double[] Coefficients, double[] MagnitudeDb, double[] Output)
{
    public BiquadCoefficients Ours(int rate)
    {
        MethodInfo design = typeof(BiquadDesign).GetMethod(Kind)!;
        object[] arguments = design.GetParameters().Length == 3 ? [Hertz / rate, Q, GainDb] : [Hertz / rate, Q];
        return (BiquadCoefficients)design.Invoke(null, arguments)!;
    }

    public BiquadCoefficients Scipys => new(
        Coefficients[0], Coefficients[1], Coefficients[2], Coefficients[3], Coefficients[4]);

    public override string ToString() => $"{Kind} {Hertz} Hz Q {Q:G3} {GainDb} dB";
}
