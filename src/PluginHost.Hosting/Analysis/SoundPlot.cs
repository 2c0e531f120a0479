using PluginHost.Hosting.Analysis.Plots;
using PluginHost.Hosting.Audio;

namespace PluginHost.Hosting.Analysis;

/// <summary>Draws recordings: waveform and spectrogram with axes.</summary>
public static class SoundPlot
{
    private const int BlockFrames = 4096;

    /// <summary>Reads a recording once more and writes its picture. Allocates and does I/O. [control-thread]</summary>
    /// <param name="analysis">What was found in the file, for the title and the length.</param>
    /// <param name="pngFile">What to write, a PNG; replaced when it is there, and never half written.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="AudioFileException">The recording cannot be read, is empty, or the picture cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static void Save(FileAnalysis analysis, string pngFile, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        if (analysis.Frames == 0)
            throw new AudioFileException(analysis.File, "it has no sound that could be drawn");
        SoundPicture picture = new(SoundPainter.Columns, analysis.Frames, analysis.SampleRate);
        Read(analysis.File, picture, cancellation);
        try
        {
            PngFile.Save(pngFile, SoundPainter.Paint(picture, analysis));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new AudioFileException(pngFile, $"it cannot be written: {error.Message}");
        }
    }

    private static void Read(string file, SoundPicture picture, CancellationToken cancellation)
    {
        using AudioFileReader reader = new(file);
        float[] interleaved = new float[BlockFrames * reader.Channels];
        float[] mono = new float[BlockFrames];
        for (int frames; (frames = reader.ReadInterleaved(interleaved)) > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int frame = 0; frame < frames; frame++)
            {
                float sum = 0;
                foreach (float sample in interleaved.AsSpan(frame * reader.Channels, reader.Channels))
                    sum += sample;
                mono[frame] = sum / reader.Channels;
            }
            picture.Process(mono.AsSpan(0, frames));
        }
        picture.Finish();
    }
}
