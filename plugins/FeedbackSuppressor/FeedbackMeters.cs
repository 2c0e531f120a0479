using PluginHost.Plugins.Guard;
using PluginHost.Sdk;

namespace PluginHost.Plugins;

/// <summary>What the suppressor shows, some 20 times a second. Of several channels, the one that needs most.</summary>
internal sealed class FeedbackMeters
{
    /// <summary>Notches in the list.</summary>
    public const int ListLength = 24;

    private readonly Meter _addedGain = new("added-gain", "Added gain", ParameterUnit.Decibels);
    private readonly Meter _margin = new("loop-margin", "Loop margin", ParameterUnit.Decibels);
    private readonly Meter _state = new("state", "State");
    private readonly Meter _inUse = new("notches-in-use", "Notches in use");
    private readonly Meter _duck = new("duck", "Duck", ParameterUnit.Decibels);
    private readonly Meter _hertz = new("notch-list-hz", "Notch frequencies", ParameterUnit.Hertz, ListLength);
    private readonly Meter _depth = new("notch-list-depth", "Notch depths", ParameterUnit.Decibels, ListLength);
    private readonly Meter _width = new("notch-list-width", "Notch widths", ParameterUnit.Octaves, ListLength);
    private readonly Meter _age = new("notch-list-age", "Notch ages", ParameterUnit.Seconds, ListLength);
    private readonly Meter _standing = new("notch-list-state", "Notch states", length: ListLength);
    private readonly float[] _values = new float[5 * ListLength];

    /// <summary>Gets the meters. [any-thread]</summary>
    public IEnumerable<Meter> All => [_addedGain, _margin, _state, _inUse, _duck, _hertz, _depth, _width, _age, _standing];

    /// <summary>Shows what is the case now. [audio-thread]</summary>
    public void Show(ReadOnlySpan<SuppressorLane> lanes)
    {
        float gain = float.MaxValue, margin = float.MaxValue, duck = 0;
        int state = 0, most = -1;
        ReadOnlySpan<NotchInfo> list = [];
        foreach (SuppressorLane lane in lanes)
        {
            gain = Math.Min(gain, lane.Canceller.AddedGainDb);
            margin = Math.Min(margin, lane.Canceller.MarginDb);
            duck = Math.Min(duck, lane.Governor.GainDb);
            state = Math.Max(state, StateOf(lane));
            ReadOnlySpan<NotchInfo> notches = lane.Guard.Notches;
            if (notches.Length <= most)
                continue;
            most = notches.Length;
            list = notches;
        }
        _addedGain.Publish(gain);
        _margin.Publish(margin);
        _state.Publish(state);
        _inUse.Publish(list.Length);
        _duck.Publish(duck);
        Show(list);
    }

    private static int StateOf(SuppressorLane lane) =>
        lane.Governor.GainDb < 0 ? 3 : lane.Canceller.IsEngaged ? 2 : lane.Guard.IsAlert ? 1 : 0;

    private void Show(ReadOnlySpan<NotchInfo> list)
    {
        Array.Clear(_values);
        for (int i = 0; i < Math.Min(list.Length, ListLength); i++)
        {
            NotchInfo notch = list[i];
            _values[i] = notch.FrequencyHz;
            _values[ListLength + i] = notch.DepthDb;
            _values[(2 * ListLength) + i] = notch.WidthOctaves;
            _values[(3 * ListLength) + i] = notch.AgeSeconds;
            _values[(4 * ListLength) + i] = notch.Locked ? 3 : notch.Proven ? 2 : 1;
        }
        int at = 0;
        foreach (Meter meter in (ReadOnlySpan<Meter>)[_hertz, _depth, _width, _age, _standing])
            meter.Publish(_values.AsSpan(ListLength * at++, ListLength));
    }
}
