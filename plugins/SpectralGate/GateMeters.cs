using PluginHost.Plugins.Gain;
using PluginHost.Plugins.Paths;
using PluginHost.Sdk;

namespace PluginHost.Plugins;

/// <summary>What the gate shows: 32 bands as the ear hears them, from 50 Hz up, some 20 times a second.</summary>
internal sealed class GateMeters
{
    private const int Bands = 32;
    private const double PerSecond = 20;
    private const float LeastPower = 1e-14f;
    private readonly Meter _reduction = new("reduction", "Reduction", ParameterUnit.Decibels, Bands);
    private readonly Meter _noise = new("noise", "Noise", ParameterUnit.Decibels, Bands);
    private readonly Meter _input = new("input", "Input", ParameterUnit.Decibels, Bands);
    private readonly Meter _hum = new("hum", "Hum frequency", ParameterUnit.Hertz);
    private readonly Meter _learned = new("learned", "Profile learned");
    private readonly float[] _values = new float[3 * Bands];
    private readonly int[] _edges = new int[Bands + 1];
    private GateShape? _shape;
    private int _shownAt;

    /// <summary>Gets the meters. [any-thread]</summary>
    public IEnumerable<Meter> All => [_reduction, _noise, _input, _hum, _learned];

    /// <summary>Shows the last hop, unless the one shown before is too recent. [audio-thread]</summary>
    public void Show(GatePath path, float humHertz, bool hasProfile)
    {
        if (_shape == path.Shape && (uint)(path.Hops - _shownAt) < 1 / (PerSecond * path.Shape.HopSeconds))
            return;
        if (_shape != path.Shape)
            FindEdges(path.Shape);
        _shownAt = path.Hops;
        GateLane lane = path.ActiveLanes[0];
        for (int band = 0; band < Bands; band++)
        {
            (int from, int to) = (_edges[band], Math.Max(_edges[band] + 1, _edges[band + 1]));
            float gain = 0, noise = 0, power = 0;
            for (int k = from; k < to; k++)
            {
                gain += lane.LogGain[k];
                noise += lane.Noise.Power[k];
                power += lane.Power[k];
            }
            float level = 2 / (path.Shape.LongEnergy * path.Shape.Length);
            _values[band] = gain / (to - from) * (20 / MathF.Log(10));
            _values[Bands + band] = 10 * MathF.Log10((noise * level) + LeastPower);
            _values[(2 * Bands) + band] = 10 * MathF.Log10((power * level) + LeastPower);
        }
        _reduction.Publish(_values.AsSpan(0, Bands));
        _noise.Publish(_values.AsSpan(Bands, Bands));
        _input.Publish(_values.AsSpan(2 * Bands, Bands));
        _hum.Publish(humHertz);
        _learned.Publish(hasProfile ? 1 : 0);
    }

    private void FindEdges(GateShape shape)
    {
        _shape = shape;
        double low = EarScale.FromHertz(50), high = EarScale.FromHertz(Math.Min(16_000, 0.45 * shape.SampleRate));
        for (int band = 0; band <= Bands; band++)
        {
            double erb = low + ((high - low) * band / Bands);
            double hertz = EarScale.ToHertz(erb);
            _edges[band] = Math.Min(shape.Bins - 1, (int)Math.Round(hertz * shape.Length / shape.SampleRate));
        }
    }
}
