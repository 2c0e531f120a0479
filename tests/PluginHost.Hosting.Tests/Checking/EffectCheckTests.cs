using PluginHost.Hosting.Checking;
using PluginHost.Hosting.Plugins;
using PluginHost.Hosting.Tests.Checking.Effects;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Tests.Checking;

public class EffectCheckTests
{
    private static readonly string[] AllChecks =
    [
        "runs", "metadata", "formats", "splits", "reset", "prepare-again", "finite", "tail", "clicks", "latency",
        "latency-bound", "state", "untrusted-state", "allocation",
    ];

    [Theory]
    [InlineData(typeof(GoodGain))]
    [InlineData(typeof(GoodDrive))]
    [InlineData(typeof(GoodLoud))]
    [InlineData(typeof(GoodLowPass))]
    [InlineData(typeof(GoodLinearPhase))]
    [InlineData(typeof(GoodEcho))]
    [InlineData(typeof(GoodWetDelay))]
    [InlineData(typeof(GoodLookAhead))]
    [InlineData(typeof(GoodLearner))]
    [InlineData(typeof(GoodNotes))]
    [InlineData(typeof(GoodEndless))]
    public void A_good_effect_breaks_no_promise(Type effect)
    {
        CheckReport report = Check(effect);

        Assert.True(report.Failed == 0, report.ToString());
        Assert.Equal(AllChecks, report.Checks.Select(check => check.Name));
        Assert.NotNull(report.Timing);
    }

    [Theory]
    [InlineData(typeof(NoAttribute), "metadata")]
    [InlineData(typeof(BadId), "metadata")]
    [InlineData(typeof(NoName), "metadata")]
    [InlineData(typeof(WrongChoices), "metadata")]
    [InlineData(typeof(OffGridDefault), "metadata")]
    [InlineData(typeof(SharedParameter), "metadata")]
    [InlineData(typeof(NamelessMeter), "metadata")]
    [InlineData(typeof(StereoOnly), "formats")]
    [InlineData(typeof(NoLowRates), "formats")]
    [InlineData(typeof(SmallBlocksOnly), "formats")]
    [InlineData(typeof(BlockRate), "splits")]
    [InlineData(typeof(BlockNotes), "splits")]
    [InlineData(typeof(ForgetsToReset), "reset")]
    [InlineData(typeof(RemembersFirstFormat), "prepare-again")]
    [InlineData(typeof(NotFiniteAtMaximum), "finite")]
    [InlineData(typeof(RunsAway), "finite")]
    [InlineData(typeof(GrowsAtOneCorner), "finite")]
    [InlineData(typeof(UndeclaredTail), "tail")]
    [InlineData(typeof(UnsmoothedGain), "clicks")]
    [InlineData(typeof(SteppedGain), "clicks")]
    [InlineData(typeof(HardMute), "clicks")]
    [InlineData(typeof(UndeclaredLatency), "latency")]
    [InlineData(typeof(TooMuchLatency), "latency")]
    [InlineData(typeof(OneFrameOff), "latency")]
    [InlineData(typeof(WrongLookAhead), "latency")]
    [InlineData(typeof(BeyondItsBound), "latency-bound")]
    [InlineData(typeof(RestoresOnlyBeforePrepare), "state")]
    [InlineData(typeof(WrongException), "untrusted-state")]
    [InlineData(typeof(TakesGarbage), "untrusted-state")]
    [InlineData(typeof(ChangesBeforeChecking), "untrusted-state")]
    [InlineData(typeof(AllocatesInProcess), "allocation")]
    [InlineData(typeof(AllocatesRarely), "allocation")]
    [InlineData(typeof(AllocatesInReset), "allocation")]
    public void An_effect_that_breaks_one_promise_fails_that_check_alone(Type effect, string check)
    {
        CheckReport report = Check(effect);

        CheckResult[] failed = [.. report.Checks.Where(result => result.Outcome == CheckOutcome.Failed)];
        Assert.True(failed is [CheckResult only] && only.Name == check, report.ToString());
    }

