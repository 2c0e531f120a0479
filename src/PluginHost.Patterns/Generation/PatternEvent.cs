namespace PluginHost.Patterns.Generation;

/// <summary>One note of a bar.</summary>
/// <param name="Step">The step it belongs to, 0 to <see cref="Bar.Steps"/> - 1.</param>
/// <param name="OffsetSteps">How late it is played, in steps: -0.5 to 0.5; negative is early.</param>
/// <param name="Note">MIDI key, 0 to 127; for drums that of General MIDI (36 is the bass drum).</param>
/// <param name="Velocity">1 to 127.</param>
/// <param name="LengthSteps">How long it sounds, in steps; it may reach beyond the bar.</param>
/// <param name="Kind">Who plays it.</param>
public readonly record struct PatternEvent(byte Step, float OffsetSteps, byte Note, byte Velocity, float LengthSteps, PatternKind Kind);
