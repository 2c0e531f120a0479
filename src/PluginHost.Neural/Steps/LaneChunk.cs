namespace PluginHost.Neural.Steps;

/// <summary>A stretch of a piece that one lane of a batch works on; no piece: the lane rests.</summary>
internal readonly record struct LaneChunk(StepSequence? Piece, int Shift, int From, int Count);
