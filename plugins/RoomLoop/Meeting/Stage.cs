namespace PluginHost.Plugins.Meeting;

/// <summary>
/// The microphones of one chain. A chain is prepared slot by slot on one thread, and nothing of it runs meanwhile: a
/// microphone joins the stage that this thread is setting up, a loudspeaker keeps it. A stage on which something has
/// played belongs to a chain that is complete, so that whoever comes next gets another one.
/// </summary>
/// <remarks>
/// Nobody else can be met. The host prepares a chain, warms it up and prepares it again, so that after the second time
/// each chain has a stage of its own, even if it has microphones only or loudspeakers only. Where a host does not warm
/// up, <see cref="FeedbackLoop.IsOpen"/> still wants the same block of the same thread. What belongs to a thread is
/// touched while preparing only: the first touch allocates, which the audio thread may not.
/// </remarks>
internal sealed class Stage
{
    [ThreadStatic]
    private static Stage? s_current;

    private readonly Lock _changing = new();
    private FeedbackLoop[] _loops = [];
    private volatile bool _hasPlayed;

    /// <summary>Puts a microphone on the stage that is being set up; allocates. [control-thread]</summary>
    /// <param name="loop">The microphone's.</param>
    /// <returns>The stage.</returns>
    public static Stage Join(FeedbackLoop loop)
    {
        Stage stage = s_current is { _hasPlayed: false } current ? current : new Stage();
        s_current = stage;
        lock (stage._changing)
            Volatile.Write(ref stage._loops, [.. stage._loops, loop]);
        return stage;
    }

    /// <summary>Gets the stage that is being set up, and builds the rooms for its microphones; allocates.
    /// [control-thread]</summary>
    /// <returns>The stage; null if there is no microphone in front.</returns>
    public static Stage? Current()
    {
        if (s_current is not { _hasPlayed: false } stage)
            return null;
        foreach (FeedbackLoop loop in stage._loops)
            loop.Furnish();
        return stage;
    }

    /// <summary>Takes a microphone off. [control-thread]</summary>
    public void Leave(FeedbackLoop loop)
    {
        lock (_changing)
            Volatile.Write(ref _loops, [.. _loops.Where(other => other != loop)]);
    }

    /// <summary>Tells that the chain runs. [audio-thread]</summary>
    public void Play() => _hasPlayed = true;

    /// <summary>Finds the microphone of this block by its channel. Does not allocate. [audio-thread]</summary>
    /// <param name="name">The channel of the loudspeaker.</param>
    /// <param name="position">Where the block begins.</param>
    /// <param name="frames">Its length.</param>
    /// <returns>Null when there is none, or another loudspeaker was first.</returns>
    public FeedbackLoop? Find(int name, long position, int frames)
    {
        foreach (FeedbackLoop loop in Volatile.Read(ref _loops))
        {
            if (loop.IsOpen(name, position, frames))
                return loop;
        }
        return null;
    }
}
