namespace PluginHost.Hosting.Playback;

/// <summary>
/// What the prefetch thread tells the audio thread about the frames in the ring, in one piece so that it is never seen half. Frames are
/// counted from the ring's beginning.
/// </summary>
/// <param name="Cut">Number of this cut; a new number asks for one.</param>
/// <param name="CutAt">The first frame behind the cut: all before it are to be skipped.</param>
/// <param name="FadesIn">Whether what is behind the cut begins in the middle of a sound.</param>
/// <param name="EndAt">The frame behind the last one; -1 as long as nobody knows.</param>
internal sealed record FeedPlan(int Cut, long CutAt, bool FadesIn, long EndAt)
{
    /// <summary>Whether all frames from one on are in the ring.</summary>
    public bool IsAllThere(long from, long available) => EndAt >= 0 && from + available >= EndAt;
}