    [Theory]
    [InlineData(typeof(ThrowsInConstructor), "the constructor threw FileNotFoundException: no model.bin")]
    [InlineData(typeof(ThrowsInPrepare), "Prepare threw NotSupportedException: no such rate")]
    [InlineData(typeof(ThrowsInProcess), "Process threw InvalidOperationException: lost the beat")]
    [InlineData(typeof(ThrowsInDispose), "Dispose threw ObjectDisposedException")]
    [InlineData(typeof(NegativeTail), "TailFrames is -1")]
    public void An_effect_that_does_not_run_is_reported_and_nothing_else_is_tried(Type effect, string detail)
    {
        CheckReport report = Check(effect);

        Assert.Equal("runs", report.Checks[0].Name);
        Assert.Equal(CheckOutcome.Failed, report.Checks[0].Outcome);
        Assert.Contains(detail, report.Checks[0].Detail, StringComparison.Ordinal);
        Assert.All(report.Checks.Skip(1), check => Assert.Equal(CheckOutcome.Skipped, check.Outcome));
        Assert.Null(report.Timing);
    }

    [Fact]
    public void What_the_loader_says_about_a_constructor_is_told_as_it_is()
    {
        CheckReport report = EffectCheck.Run(() => throw new PluginLoadException("/p/x.dll", "X", "It lacks a model."));

        Assert.Equal("the constructor threw It lacks a model.", report.Checks[0].Detail);
        Assert.Equal("unknown", report.Id);
    }

    [Fact]
    public void A_process_that_never_returns_does_not_hang_the_check()
    {
        NeverReturns.Release.Reset();
        try
        {
            var hasty = new CheckOptions { CallLimit = TimeSpan.FromSeconds(0.5) };
            CheckReport report = EffectCheck.Run(() => new NeverReturns(), hasty);

            Assert.Equal(CheckOutcome.Failed, report.Checks[0].Outcome);
            Assert.Equal("Process has not returned after 0.5 s", report.Checks[0].Detail);
            Assert.Equal(AllChecks.Length - 1, report.Skipped);
        }
        finally
        {
            NeverReturns.Release.Set();
        }
    }

    [Fact]
    public void A_check_that_takes_too_long_in_all_is_given_up()
    {
        CheckReport report = EffectCheck.Run(() => new GoodGain(), new CheckOptions { CheckLimit = TimeSpan.Zero });

        Assert.Contains(report.Checks, check => check.Detail.StartsWith("too slow", StringComparison.Ordinal));
    }

    [Fact]
    public void An_exception_at_one_parameter_extreme_names_the_exception()
    {
        CheckResult finite = Result(Check(typeof(ThrowsAtMinimum)), "finite");

        Assert.Equal(CheckOutcome.Failed, finite.Outcome);
        Assert.Equal("Process threw DivideByZeroException: size is 0", finite.Detail);
    }

    [Fact]
    public void Parameters_declared_after_the_constructor_are_found()
    {
        CheckResult metadata = Result(Check(typeof(LateParameter)), "metadata");

        Assert.Contains("only the constructor may", metadata.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void An_effect_that_only_its_own_code_can_make_is_found()
    {
        CheckResult metadata = Result(EffectCheck.Run(NoConstructor.Create), "metadata");

        Assert.Contains("no public constructor", metadata.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Learned_data_that_is_not_saved_is_found()
    {
        Assert.Equal(CheckOutcome.Failed, Result(Check(typeof(LosesState)), "state").Outcome);
    }

    [Fact]
    public void An_endless_tail_is_skipped_with_its_reason()
    {
        CheckResult tail = Result(Check(typeof(GoodEndless)), "tail");

        Assert.Equal(CheckOutcome.Skipped, tail.Outcome);
        Assert.Contains("endless", tail.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_seed_makes_the_same_check()
    {
        CheckReport first = Check(typeof(GoodDrive)), second = Check(typeof(GoodDrive));

        Assert.Equal(first.Checks, second.Checks);
    }

    private static CheckReport Check(Type effect) =>
        EffectCheck.Run(() => (AudioEffect)Activator.CreateInstance(effect)!);

    private static CheckResult Result(CheckReport report, string name) =>
        report.Checks.Single(check => check.Name == name);
}
