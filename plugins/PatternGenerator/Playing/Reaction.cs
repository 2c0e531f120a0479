using PluginHost.Patterns.Generation;
using PluginHost.Plugins.Listening;
using PluginHost.Plugins.Timing;

namespace PluginHost.Plugins.Playing;

/// <summary>What the band makes of the player at the very moment: who plays less, who answers, who fills.</summary>
internal static class Reaction
{
    // Steps without a sound after which a phrase of the player's has ended, and after which it is time for a fill.
    private const int AnswerSteps = 3;
    private const int FillSteps = 5;
    private const int LongPauseSteps = 32;

    /// <summary>Gets how much a step weighs in the metre, 0 to 1: the bar's first, half, beats, eighths, sixteenths.
    /// [any-thread]</summary>
    public static float WeightOf(int step, int steps) => (step % 4) switch
    {
        0 => step == 0 ? 1 : step * 2 == steps ? 0.85f : 0.7f,
        2 => 0.45f,
        _ => 0.25f,
    };

    /// <summary>Gets whether the drums fill: in the second half of a bar, while the player takes breath. [audio-thread]</summary>
    public static bool IsFill(int step, int steps, Listener listener, float listen) =>
        listen > 0 && 2 * step >= steps && listener.HasPlayed && listener.PauseSteps is >= FillSteps and < LongPauseSteps;

    /// <summary>Gets whether a role plays a note. [audio-thread]</summary>
    /// <param name="role">Who.</param>
    /// <param name="note">Of the plan.</param>
    /// <param name="weight">Of its step.</param>
    /// <param name="listener">What the player does.</param>
    /// <param name="listen">How much that counts, 0 to 1.</param>
    public static bool Plays(Role role, in PatternEvent note, float weight, Listener listener, float listen) => role switch
    {
        // Soft ornaments make room first.
        Role.Drums => note.Velocity >= 60 * listen * Math.Max(0, listener.Busy - 0.4f),
        Role.Chords => weight >= 0.9f * listen * listener.Busy,
        // Call and answer: the line waits until the player's phrase has ended.
        Role.Melody => listener.PauseSteps >= AnswerSteps || weight >= 2.4f * listen * listener.Busy,
        _ => true,
    };

    /// <summary>Gets how hard a note is played: the band goes along with the player's dynamics. [audio-thread]</summary>
    public static float Velocity(in PatternEvent note, Listener listener, float listen) =>
        Math.Clamp(note.Velocity / 127f * (1 + (0.25f * listen * listener.Push)), 0.01f, 1);
}
