using System.Text.Json;

namespace PluginHost.Dsp.Tests;

/// <summary>Filters of least phase and long convolutions by numpy and scipy; see Vectors/make-convolutions.py.</summary>
internal sealed record ConvolutionVectors(MinimumPhaseVector[] MinimumPhases, ConvolutionVector[] Convolutions)
{
    public static readonly ConvolutionVectors Instance = JsonSerializer.Deserialize<ConvolutionVectors>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", "convolutions.json")),
        JsonSerializerOptions.Web)!;
}

internal sealed record MinimumPhaseVector(double[] Linear, double[] Minimum);

/// <summary>Of the output every 97th sample, and the mean square of all.</summary>
internal sealed record ConvolutionVector(int Taps, int Frames, double Power, double[] Output)
{
    public const int Step = 97;

    public float[] Input => Noise(Frames, 2);

    public float[] Response
    {
        get
        {
            float[] taps = Noise(Taps, 1);
            for (int i = 0; i < taps.Length; i++)
                taps[i] = MathF.ScaleB(taps[i], -(int)(i * 6L / taps.Length));
            return taps;
        }
    }

    private static float[] Noise(int count, uint seed) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        seed = (seed * 1664525) + 1013904223;
        return (float)((seed / 2147483648.0) - 1);
    })];
}
