using PluginHost.Sdk;

namespace PluginHost.Hosting.Checking.Promises;

/// <summary>
/// Any rate from 8 to 192 kHz, 1, 2 and 6 channels, any block from 1 to <c>MaxFrames</c>, and <c>MaxFrames</c> from one
/// frame to the largest block there is: no exception, finite samples, a latency and a tail that make sense.
/// </summary>
internal sealed class FormatsCheck : ICheck
{
    private const int MaxFrames = 1024;

    private static readonly int[] Rates = [8_000, 11_025, 44_100, 48_000, 96_000, 192_000];
    private static readonly int[] ChannelCounts = [1, 2, 6];
    private static readonly int[] Blocks = [1, 7, 64, 480, MaxFrames];

    public string Name => "formats";

    public Verdict Try(Bench bench)
    {
        AudioFormat[] formats =
        [
            .. from rate in Rates
               from channels in ChannelCounts
               select new AudioFormat(rate, channels, MaxFrames),
            new AudioFormat(48_000, 2, 1),
            new AudioFormat(48_000, 2, AudioFormat.LargestBlock),
        ];

        foreach (AudioFormat format in formats)
        {
            if (Fault(bench, format) is { } fault)
            {
                return Verdict.Failed(
                    $"{format.SampleRate} Hz, {format.Channels} channels, MaxFrames {format.MaxFrames}: {fault}");
            }
        }
        return Verdict.Passed($"{formats.Length} formats, blocks of {string.Join(", ", Blocks)}");
    }

    private static string? Fault(Bench bench, AudioFormat format)
    {
        string at = "";
        try
        {
            Instance instance = bench.Prepared(format);
            foreach (int block in Blocks.Append(format.MaxFrames).Distinct().Where(block => block <= format.MaxFrames))
            {
                at = $" in blocks of {block}";
                instance.Reset();
                int frames = Math.Max(block, Math.Min(block * 64, MaxFrames));
                Signal signal = Signal.Noise(format.Channels, frames, bench.Seed);
                instance.Process(signal, Cuts.Of(block));
                if (signal.FirstBeyond(float.MaxValue) >= 0)
                    return "a sample that is not finite" + at;
            }
            return instance.Latency < 0 || instance.Tail < 0 ? "a negative latency or tail" : null;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return CheckThread.Describe(fault) + at;
        }
    }
}
