namespace PluginHost.Patterns.Encoding;

/// <summary>How velocities, offsets and lengths become the few classes that a net chooses from, and back.</summary>
internal static class Bins
{
    /// <summary>Classes of velocity: 16 values each.</summary>
    public const int Velocities = 8;

    /// <summary>Classes of offset: eighths of a step from -1/2 to 1/2.</summary>
    public const int Offsets = 9;

    /// <summary>Classes of length.</summary>
    public const int Lengths = 9;

    /// <summary>Classes of tempo: 20 bpm each, from 60.</summary>
    public const int Tempos = 8;

    /// <summary>The class of a note played exactly on its step.</summary>
    public const byte OnTime = 4;

    /// <summary>The least class of velocity that counts as loud: 80 and more.</summary>
    public const byte Loud = 5;

    private static readonly float[] LengthSteps = [0.5f, 1, 2, 3, 4, 6, 8, 12, 16];

    /// <summary>Gets the class of a velocity. [any-thread]</summary>
    /// <param name="velocity">0 to 127.</param>
    /// <returns>0 to 7.</returns>
    public static byte OfVelocity(int velocity) => (byte)(Math.Clamp(velocity, 0, 127) / 16);

    /// <summary>Gets the middle of a class of velocity. [any-thread]</summary>
    /// <param name="bin">0 to 7.</param>
    /// <returns>8 to 120.</returns>
    public static byte Velocity(int bin) => (byte)((16 * bin) + 8);

    /// <summary>Gets the class of an offset. [any-thread]</summary>
    /// <param name="steps">-0.5 to 0.5.</param>
    /// <returns>0 to 8.</returns>
    public static byte OfOffset(float steps) => (byte)Math.Clamp((int)MathF.Round((steps * 8) + OnTime), 0, Offsets - 1);

    /// <summary>Gets the middle of a class of offset. [any-thread]</summary>
    /// <param name="bin">0 to 8.</param>
    /// <returns>-0.5 to 0.5 steps.</returns>
    public static float Offset(int bin) => (bin - OnTime) / 8f;

    /// <summary>Gets the class nearest in ratio. [any-thread]</summary>
    /// <param name="steps">Length, 0 and more.</param>
    /// <returns>0 to 8.</returns>
    public static byte OfLength(float steps)
    {
        int bin = 0;
        // The border between two classes is their geometric mean.
        while (bin < Lengths - 1 && steps * steps > LengthSteps[bin] * LengthSteps[bin + 1])
            bin++;
        return (byte)bin;
    }

    /// <summary>Gets the length of a class. [any-thread]</summary>
    /// <param name="bin">0 to 8.</param>
    /// <returns>0.5 to 16 steps.</returns>
    public static float Length(int bin) => LengthSteps[bin];

    /// <summary>Gets the class of a tempo. [any-thread]</summary>
    /// <param name="tempo">Quarters a minute; NaN when nobody knows.</param>
    /// <returns>0 to 7; -1 when nobody knows.</returns>
    public static int OfTempo(float tempo) => float.IsNaN(tempo) ? -1 : Math.Clamp((int)((tempo - 60) / 20), 0, Tempos - 1);
}
