using System.Globalization;
using System.Text.Json;
using PluginHost.Neural.Checkpoints;
using PluginHost.Neural.Optimisers;

namespace PluginHost.Neural.Steps;

/// <summary>Everything that a training needs to go on as if it had never stopped.</summary>
internal sealed class TrainingState(StepModel model, TrainingOptions options)
{
    private readonly float[] _best = model.Weights.Set.Values.ToArray();
    private readonly List<EpochReport> _curve = [];

    public AdamW Optimiser { get; } = new(model.Weights.Set) { Decay = options.Decay };

    public MovingAverage MovingAverage { get; } = new(model.Weights.Set.Count, options.AverageDecay);

    /// <summary>A model with the averaged weights.</summary>
    public StepModel Average { get; } = model.Clone();

    public IReadOnlyList<EpochReport> Curve => _curve;

    /// <summary>Epochs that are over.</summary>
    public int Epoch => _curve.Count;

    /// <summary>The epoch with the best validation, 0 before the first.</summary>
    public int BestEpoch => _curve.Count == 0 ? 0 : _curve[^1].BestEpoch;

    public TimeSpan Elapsed { get; set; }

    // Two runs with different answers here are different trainings; threads, paths and patience may change.
    private string Fingerprint => string.Create(CultureInfo.InvariantCulture,
        $"{model.Shape} {options.Epochs} {options.Batch} {options.Shards} {options.ChunkSteps} {options.LearningRate} {options.Warmup} {options.Floor} {options.Decay} {options.ClipNorm} {options.HiddenDropout} {options.HeadDropout} {options.FeatureDropout} {options.DetailWeight} {options.AverageDecay} {options.Seed} {options.Shift.Lowest} {options.Shift.Highest}");

    public void CopyAverage() => MovingAverage.Values.CopyTo(Average.Weights.Set.Values);

    /// <summary>Adds a point to the curve and keeps the averaged weights if they are the best.</summary>
    public EpochReport Finish(double trainNats, double validNats)
    {
        int epoch = Epoch + 1;
        bool better = _curve.Count == 0 || validNats < _curve[^1].BestValidNats;
        if (better)
            Average.Weights.Set.Values.CopyTo(_best);
        EpochReport report = new(epoch, trainNats, validNats, better ? validNats : _curve[^1].BestValidNats, better ? epoch : BestEpoch,
            Elapsed, Elapsed / epoch * (options.Epochs - epoch));
        _curve.Add(report);
        return report;
    }

    public StepModel Best()
    {
        StepModel best = model.Clone();
        _best.CopyTo(best.Weights.Set.Values);
        return best;
    }

    public void Save(string path)
    {
        Safetensors file = new();
        file.Metadata["training"] = Fingerprint;
        file.Metadata["steps"] = Optimiser.Steps.ToString(CultureInfo.InvariantCulture);
        file.Metadata["curve"] = JsonSerializer.Serialize(_curve);
        foreach ((string name, Memory<float> values) in Arrays())
            file.Add(name, [values.Length], values.Span);
        file.Add("weights", [model.Weights.Set.Count], model.Weights.Set.Values);
        file.Add("first", [model.Weights.Set.Count], Optimiser.First);
        file.Add("second", [model.Weights.Set.Count], Optimiser.Second);
        file.Write(path);
    }

    /// <exception cref="InvalidDataException">The file is damaged or belongs to another training.</exception>
    public void Load(string path)
    {
        Safetensors file = Safetensors.Read(path);
        if (!file.Metadata.TryGetValue("training", out string? training) || training != Fingerprint)
            throw new InvalidDataException($"{path} belongs to another training: '{training}' instead of '{Fingerprint}'");
        if (!long.TryParse(file.Metadata.GetValueOrDefault("steps"), CultureInfo.InvariantCulture, out long steps) || ReadCurve(file) is not { Length: > 0 } curve)
            throw new InvalidDataException($"{path} has no steps or no curve");
        int count = model.Weights.Set.Count;
        foreach ((string name, Memory<float> values) in Arrays())
            file.Get(name, count).Values.CopyTo(values);
        file.Get("weights", count).Values.CopyTo(model.Weights.Set.Values);
        file.Get("first", count).Values.CopyTo(Optimiser.First);
        file.Get("second", count).Values.CopyTo(Optimiser.Second);
        (Optimiser.Steps, MovingAverage.Steps) = (steps, steps);
        _curve.Clear();
        _curve.AddRange(curve);
        Elapsed = _curve[^1].Elapsed;
    }

    private (string, Memory<float>)[] Arrays() => [("average", MovingAverage.Values), ("best", _best)];

    private static EpochReport[]? ReadCurve(Safetensors file)
    {
        try
        {
            return JsonSerializer.Deserialize<EpochReport[]>(file.Metadata.GetValueOrDefault("curve", "null"));
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
