namespace PluginHost.Neural.Nodes;

/// <summary>One question to a softmax.</summary>
/// <param name="Target">The class that was right.</param>
/// <param name="First">Classes below this one are impossible.</param>
/// <param name="Row">Row of the logits that items share, if there are any.</param>
/// <param name="Weight">0 leaves the item out.</param>
internal readonly record struct Choice(int Target, int First, int Row, float Weight);
