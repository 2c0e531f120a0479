using System.Numerics;

namespace PluginHost.Plugins.Loop;

/// <summary>The sizes that go with a sample rate and a length of the path.</summary>
internal sealed class LoopShape
{
    // The window of data is as long as three of the longest paths.
    /// <summary>The blocks of data an estimate looks at.</summary>
    public const int Blocks = 12;

    private const int CycleBlocks = 2;

    /// <summary>Computes the sizes. [any-thread]</summary>
    /// <param name="sampleRate">Frames a second, 8000 to 192 000.</param>
    /// <param name="lengthMs">What the filter should reach, ms; rounded up to whole blocks.</param>
    public LoopShape(int sampleRate, float lengthMs)
    {
        SampleRate = sampleRate;
        Step = StepAt(sampleRate);
        Block = 64 * Step;
        Partitions = Math.Max(1, (int)MathF.Ceiling((lengthMs * 0.001f * sampleRate / Block) - 0.01f));
    }

    public int SampleRate { get; }

    /// <summary>Gets the frames after which the prediction is worked out anew, 1.3 ms, and the shortest lag.</summary>
    public int Step { get; }

    /// <summary>Gets the taps of a partition, 85 ms, and the frames of a window on the error.</summary>
    public int Block { get; }

    /// <summary>Gets the partitions of the filter.</summary>
    public int Partitions { get; }

    /// <summary>Gets the taps of the filter; the first has a lag of one step.</summary>
    public int Taps => Partitions * Block;

    /// <summary>Gets the frames of data an estimate looks at, 1 s.</summary>
    public int Window => Blocks * Block;

    /// <summary>Gets the frames from one estimate to the next, 171 ms.</summary>
    public int Cycle => CycleBlocks * Block;

    /// <summary>Gets the steps in a cycle.</summary>
    public int CycleSteps => Cycle / Step;

    /// <summary>Gets the bins of a transform of two blocks.</summary>
    public int Bins => Block + 1;

    /// <summary>Gets how far apart the windows on the error start: half a block.</summary>
    public int Hop => Block / 2;

    /// <summary>Gets the windows on the error: one starts half a block before the data, one ends half a block after.</summary>
    public int Frames => (Window / Hop) + 1;

    /// <summary>Computes the step for a rate.</summary>
    /// <param name="sampleRate">Frames a second.</param>
    /// <returns>A power of two, 64 at 44.1 and 48 kHz.</returns>
    public static int StepAt(int sampleRate) =>
        Math.Clamp((int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, sampleRate / 1000)), 8, 256);
}
