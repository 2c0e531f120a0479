namespace PluginHost.Plugins.Voices;

/// <summary>What a synthesiser is set to: two oscillators beside each other, one an octave below, a low-pass, two envelopes.</summary>
internal sealed record SynthTone
{
    /// <summary>Gets how far the two oscillators lie apart, in cents.</summary>
    public double DetuneCents { get; init; }

    /// <summary>Gets the share of pulses instead of saws, 0 to 1.</summary>
    public float Pulse { get; init; }

    /// <summary>Gets the width of the pulses, in cycles.</summary>
    public double PulseWidth { get; init; } = 0.5;

    /// <summary>Gets the level of the sine an octave below.</summary>
    public float Sub { get; init; }

    /// <summary>Gets where the low-pass rests at middle C and full strength, in Hz.</summary>
    public double CutoffHz { get; init; } = 2_000;

    /// <summary>Gets the resonance of the low-pass.</summary>
    public double Q { get; init; } = 0.8;

    /// <summary>Gets whether there are two low-passes in a row, 24 dB an octave.</summary>
    public bool IsSteep { get; init; }

    /// <summary>Gets by how much the low-pass opens when a note begins, in octaves.</summary>
    public float SweepOctaves { get; init; } = 2;

    /// <summary>Gets the time constant in which it falls back, in ms.</summary>
    public double SweepMs { get; init; } = 200;

    /// <summary>Gets by how much the softest note is darker, in octaves.</summary>
    public float VelocityOctaves { get; init; } = 2;

    /// <summary>Gets how much the low-pass follows the pitch, 0 to 1.</summary>
    public float Tracking { get; init; } = 0.5f;

    /// <summary>Gets the level over time.</summary>
    public EnvelopeTimes Amplitude { get; init; } = new(2, 300, 0.6f, 120);

    /// <summary>Gets the level of a full-strength note.</summary>
    public float Gain { get; init; } = 0.2f;

    /// <summary>Gets how far notes lie apart from left to right, 0 to 1.</summary>
    public float Spread { get; init; }

    /// <summary>Gets a round bass, saw and sine.</summary>
    public static SynthTone Bass { get; } = new()
    {
        DetuneCents = 3, Pulse = 0.35f, Sub = 0.5f, CutoffHz = 520, Q = 1.1, IsSteep = true, SweepOctaves = 2.2f, SweepMs = 90,
        VelocityOctaves = 1.2f, Tracking = 0.35f, Amplitude = new(2.5, 420, 0.55f, 60), Gain = 0.4f,
    };

    /// <summary>Gets a warm pad that answers a finger.</summary>
    public static SynthTone Chords { get; } = new()
    {
        DetuneCents = 9, Pulse = 0.25f, PulseWidth = 0.32, CutoffHz = 900, Q = 0.75, IsSteep = true, SweepOctaves = 1.6f,
        SweepMs = 350, Amplitude = new(8, 700, 0.5f, 160), Gain = 0.3f, Spread = 0.7f,
    };

    /// <summary>Gets a clear pluck that may sing.</summary>
    public static SynthTone Melody { get; } = new()
    {
        DetuneCents = 5, Pulse = 0.6f, PulseWidth = 0.4, CutoffHz = 1_500, Q = 1, SweepOctaves = 1.8f, SweepMs = 160,
        Amplitude = new(3, 380, 0.4f, 150), Gain = 0.3f, Spread = 0.25f,
    };
}
