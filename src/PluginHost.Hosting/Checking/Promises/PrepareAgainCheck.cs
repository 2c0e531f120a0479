using PluginHost.Sdk;

namespace PluginHost.Hosting.Checking.Promises;

/// <summary>
/// <c>Prepare</c> may be called again with another format: an instance that ran at 44.1 kHz sounds bit for bit like a
/// new one at other rates, channels and block lengths.
/// </summary>
internal sealed class PrepareAgainCheck : ICheck
{
    private const int Frames = 8_000;

    private static readonly AudioFormat[] Formats = [new(48_000, 2, 512), new(96_000, 6, 2048), new(8_000, 1, 64)];

    public string Name => "prepare-again";

    public Verdict Try(Bench bench)
    {
        Instance used = bench.Prepared(new AudioFormat(44_100, 1, 128));
        used.Process(Signal.Noise(1, Frames, bench.Seed), Cuts.Of(128));

        foreach (AudioFormat format in Formats)
        {
            byte[] state = used.SaveState();
            used.Prepare(format);
            Instance fresh = bench.Prepared(format, state: state);
            Signal signal = Signal.Noise(format.Channels, Frames, bench.Seed), expected = signal.Copy();
            used.Process(signal, Cuts.Of(format.MaxFrames));
            fresh.Process(expected, Cuts.Of(format.MaxFrames));
            int frame = signal.FirstDifference(expected);
            if (frame >= 0)
            {
                return Verdict.Failed($"prepared again for {format.SampleRate} Hz, {format.Channels} channels, "
                    + $"MaxFrames {format.MaxFrames}, it differs from a fresh instance at frame {frame}");
            }
        }
        return Verdict.Passed($"{Formats.Length} changes of format equal fresh instances");
    }
}
