using PluginHost.Sdk;

namespace PluginHost.Hosting.Tests.Checking.Effects;

/// <summary>One circular delay line per channel.</summary>
public sealed class Lines
{
    private float[][] _lines = [];
    private int _write;

    public void Prepare(int channels, int frames) =>
        _lines = [.. Enumerable.Range(0, channels).Select(_ => new float[frames + 1])];

    public void Clear()
    {
        foreach (float[] line in _lines)
            Array.Clear(line);
        _write = 0;
    }

    public void Write(int channel, float sample) => _lines[channel][_write] = sample;

    /// <summary>Gives what was written some frames ago; 0 is the frame just written.</summary>
    public float Read(int channel, int ago)
    {
        float[] line = _lines[channel];
        int at = _write - ago;
        return line[at < 0 ? at + line.Length : at];
    }

    /// <summary>Delays a block.</summary>
    public void Delay(AudioBuffer audio, int frames)
    {
        for (int n = 0; n < audio.Frames; n++)
        {
            for (int channel = 0; channel < audio.Channels; channel++)
            {
                Write(channel, audio[channel][n]);
                audio[channel][n] = Read(channel, frames);
            }
            Advance();
        }
    }

    public void Advance() => _write = (_write + 1) % _lines[0].Length;
}
