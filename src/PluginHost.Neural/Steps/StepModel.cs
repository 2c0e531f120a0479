using System.Globalization;
using PluginHost.Neural.Checkpoints;
using PluginHost.Neural.Tape;

namespace PluginHost.Neural.Steps;

/// <summary>
/// A recurrent network over steps that sound sets of tokens. Weights do not change once training is over, so that any number of threads may
/// sample from one model, each with a <see cref="StepSampler"/> of its own. [any-thread]
/// </summary>
public sealed class StepModel
{
    private const string Version = "1";
    private const string Prefix = "steps.";
    private readonly Dictionary<string, string> _card = [];

    /// <summary>A model with random weights. Allocates. [control-thread]</summary>
    /// <exception cref="ArgumentException">A size is out of its range.</exception>
    public StepModel(StepShape shape, ulong seed)
        : this(shape) => Weights.Initialise(shape, seed);

    // Weights take memory when they are first touched.
    private StepModel(StepShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        shape.Validate();
        Shape = shape;
        Weights = new StepWeights(shape);
    }

    /// <summary>Gets the sizes. [any-thread]</summary>
    public StepShape Shape { get; }

    /// <summary>Gets what the file says about itself: data, licence, likelihoods. [any-thread]</summary>
    public IReadOnlyDictionary<string, string> Card => _card;

    /// <summary>Gets the number of weights. [any-thread]</summary>
    public int Count => Weights.Set.Parameters.Sum(parameter => parameter.Count);

    internal StepWeights Weights { get; }

    /// <summary>Writes a line of the card. [control-thread]</summary>
    public void SetCard(string key, string value)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.StartsWith(Prefix, StringComparison.Ordinal))
            throw new ArgumentException($"'{key}': names that begin with '{Prefix}' are the model's own");
        _card[key] = value;
    }

    /// <summary>Reads a safetensors file. Allocates, does I/O. [control-thread]</summary>
    /// <exception cref="InvalidDataException">Not a model of this kind and version, damaged, or with weights that are not finite.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static StepModel Load(string path)
    {
        Safetensors file = Safetensors.Read(path);
        try
        {
            return FromFile(file);
        }
        catch (Exception e) when (e is ArgumentException or InvalidDataException)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>Writes a safetensors file, beside its place first. Allocates, does I/O. [control-thread]</summary>
    /// <param name="path">Its place.</param>
    /// <param name="half">Whether to keep 16 bits of each weight: half the size, and rounded to 11 binary digits.</param>
    /// <exception cref="IOException">It cannot be written; a file that was there is untouched.</exception>
    public void Save(string path, bool half = false)
    {
        Safetensors file = new();
        foreach ((string key, string value) in _card)
            file.Metadata[key] = value;
        foreach ((string key, string value) in Describe(Shape))
            file.Metadata[Prefix + key] = value;
        foreach (Parameter parameter in Weights.Set.Parameters)
            file.Add(parameter.Name, parameter.Shape, Weights.Set.Span(parameter), half);
        file.Write(path);
    }

    /// <summary>A copy with the same weights and card. Allocates. [control-thread]</summary>
    public StepModel Clone()
    {
        StepModel copy = new(Shape);
        Weights.Set.Values.CopyTo(copy.Weights.Set.Values);
        foreach ((string key, string value) in _card)
            copy._card[key] = value;
        return copy;
    }

    private static StepModel FromFile(Safetensors file)
    {
        if (!file.Metadata.TryGetValue(Prefix + "version", out string? version))
            throw new InvalidDataException("this is no model over steps");
        if (version != Version)
            throw new InvalidDataException($"the model has version {version}; only {Version} is read");
        int Size(string key) => file.Metadata.TryGetValue(Prefix + key, out string? text)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int size)
            ? size : throw new InvalidDataException($"the card has '{Prefix}{key}' = '{text}'");
        StepModel model = new(new StepShape(Size("tokens"), Size("features"), (RecurrentCell)Size("cell"), Size("hidden"), Size("layers"),
            (StepHead)Size("head"), Size("headWidth"), Size("velocityBins"), Size("offsetBins"), Size("lengthBins")));
        // All of them are looked for before memory is taken: a card can claim any size.
        (Parameter Parameter, StoredTensor Stored)[] arrays = [.. model.Weights.Set.Parameters.Select(one => (one, file.Get(one.Name, one.Shape)))];
        foreach ((Parameter parameter, StoredTensor stored) in arrays)
            stored.Values.CopyTo(model.Weights.Set.Span(parameter));
        foreach ((string key, string value) in file.Metadata)
            if (!key.StartsWith(Prefix, StringComparison.Ordinal))
                model._card[key] = value;
        return model;
    }

    private static IEnumerable<(string, string)> Describe(StepShape shape)
    {
        (string, int)[] sizes =
        [
            ("tokens", shape.Tokens), ("features", shape.Features), ("cell", (int)shape.Cell), ("hidden", shape.Hidden), ("layers", shape.Layers),
            ("head", (int)shape.Head), ("headWidth", shape.HeadWidth), ("velocityBins", shape.VelocityBins), ("offsetBins", shape.OffsetBins),
            ("lengthBins", shape.LengthBins),
        ];
        return sizes.Select(pair => (pair.Item1, pair.Item2.ToString(CultureInfo.InvariantCulture))).Append(("version", Version));
    }
}
