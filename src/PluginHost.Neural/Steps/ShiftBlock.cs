namespace PluginHost.Neural.Steps;

/// <summary>A run of indices that move together when a piece is shifted, such as the keys of a keyboard or the twelve roots of a chord.</summary>
/// <param name="Start">First index.</param>
/// <param name="Count">How many.</param>
/// <param name="Wraps">Whether what leaves at one end comes back at the other; otherwise it is lost.</param>
public readonly record struct ShiftBlock(int Start, int Count, bool Wraps = false);
