using PluginHost.App.Commands;
using PluginHost.Hosting.Analysis;

namespace PluginHost.App.Analysis;

/// <summary>Analyses for people: one file as a list, several as a table.</summary>
internal static class AnalysisTable
{
    public static void Print(TextWriter output, IReadOnlyList<FileAnalysis> files)
    {
        if (files is [var only])
            PrintOne(output, only);
        else
            Table.Print(output, ["file", "length", "kHz", "ch", "peak dB", "true peak", "LUFS", "noise dB", "clipped", "DC %", "bpm", "key"],
                [.. files.Select(file => (IReadOnlyList<string>)[file.File, AnalysisText.Length(file.Seconds), AnalysisText.Number(file.SampleRate / 1000.0, "0.###"),
                    AnalysisText.Number(file.Channels, "0"), AnalysisText.Number(file.PeakDb), AnalysisText.Number(file.TruePeakDb),
                    AnalysisText.Number(file.IntegratedLufs), AnalysisText.Number(file.NoiseFloorDb), AnalysisText.Number(file.ClippedSamples, "0"),
                    AnalysisText.Number(100 * file.DcOffset, "0.00"), AnalysisText.Number(file.TempoBpm, "0.0"), file.Key ?? "-"])]);
    }

    private static void PrintOne(TextWriter output, FileAnalysis file)
    {
        output.WriteLine(file.File);
        output.WriteLine($"  length       {AnalysisText.Length(file.Seconds)} ({file.Frames} frames)");
        output.WriteLine($"  format       {file.Format}, {file.SampleRate} Hz, {file.Channels} channel{(file.Channels == 1 ? "" : "s")}");
        output.WriteLine($"  peak         {AnalysisText.Number(file.PeakDb)} dBFS");
        output.WriteLine($"  true peak    {AnalysisText.Number(file.TruePeakDb)} dBTP");
        output.WriteLine($"  loudness     {AnalysisText.Number(file.IntegratedLufs)} LUFS");
        output.WriteLine($"  noise floor  {AnalysisText.Number(file.NoiseFloorDb)} dBFS");
        output.WriteLine($"  clipping     {AnalysisText.Number(file.ClippedSamples, "0")} samples");
        output.WriteLine($"  DC           {AnalysisText.Number(100 * file.DcOffset, "0.000")} %");
        output.WriteLine($"  tempo        {(file.TempoBpm is null ? "-" : $"{AnalysisText.Number(file.TempoBpm)} bpm (clarity {AnalysisText.Number(file.TempoClarity, "0.00")})")}");
        output.WriteLine($"  key          {(file.Key is null ? "-" : $"{file.Key} (correlation {AnalysisText.Number(file.KeyCorrelation, "0.00")})")}");
    }
}
