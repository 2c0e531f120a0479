namespace PluginHost.Plugins.Voices;

/// <summary>
/// The six square oscillators of the TR-808 that hats and cymbals share: Werner, Abel and Smith, "The TR-808 cymbal: a
/// physically-informed, circuit-bendable, digital model" (ICMC 2014). They run on whether heard or not, as there.
/// </summary>
internal sealed class MetalBank
{
    private static readonly double[] Hertz = [205.3, 304.4, 369.6, 522.7, 540, 800];

    private readonly uint[] _phases = new uint[Hertz.Length];
    private readonly uint[] _steps;
    private readonly float[][] _cycles;

    public MetalBank(int rate)
    {
        _steps = [.. Hertz.Select(hertz => Wave.Step(hertz / rate))];
        _cycles = [.. Hertz.Select(hertz => Wave.Square.For(hertz / rate))];
    }

    /// <summary>Starts over. [audio-thread]</summary>
    public void Reset() => Array.Clear(_phases);

    /// <summary>Writes the next frames, about -1 to 1. [audio-thread]</summary>
    public void Fill(Span<float> metal)
    {
        metal.Clear();
        for (int oscillator = 0; oscillator < _phases.Length; oscillator++)
        {
            (uint phase, uint step, float[] cycle) = (_phases[oscillator], _steps[oscillator], _cycles[oscillator]);
            foreach (ref float sample in metal)
            {
                sample += 0.1f * Wave.At(cycle, phase);
                phase += step;
            }
            _phases[oscillator] = phase;
        }
    }

    /// <summary>Runs on unheard. [audio-thread]</summary>
    public void Skip(int frames)
    {
        for (int oscillator = 0; oscillator < _phases.Length; oscillator++)
            _phases[oscillator] += _steps[oscillator] * (uint)frames;
    }
}
