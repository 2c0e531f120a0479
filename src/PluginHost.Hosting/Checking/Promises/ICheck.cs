namespace PluginHost.Hosting.Checking.Promises;

/// <summary>One promise of an effect, put to the test. An exception means the effect broke it.</summary>
internal interface ICheck
{
    /// <summary>Gets the stable name that reports use. [any-thread]</summary>
    string Name { get; }

    /// <summary>Tries the promise on instances from the bench. [any-thread]</summary>
    /// <param name="bench">Where instances of the effect come from.</param>
    Verdict Try(Bench bench);
}

/// <summary>How a check ended, and why.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Detail">One line for the author.</param>
internal readonly record struct Verdict(CheckOutcome Outcome, string Detail)
{
    public static Verdict Passed(string detail) => new(CheckOutcome.Passed, detail);

    public static Verdict Failed(string detail) => new(CheckOutcome.Failed, detail);

    public static Verdict Skipped(string detail) => new(CheckOutcome.Skipped, detail);
}
