namespace PluginHost.Neural.Steps;

/// <summary>The sizes of a <see cref="StepModel"/>.</summary>
/// <param name="Tokens">Different tokens, 1 to 1024; a step sounds a set of them.</param>
/// <param name="Features">Different input features, 1 to 8192; each is there or not.</param>
/// <param name="Cell">Kind of recurrent unit.</param>
/// <param name="Hidden">Units of a layer, 8 to 2048, a multiple of 8.</param>
/// <param name="Layers">Recurrent layers, 1 to 4.</param>
/// <param name="Head">How tokens get their probability.</param>
/// <param name="HeadWidth">Units of the set head, 8 to 2048, a multiple of 8; unused by <see cref="StepHead.Bits"/>.</param>
/// <param name="VelocityBins">Classes of loudness of a token, 0 (none) to 255.</param>
/// <param name="OffsetBins">Classes of timing of a token, 0 (none) to 255.</param>
/// <param name="LengthBins">Classes of length of a token, 0 (none) to 255.</param>
public sealed record StepShape(
    int Tokens, int Features, RecurrentCell Cell, int Hidden, int Layers, StepHead Head, int HeadWidth, int VelocityBins, int OffsetBins, int LengthBins)
{
    internal int Gates => (Cell == RecurrentCell.Gru ? 3 : 4) * Hidden;

    /// <summary>Floats of state of one layer.</summary>
    internal int LayerState => (Cell == RecurrentCell.Gru ? 1 : 2) * Hidden;

    internal bool HasDetails => VelocityBins > 0 || OffsetBins > 0 || LengthBins > 0;

    /// <summary>Throws unless every size lies in its range.</summary>
    /// <exception cref="ArgumentException">Names the size and its value.</exception>
    internal void Validate()
    {
        Check(nameof(Tokens), Tokens, 1, 1024, 1);
        Check(nameof(Features), Features, 1, 8192, 1);
        Check(nameof(Hidden), Hidden, 8, 2048, 8);
        Check(nameof(Layers), Layers, 1, 4, 1);
        Check(nameof(HeadWidth), HeadWidth, Head == StepHead.Set ? 8 : 0, 2048, 8);
        Check(nameof(VelocityBins), VelocityBins, 0, 255, 1);
        Check(nameof(OffsetBins), OffsetBins, 0, 255, 1);
        Check(nameof(LengthBins), LengthBins, 0, 255, 1);
        if (!Enum.IsDefined(Cell) || !Enum.IsDefined(Head))
            throw new ArgumentException($"there is no cell {Cell} or no head {Head}");
    }

    private static void Check(string name, int value, int least, int most, int multiple)
    {
        if (value < least || value > most || value % multiple != 0)
            throw new ArgumentException($"{name} is {value}; it must lie from {least} to {most}" + (multiple > 1 ? $" and be a multiple of {multiple}" : ""));
    }
}
