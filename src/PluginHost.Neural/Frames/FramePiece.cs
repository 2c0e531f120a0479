namespace PluginHost.Neural.Frames;

/// <summary>One piece of a frames file.</summary>
/// <param name="Name">Split and line.</param>
/// <param name="Frames">For each frame its MIDI notes, ascending.</param>
public sealed record FramePiece(string Name, int[][] Frames);
