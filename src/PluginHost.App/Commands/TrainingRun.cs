using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using PluginHost.Hosting.Analysis.Plots;
using PluginHost.Neural.Steps;
using PluginHost.Patterns.Corpus;
using PluginHost.Patterns.Training;

namespace PluginHost.App.Commands;

/// <summary>One training: plans its length, shows how it goes, and leaves a model with its card and learning curve.</summary>
internal sealed class TrainingRun(string file, MusicCorpus corpus, PatternTraining data, StepModel model, bool isHalf)
{
    private const int LeastEpochs = 3;
    private const int MostEpochs = 400;

    private readonly string _stem = Path.Combine(Path.GetDirectoryName(file) ?? "", Path.GetFileNameWithoutExtension(file));

    private string StateFile => _stem + ".training";

    private string CurveFile => _stem + ".curve.json";

    public int Run(TrainingOptions options, int epochs, TimeSpan? time)
    {
        IReadOnlyList<StepSequence> train = data.Train(options.Seed);
        IReadOnlyList<StepSequence> valid = data.Measured(Split.Valid);
        (_, int learned) = data.Count(Split.Train);
        Console.Error.WriteLine(FormattableString.Invariant(
            $"pluginhost: {model.Count} weights; {learned} steps to learn from, {data.Count(Split.Valid).Steps} to check with, {data.Count(Split.Test).Steps} to test"));
        bool goesOn = options.Resume && File.Exists(StateFile);
        if (options.Resume && !goesOn)
            Console.Error.WriteLine($"pluginhost: {StateFile} is not there; nothing to resume, so this begins anew");
        int planned = goesOn ? PlannedEpochs() : epochs > 0 ? epochs : Plan(options, train, valid, time!.Value);
        SaveCurve(planned, []);
        using Interruption interruption = new();
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(interruption.Token);
        if (time is { } limit)
            end.CancelAfter(limit);
        TrainingResult result;
        TrainingOptions full = options with { Epochs = planned, StatePath = StateFile };
        using (StepTrainer trainer = new(model, full))
            result = trainer.Fit(train, valid, new Progress(planned), end.Token);
        bool wasInterrupted = interruption.Token.IsCancellationRequested;
        if (result.Curve.Count == 0)
            throw new CommandError($"{(wasInterrupted ? "interrupted" : "out of time")} before the first epoch was over; {file} was not written");
        Finish(result, full, planned, wasInterrupted);
        return ExitCode.Done;
    }

    private void Finish(TrainingResult result, TrainingOptions options, int planned, bool wasInterrupted)
    {
        EpochReport last = result.Curve[^1];
        // What is measured is what is kept: rounded, if weights are kept with 16 bits.
        result.Model.Save(file, isHalf);
        StepModel best = StepModel.Load(file);
        IReadOnlyList<StepSequence> test = data.Measured(Split.Test);
        double? testNats = test.Count > 0 ? StepEvaluation.NatsPerStep(best, test) : null;
        if (!best.Card.ContainsKey("data"))
            best.SetCard("data", Path.GetFileName(Path.TrimEndingDirectorySeparator(corpus.Source)));
        if (data.CanSettle)
        {
            Console.Error.WriteLine("pluginhost: listening to it play by itself, some seconds");
            data.Settle(best);
        }
        best.SetCard("train-steps", Text(data.Count(Split.Train).Steps));
        best.SetCard("valid-nats", Text(last.BestValidNats));
        if (testNats is { } nats)
            best.SetCard("test-nats", Text(nats));
        best.SetCard("epochs", $"{last.BestEpoch} of {planned}");
        best.SetCard("training", FormattableString.Invariant(
            $"seed {options.Seed}, rate {options.LearningRate}, batch {options.Batch}, dropout {options.HiddenDropout}, {last.Elapsed.TotalMinutes:0.0} min"));
        best.Save(file, isHalf);
        SaveCurve(planned, result.Curve);
        LearningCurve.Save(_stem + ".curve.png", result.Curve);
        if (!wasInterrupted)
            File.Delete(StateFile);
        Console.Error.WriteLine(FormattableString.Invariant(
            $"pluginhost: {file}: {best.Count} weights, {new FileInfo(file).Length} bytes, epoch {last.BestEpoch}: valid {last.BestValidNats:0.000}")
            + (testNats is { } value ? FormattableString.Invariant($", test {value:0.000} nats per step") : "")
            + (wasInterrupted ? "; interrupted, --resume goes on" : ""));
    }

    private void SaveCurve(int planned, IReadOnlyList<EpochReport> curve) => Json.Save(CurveFile, new
    {
        plannedEpochs = planned,
        curve = curve.Select(epoch => new { epoch.Epoch, epoch.TrainNats, epoch.ValidNats, epoch.BestEpoch, seconds = epoch.Elapsed.TotalSeconds }),
    });

    private int PlannedEpochs()
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllText(CurveFile)).RootElement.GetProperty("plannedEpochs").GetInt32();
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new CommandError($"{CurveFile} does not say how many epochs were planned, so {StateFile} cannot go on");
        }
    }

    /// <summary>Times a small part on a copy, once for the compiler and once for the clock, and fills the time with epochs.</summary>
    private int Plan(TrainingOptions options, IReadOnlyList<StepSequence> train, IReadOnlyList<StepSequence> valid, TimeSpan time)
    {
        StepSequence[] part = [.. train.OrderBy(sequence => sequence.Count).Skip(train.Count / 2).Take(2 * options.Batch)];
        double seconds = 0;
        for (int round = 0; round < 2; round++)
        {
            Stopwatch clock = Stopwatch.StartNew();
            using StepTrainer trainer = new(model.Clone(), options with { Epochs = 1, Resume = false });
            trainer.Fit(part, [valid.MinBy(sequence => sequence.Count)!], null, CancellationToken.None);
            seconds = clock.Elapsed.TotalSeconds;
        }
        // An evaluated step costs about a third of a learned one.
        double work = train.Sum(sequence => sequence.Count) + (valid.Sum(sequence => sequence.Count) / 3.0);
        double epoch = seconds * work / part.Sum(sequence => sequence.Count);
        int epochs = (int)Math.Clamp(0.9 * time.TotalSeconds / epoch, LeastEpochs, MostEpochs);
        Console.Error.WriteLine(FormattableString.Invariant($"pluginhost: about {epoch:0.0} s an epoch, so {epochs} epochs"));
        return epochs;
    }

    private static string Text(IFormattable value) => value.ToString(value is double ? "0.0000" : null, CultureInfo.InvariantCulture);

    /// <summary>A line an epoch; on a terminal they overwrite one another.</summary>
    private sealed class Progress(int planned) : IProgress<EpochReport>
    {
        public void Report(EpochReport report)
        {
            string line = FormattableString.Invariant(
                $"epoch {report.Epoch}/{planned}  train {report.TrainNats:0.000}  valid {report.ValidNats:0.000}  best {report.BestValidNats:0.000} ({report.BestEpoch})  {Clock(report.Elapsed)} gone, {Clock(report.Remaining)} left");
            if (Console.IsErrorRedirected)
                Console.Error.WriteLine(line);
            else
                Console.Error.Write(report.Epoch < planned ? $"\r{line}   " : $"\r{line}   \n");
        }

        private static string Clock(TimeSpan time) => FormattableString.Invariant($"{(int)time.TotalMinutes}:{time.Seconds:00}");
    }
}
