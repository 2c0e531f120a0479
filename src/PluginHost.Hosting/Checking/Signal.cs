using PluginHost.Sdk;

namespace PluginHost.Hosting.Checking;

/// <summary>A whole piece of sound in planar memory, and the few things checks ask of it.</summary>
internal sealed class Signal(int channels, int frames)
{
    private readonly float[] _samples = new float[channels * frames];

    public int Channels => channels;

    public int Frames => frames;

    public AudioBuffer Buffer => new(_samples, channels, frames, frames);

    public Span<float> this[int channel] => _samples.AsSpan(channel * frames, frames);

    /// <summary>Makes white noise, uniform between -1 and 1 and different in every channel.</summary>
    public static Signal Noise(int channels, int frames, int seed)
    {
        var signal = new Signal(channels, frames);
        signal.AddNoise(0, frames, seed);
        return signal;
    }

    /// <summary>Adds white noise, uniform between -1 and 1, to a part.</summary>
    public void AddNoise(int start, int length, int seed)
    {
        var random = new Random(seed);
        for (int channel = 0; channel < channels; channel++)
        {
            foreach (ref float sample in this[channel].Slice(start, length))
                sample += (random.NextSingle() * 2) - 1;
        }
    }

    public Signal Copy()
    {
        var copy = new Signal(channels, frames);
        _samples.CopyTo(copy._samples, 0);
        return copy;
    }

    /// <summary>Finds the first frame at which two signals of one shape differ, not counting the sign of zero; -1 for
    /// none.</summary>
    public int FirstDifference(Signal other)
    {
        int first = int.MaxValue;
        for (int i = 0; i < _samples.Length; i++)
        {
            float a = _samples[i], b = other._samples[i];
            if (a != b && !(float.IsNaN(a) && float.IsNaN(b)))
                first = Math.Min(first, i % frames);
        }
        return first == int.MaxValue ? -1 : first;
    }

    /// <summary>Finds the first sample that is not finite or not within a bound; -1 for none.</summary>
    public int FirstBeyond(float bound)
    {
        for (int i = 0; i < _samples.Length; i++)
        {
            if (!(MathF.Abs(_samples[i]) <= bound))
                return i;
        }
        return -1;
    }

    /// <summary>Gets a sample by its number over all channels, as <see cref="FirstBeyond"/> gives it.</summary>
    public float At(int sample) => _samples[sample];

    /// <summary>Gets the largest magnitude of a part.</summary>
    public float Peak(int start, int length)
    {
        float peak = 0;
        for (int channel = 0; channel < channels; channel++)
        {
            foreach (float sample in this[channel].Slice(start, length))
                peak = MathF.Max(peak, MathF.Abs(sample));
        }
        return peak;
    }
}
