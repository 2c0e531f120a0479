using PluginHost.Sdk;

namespace PluginHost.Plugins.Hum;

/// <summary>Subtracts mains hum of 50 or 60 Hz wherever it is found.</summary>
internal sealed class HumRemover
{
    private readonly HumTracker[] _trackers;
    private readonly bool[] _isUsed = new bool[2];
    private readonly int _sampleRate;

    /// <summary>Makes room; allocates. [control-thread]</summary>
    public HumRemover(int sampleRate, int channels)
    {
        _sampleRate = sampleRate;
        _trackers = [new HumTracker(50, sampleRate, channels), new HumTracker(60, sampleRate, channels)];
    }

    /// <summary>Gets whether hum is being subtracted. [audio-thread]</summary>
    public bool IsLocked => (_isUsed[0] && _trackers[0].IsLocked) || (_isUsed[1] && _trackers[1].IsLocked);

    /// <summary>Gets the frequency of the hum, in Hz; 0 when there is none. [audio-thread]</summary>
    public float Hertz
    {
        get
        {
            foreach (HumTracker tracker in _trackers)
            {
                if (tracker.IsLocked)
                    return (float)(tracker.Frequency * _sampleRate);
            }
            return 0;
        }
    }

    /// <summary>Gets the frames that may be processed at once. [audio-thread]</summary>
    public int MostFrames
    {
        get
        {
            int most = int.MaxValue;
            for (int i = 0; i < _trackers.Length; i++)
            {
                if (_isUsed[i])
                    most = Math.Min(most, _trackers[i].FramesToWrap);
            }
            return most;
        }
    }

    /// <summary>Forgets the signal. [audio-thread]</summary>
    public void Reset()
    {
        foreach (HumTracker tracker in _trackers)
            tracker.Reset();
        Array.Clear(_isUsed);
    }

    /// <summary>Chooses what to look for. [audio-thread]</summary>
    public void Choose(HumChoice choice)
    {
        Use(0, choice is HumChoice.Auto or HumChoice.At50);
        Use(1, choice is HumChoice.Auto or HumChoice.At60);

        void Use(int index, bool isUsed)
        {
            if (isUsed && !_isUsed[index])
                _trackers[index].Reset();
            _isUsed[index] = isUsed;
        }
    }

    /// <summary>Subtracts in place. [audio-thread]</summary>
    /// <param name="audio">At most <see cref="MostFrames"/>.</param>
    public void Process(AudioBuffer audio)
    {
        for (int i = 0; i < _trackers.Length; i++)
        {
            if (!_isUsed[i])
                continue;
            for (int channel = 0; channel < audio.Channels; channel++)
                _trackers[i].Process(channel, audio[channel]);
            _trackers[i].Advance(audio.Frames);
        }
    }
}
