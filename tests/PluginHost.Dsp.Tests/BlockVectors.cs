using System.Text.Json;

namespace PluginHost.Dsp.Tests;

/// <summary>What numpy and scipy give for the building blocks; see Vectors/make-blocks.py.</summary>
internal sealed record BlockVectors(
    SvfVector Svf, CascadeVectors Cascades, FirVectors Firs, HalfBandVector HalfBand, LoudnessVector Loudness)
{
    public static readonly BlockVectors Instance = JsonSerializer.Deserialize<BlockVectors>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", "blocks.json")),
        JsonSerializerOptions.Web)!;
}

internal sealed record SvfVector(
    double Q, float[] Input, float[] Frequencies, double[] LowPass, double[] BandPass, double[] HighPass);

internal sealed record CascadeVectors(float[] Input, CascadeVector[] Filters);

internal sealed record CascadeVector(double[][] Sections, double[] Output);

internal sealed record FirVectors(FirVector[] Windows, KaiserOrder[] Orders);

internal sealed record FirVector(string Kind, double Beta, double[] Cut, double[] Taps);

internal sealed record KaiserOrder(double AttenuationDb, double Transition, int Taps, double Beta);

internal sealed record HalfBandVector(
    int Taps, double AttenuationDb, double PassEdge, float[] Input, double[] Up, double[] Down);

internal sealed record LoudnessVector(
    WeightingResponse[] Responses, int Rate, double[][] Steps, double Integrated, double[] Momentary);

internal sealed record WeightingResponse(int Rate, double[] Hertz, double[] Db);
