using PluginHost.Engine;
using PluginHost.Engine.Chains;
using PluginHost.Engine.Drivers;
using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Presets;
using PluginHost.Hosting.Rendering;
using PluginHost.Hosting.Tuning.Losses;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Tuning;

/// <summary>
/// Finds the settings of a chain from recordings, by least squares and gradient descent on the code of its effects. What is reported was
/// measured on the sound that the real chain renders.
/// </summary>
/// <param name="buildChain">Builds the chain to be tuned, with the values to begin with; the tuner disposes it.</param>
/// <param name="rebuildChain">Builds a chain of another preset from the same plugins, likewise.</param>
/// <param name="thread">Flushes denormals on the calling thread; plain .NET when null.</param>
public sealed class ChainTuner(
    Func<EngineOptions, Chain> buildChain, Func<Preset, EngineOptions, Chain> rebuildChain, IAudioThread? thread = null)
{
    private const int BlockFrames = 512;

    /// <summary>Tunes. Takes seconds; allocates and does I/O. [control-thread]</summary>
    /// <param name="options">What to tune by.</param>
    /// <param name="presetName">Name for the result.</param>
    /// <param name="progress">Told about every step.</param>
    /// <param name="cancellation">Ends the search; the best so far is returned.</param>
    /// <returns>What was found; look at <see cref="TuneReport.IsImproved"/>.</returns>
    /// <exception cref="TuneException">The recordings do not fit together, or nothing can be tuned.</exception>
    /// <exception cref="AudioFileException">A file cannot be read.</exception>
    /// <exception cref="PresetException">A chain cannot be built.</exception>
    public TuneReport Run(TuneOptions options, string presetName, Action<TuneProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if ((options.Target is null) == (options.Reference is null))
            throw new TuneException("name what it should sound like: either --target or --reference");
        (thread ?? PortableAudioThread.Instance).Enter(ours: false);
        List<string> notes = [];
        Recording dry = Recording.Load(options.Dry);
        Recording goal = Recording.Load(options.Target ?? options.Reference!);
        EngineOptions engineOptions = RenderOptions.Offline(new AudioFormat(dry.SampleRate, dry.Channels.Length, BlockFrames));
        RequireRate(dry, goal);
        using Chain chain = buildChain(engineOptions);
        Preset before = PresetCapture.From(chain, presetName, $"Tuned to {Path.GetFileName(goal.File)}.");
        IReadOnlyList<TunedParameter> wanted = TuneSelection.Find(chain, options.Parameters);
        int first = wanted.Min(tuned => tuned.Slot);
        RequireTunable(chain, first);
        float[][] Render(Preset preset) => ChainRender.Run(rebuildChain(preset, engineOptions), dry.Channels, thread);
        Recording source = first == 0 ? dry
            : dry with { Channels = Render(before with { Chain = [.. before.Chain.Take(first)] }) };
        int delay = 0;
        if (options.Target is not null)
            (source, goal, delay) = TunePair.Fit(source, goal, notes);

        TuneSetup setup = new(chain, first, source, goal, options.Target is not null);
        TunedParameter[] tuned = setup.Participants(wanted, isNamed: options.Parameters.Count > 0, notes);
        (TuneProblem piece, TuneProblem whole) = setup.Problems(tuned, notes);
        whole.Loss([.. tuned.Select(one => (double)one.Parameter.ToNormalized(one.Parameter.Target))]);
        Tuner tuner = new(piece, whole, setup.MostSearch, options.Seed);
        bool isFinished = tuner.Run(options.Steps, progress ?? (_ => { }), cancellation);

        // From here on with the real chain, over everything that was given.
        float[] values = [.. tuned.Select((one, i) => one.Parameter.FromNormalized((float)whole.Best[i]))];
        Preset after = With(before, tuned, values);
        ILoss judge = setup.Loss(source, goal);
        float[][] soundBefore = TunePair.Shift(Render(before), delay, source.Frames);
        float[][] soundAfter = TunePair.Shift(Render(after), delay, source.Frames);
        double? ErrorDb(float[][] sound) => options.Target is null ? null : TunePair.ErrorDb(sound, goal.Channels);
        return new TuneReport(after,
            [.. tuned.Select((one, i) => new TunedValue(one.Name, one.Parameter.Target, values[i], one.Parameter.Unit.Symbol()))],
            judge.Measure(soundBefore, null), judge.Measure(soundAfter, null), ErrorDb(soundBefore), ErrorDb(soundAfter), delay,
            tuner.Evaluations, !isFinished, notes);
    }

    private static void RequireRate(Recording dry, Recording goal)
    {
        if (goal.SampleRate != dry.SampleRate)
            throw new TuneException($"{goal.File} has {goal.SampleRate} Hz, but {dry.File} has {dry.SampleRate} Hz; both must have the same rate");
    }

    // The derivatives of the first tuned slot go through all that follow.
    private static void RequireTunable(Chain chain, int first)
    {
        for (int i = first; i < chain.Slots.Count; i++)
        {
            Slot slot = chain.Slots[i];
            if (!slot.IsBypassed && slot.Effect is not ITunable)
                throw new TuneException($"slot {i + 1} ({slot.Id}) takes no part in tuning and stands behind slot {first + 1} "
                    + $"({chain.Slots[first].Id}), which is tuned; move it before that, or bypass it with --set {i + 1}.bypass=on");
            if (!slot.IsBypassed && slot.LatencyFrames > 0)
                throw new TuneException($"slot {i + 1} ({slot.Id}) delays by {slot.LatencyFrames} frames, which tuning cannot look through");
        }
    }

    private static Preset With(Preset preset, TunedParameter[] tuned, float[] values) => preset with
    {
        Chain = [.. preset.Chain.Select((slot, index) => slot with
        {
            Parameters = [.. slot.Parameters.Select(known =>
                Array.FindIndex(tuned, one => one.Slot == index && one.Parameter.Id == known.Id) is >= 0 and int found
                    ? new PresetParameter(known.Id, PresetValue.Of(values[found])) : known)],
        })],
    };
}
