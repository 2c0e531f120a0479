namespace PluginHost.Patterns.Corpus;

/// <summary>
/// Nine pieces of a drum kit, and the General MIDI keys that stand for them: the reduction of the Groove MIDI Dataset
/// (Gillick et al., "Learning to groove with inverse sequence transformations", ICML 2019, appendix), widened by the other
/// bass drums, snares and toms of General MIDI.
/// </summary>
public static class DrumKit
{
    /// <summary>Pieces.</summary>
    public const int Count = 9;

    /// <summary>The bass drum's number.</summary>
    public const int Kick = 0;

    /// <summary>The snare drum's number.</summary>
    public const int Snare = 1;

    private static readonly byte[] Keys = [36, 38, 42, 46, 43, 47, 50, 49, 51];

    private static readonly string[] Names =
        ["kick", "snare", "closed hat", "open hat", "low tom", "mid tom", "high tom", "crash", "ride"];

    private static readonly sbyte[] Numbers = Number(
        [36, 35], [38, 40, 37, 39], [42, 22, 44], [46, 26], [43, 58, 41], [47, 45], [50, 48], [49, 55, 57, 52], [51, 59, 53]);

    /// <summary>Gets a piece's key. [any-thread]</summary>
    /// <param name="piece">0 to 8.</param>
    /// <returns>The General MIDI key that is written.</returns>
    public static byte KeyOf(int piece) => Keys[piece];

    /// <summary>Gets the piece a key stands for. [any-thread]</summary>
    /// <param name="key">0 to 127.</param>
    /// <returns>0 to 8; -1 for percussion outside the kit.</returns>
    public static int PieceOf(int key) => Numbers[key];

    /// <summary>Gets a piece's name. [any-thread]</summary>
    /// <param name="piece">0 to 8.</param>
    /// <returns>Such as "snare".</returns>
    public static string Name(int piece) => Names[piece];

    private static sbyte[] Number(params byte[][] pieces)
    {
        sbyte[] numbers = new sbyte[128];
        Array.Fill(numbers, (sbyte)-1);
        for (int piece = 0; piece < pieces.Length; piece++)
        {
            foreach (byte key in pieces[piece])
                numbers[key] = (sbyte)piece;
        }
        return numbers;
    }
}
