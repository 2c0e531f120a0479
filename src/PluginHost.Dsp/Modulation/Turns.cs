namespace PluginHost.Dsp.Modulation;

/// <summary>An angle as a whole number of 2^-64 turns: it comes round without a rest, so nothing adds up however long it
/// turns.</summary>
internal static class Turns
{
    private const double One = 18_446_744_073_709_551_616.0;

    /// <summary>Rounds a speed to the nearest. [any-thread]</summary>
    /// <param name="cyclesPerFrame">Above -0.5 and below 0.5.</param>
    /// <returns>What is added at every frame; wraps.</returns>
    public static ulong Step(double cyclesPerFrame) => unchecked((ulong)(long)Math.Round(cyclesPerFrame * One));

    /// <summary>Converts to radians. [any-thread]</summary>
    /// <param name="turns">An angle.</param>
    /// <returns>-pi to pi.</returns>
    public static double Radians(ulong turns) => unchecked((long)turns) * (Math.Tau / One);
}
