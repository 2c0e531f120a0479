using PluginHost.Plugins.Guard;

namespace PluginHost.Plugins.State;

/// <summary>Keeps the locked notches for state and presets: the audio thread writes them when they change, the control thread
/// reads them whenever it likes.</summary>
/// <remarks>A sequence lock: the count is odd while something is written, and whoever reads begins anew when it moved. The
/// writer never waits; what changes does so a few times a second at most.</remarks>
internal sealed class NotchMemory
{
    private readonly NotchInfo[] _notches = new NotchInfo[NotchBytes.MostChannels * NotchBank.Capacity];
    private readonly int[] _counts = new int[NotchBytes.MostChannels];
    private int _channels;
    private int _changes;

    /// <summary>Gets the notches of a channel; of the last one known, if that has more channels than were kept. [audio-thread]</summary>
    public ReadOnlySpan<NotchInfo> Of(int channel)
    {
        int known = Math.Min(channel, _channels - 1);
        return known < 0 ? [] : _notches.AsSpan(known * NotchBank.Capacity, _counts[known]);
    }

    /// <summary>Keeps the notches of a channel, if they are others. Does not allocate. [audio-thread]</summary>
    public void Keep(int channel, ReadOnlySpan<NotchInfo> notches)
    {
        Span<NotchInfo> kept = _notches.AsSpan(channel * NotchBank.Capacity, NotchBank.Capacity);
        if (channel < _channels ? notches.SequenceEqual(kept[.._counts[channel]]) : notches.IsEmpty)
            return;
        Interlocked.Increment(ref _changes);
        notches.CopyTo(kept);
        _counts[channel] = notches.Length;
        while (_channels <= channel)
        {
            if (_channels < channel)
                _counts[_channels] = 0;
            _channels++;
        }
        Interlocked.Increment(ref _changes);
    }

    /// <summary>Reads all. Allocates. [any-thread]</summary>
    /// <returns>Notches by channel; no channels while nothing is locked.</returns>
    public NotchInfo[][] Read()
    {
        while (true)
        {
            int before = Volatile.Read(ref _changes);
            var all = new NotchInfo[_channels][];
            for (int channel = 0; channel < all.Length; channel++)
                all[channel] = _notches.AsSpan(channel * NotchBank.Capacity, _counts[channel]).ToArray();
            Interlocked.MemoryBarrier();
            if (before % 2 == 0 && before == _changes)
                return all;
        }
    }

    /// <summary>Replaces all. [control-thread &amp; not processing]</summary>
    public void Load(NotchInfo[][] all)
    {
        _channels = all.Length;
        for (int channel = 0; channel < all.Length; channel++)
        {
            _counts[channel] = all[channel].Length;
            all[channel].CopyTo(_notches, channel * NotchBank.Capacity);
        }
    }
}
