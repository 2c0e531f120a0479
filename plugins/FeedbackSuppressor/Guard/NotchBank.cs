namespace PluginHost.Plugins.Guard;

/// <summary>The notches, in series.</summary>
internal sealed class NotchBank
{
    /// <summary>Most notches.</summary>
    public const int Capacity = 48;

    /// <summary>Narrowest notch.</summary>
    public const float MinWidthOctaves = 1f / 60;

    // Widest notch to begin with, unless it is set wider.
    private const float WideOctaves = 0.1f;

    // A loop of 20 ms or more turns its phase by half within 25 Hz to either side: narrower, the howl would move beside
    // the notch.
    private const float MinWidthHz = 60;

    private readonly Notch[] _notches = new Notch[Capacity];
    private readonly NotchInfo[] _infos = new NotchInfo[Capacity];

    /// <summary>Makes room. Allocates. [control-thread]</summary>
    /// <param name="sampleRate">Frames a second.</param>
    public NotchBank(double sampleRate)
    {
        for (int i = 0; i < Capacity; i++)
            _notches[i] = new Notch(sampleRate);
    }

    /// <summary>Gets all notches, free ones too.</summary>
    public ReadOnlySpan<Notch> All => _notches;

    /// <summary>Frees all at once. [audio-thread]</summary>
    public void Reset()
    {
        foreach (Notch notch in _notches)
            notch.Reset();
    }

    /// <summary>Takes all back that are not locked, without clicks. [audio-thread]</summary>
    /// <param name="alsoLocked">Whether locked ones go, too.</param>
    public void Withdraw(bool alsoLocked)
    {
        foreach (Notch notch in _notches)
        {
            if (notch.Used && (alsoLocked || !notch.Locked))
                notch.Withdraw();
        }
    }

    /// <summary>Lists what the locked notches are on their way to. [audio-thread]</summary>
    /// <param name="notches">Room for <see cref="Capacity"/> of them.</param>
    /// <returns>How many there are.</returns>
    public int ReadLocked(Span<NotchInfo> notches)
    {
        int count = 0;
        foreach (Notch notch in _notches)
        {
            if (notch.Used && notch.Locked)
                notches[count++] = notch.Kept();
        }
        return count;
    }

    /// <summary>Lists the notches in use.</summary>
    public ReadOnlySpan<NotchInfo> Describe(int hop, float hopSeconds)
    {
        int count = 0;
        foreach (Notch notch in _notches)
        {
            if (notch.Used)
                _infos[count++] = notch.Info(hop, hopSeconds);
        }
        return _infos.AsSpan(0, count);
    }

    /// <summary>Counts the notches in use.</summary>
    public int Used
    {
        get
        {
            int used = 0;
            foreach (Notch notch in _notches)
                used += notch.Used ? 1 : 0;
            return used;
        }
    }

    /// <summary>Finds the notch that a frequency lies in, or almost.</summary>
    public Notch? Near(float frequencyHz) => NotchChoice.Near(_notches, frequencyHz);

    /// <summary>Places a notch, or makes one beside it wide enough when notches run short. [audio-thread]</summary>
    /// <param name="frequencyHz">Where.</param>
    /// <param name="depthDb">How deep at first.</param>
    /// <param name="settings">Settings.</param>
    /// <param name="hop">Now.</param>
    /// <returns>The new one; none if another one does for it, or if there may be none.</returns>
    public Notch? Place(float frequencyHz, float depthDb, in GuardSettings settings, int hop)
    {
        if (settings.MaxNotches <= 0)
            return null;
        float narrowest = Math.Max(MinWidthOctaves, MathF.Log2(1 + (MinWidthHz / frequencyHz)));
        float width = Math.Max(settings.WidthOctaves, Math.Min(narrowest, WideOctaves));
        int left = settings.MaxNotches - Used;
        if (left <= settings.MaxNotches / 3
            && NotchChoice.Beside(_notches, frequencyHz, width, settings) is { } beside)
        {
            beside.Cover(frequencyHz, width, settings);
            beside.Strengthen(frequencyHz, settings, hop);
            return null;
        }
        if (left <= 0 && !Join(settings))
            NotchChoice.Least(_notches)?.Reset();
        foreach (Notch notch in _notches)
        {
            if (notch.Used)
                continue;
            notch.Place(frequencyHz, width, Math.Max(depthDb, settings.MaxDepthDb), hop);
            return notch;
        }
        return null;
    }

    /// <summary>Puts back a notch as it was described. [audio-thread]</summary>
    /// <param name="info">What it was.</param>
    /// <param name="hop">Now.</param>
    public void Restore(in NotchInfo info, int hop)
    {
        foreach (Notch notch in _notches)
        {
            if (notch.Used)
                continue;
            notch.Restore(info, hop);
            return;
        }
    }

    /// <summary>Takes back the least needed one if there are more than there may be. [audio-thread]</summary>
    /// <param name="settings">Settings.</param>
    public void Limit(in GuardSettings settings)
    {
        int used = 0;
        foreach (Notch notch in _notches)
            used += notch.Used && !notch.Leaving ? 1 : 0;
        if (used > settings.MaxNotches)
            NotchChoice.Least(_notches)?.Withdraw();
    }

    /// <summary>Filters in place. Does not allocate. [audio-thread]</summary>
    /// <param name="samples">Up to a step of samples.</param>
    /// <param name="first">Whether a step begins.</param>
    public void Process(Span<float> samples, bool first)
    {
        foreach (Notch notch in _notches)
        {
            if (!notch.Filter.Idle)
                notch.Filter.Process(samples, first);
        }
    }

    private bool Join(in GuardSettings settings)
    {
        if (NotchChoice.Pair(_notches, settings) is not { } pair)
            return false;
        pair.First.Merge(pair.Second, settings);
        return true;
    }
}
