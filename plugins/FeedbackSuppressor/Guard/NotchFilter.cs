namespace PluginHost.Plugins.Guard;

/// <summary>
/// A peaking cut whose depth moves without clicks: y = x + m band(x), with the band-pass of a trapezoidal state variable
/// filter, whose state stays valid while its coefficients move. At 0 dB the output is the input, bit by bit.
/// </summary>
/// <remarks>A. Simper, "Solving the continuous SVF equations using trapezoidal integration and equivalent currents",
/// Cytomic, 2013 (bell). State in double precision: a notch 1/60 octave wide at 60 Hz and 192 kHz has its poles within
/// 2e-5 of the unit circle.</remarks>
internal sealed class NotchFilter
{
    /// <summary>Frames between two steps of the depth.</summary>
    public const int Step = 16;

    // Below -240 dBFS, and far above denormal numbers.
    private const double Tiny = 1e-12;

    private readonly double _sampleRate;
    private readonly float _maxStepDb;
    private readonly double _glide;
    private double _octave;
    private double _targetOctave;
    private double _width;
    private double _targetWidth;
    private double _g;
    private double _a1;
    private double _a2;
    private double _mix;
    private double _s1;
    private double _s2;

    /// <summary>Makes a filter that does nothing. [control-thread]</summary>
    /// <param name="sampleRate">Frames a second.</param>
    public NotchFilter(double sampleRate)
    {
        _sampleRate = sampleRate;
        _maxStepDb = (float)(600.0 * Step / sampleRate);
        _glide = 1 - Math.Exp(-Step / (0.005 * sampleRate));
        _octave = _targetOctave = -4;
        _width = _targetWidth = 0.1;
    }

    /// <summary>Gets the gain at the centre now, dB.</summary>
    public float DepthDb { get; private set; }

    /// <summary>Gets or sets the gain to move to, at 600 dB a second.</summary>
    public float TargetDb { get; set; }

    /// <summary>Gets a value indicating whether nothing is done to the signal, now and later.</summary>
    public bool Idle => DepthDb == 0 && TargetDb == 0;

    /// <summary>Moves the centre and the width: at once at 0 dB, else within some milliseconds. [audio-thread]</summary>
    /// <param name="frequencyHz">Centre.</param>
    /// <param name="widthOctaves">Width at half the depth in dB.</param>
    public void Tune(float frequencyHz, float widthOctaves)
    {
        _targetOctave = Math.Log2(Math.Min(frequencyHz / _sampleRate, 0.49));
        _targetWidth = widthOctaves;
        if (DepthDb != 0)
            return;
        _octave = _targetOctave;
        _width = _targetWidth;
        Update();
    }

    /// <summary>Forgets the signal and the depth. [audio-thread]</summary>
    public void Reset()
    {
        DepthDb = TargetDb = 0;
        _s1 = _s2 = 0;
        Update();
    }

    /// <summary>Filters in place, up to a step. Does not allocate. [audio-thread]</summary>
    /// <param name="samples">Up to <see cref="Step"/> finite samples.</param>
    /// <param name="first">Whether a step begins.</param>
    public void Process(Span<float> samples, bool first)
    {
        if (first && (DepthDb != TargetDb || _octave != _targetOctave || _width != _targetWidth))
        {
            DepthDb += Math.Clamp(TargetDb - DepthDb, -_maxStepDb, _maxStepDb);
            _octave = Approach(_octave, _targetOctave);
            _width = Approach(_width, _targetWidth);
            Update();
        }
        double a1 = _a1, a2 = _a2, g = _g, mix = _mix, s1 = _s1, s2 = _s2;
        for (int i = 0; i < samples.Length; i++)
        {
            double x = samples[i];
            double band = (a1 * s1) + (a2 * (x - s2));
            double low = s2 + (g * band);
            s1 = (2 * band) - s1;
            s2 = (2 * low) - s2;
            samples[i] = (float)(x + (mix * band));
        }
        _s1 = Math.Abs(s1) < Tiny ? 0 : s1;
        _s2 = Math.Abs(s2) < Tiny ? 0 : s2;
    }

    private double Approach(double value, double target) =>
        Math.Abs(target - value) < 1e-6 ? target : value + (_glide * (target - value));

    private void Update()
    {
        double w = Math.PI * Math.Pow(2, _octave);
        _g = Math.Tan(w);
        // Half the width at the upper edge, as the bilinear transform warps it.
        double ratio = Math.Tan(Math.Min(w * Math.Pow(2, _width / 2), 0.499 * Math.PI)) / _g;
        double damping = ratio - (1 / ratio);
        double root = Math.Pow(10, DepthDb / 40);
        double k = damping / root;
        _a1 = 1 / (1 + (_g * (_g + k)));
        _a2 = _g * _a1;
        _mix = k * ((root * root) - 1);
    }
}
