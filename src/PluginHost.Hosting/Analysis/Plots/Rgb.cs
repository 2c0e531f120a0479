namespace PluginHost.Hosting.Analysis.Plots;

/// <summary>A colour.</summary>
internal readonly record struct Rgb(byte Red, byte Green, byte Blue)
{
    // Magma of matplotlib (Smith and van der Walt, 2015, CC0) at nine places: as bright as the value, in print and to the colour-blind, too.
    private static readonly Rgb[] Magma =
    [
        new(0, 0, 4), new(28, 16, 68), new(79, 18, 123), new(129, 37, 129), new(181, 54, 122), new(229, 80, 100), new(251, 135, 97),
        new(254, 194, 135), new(252, 253, 191),
    ];

    /// <summary>Gives the colour of a value, 0 (black) to 1 (cream).</summary>
    public static Rgb OfValue(double value)
    {
        double place = Math.Clamp(double.IsNaN(value) ? 0 : value, 0, 1) * (Magma.Length - 1);
        int below = Math.Min((int)place, Magma.Length - 2);
        return Magma[below].Mix(Magma[below + 1], place - below);
    }

    /// <summary>Mixes some of another colour in.</summary>
    public Rgb Mix(Rgb other, double share) => new(
        (byte)Math.Round(Red + ((other.Red - Red) * share)), (byte)Math.Round(Green + ((other.Green - Green) * share)),
        (byte)Math.Round(Blue + ((other.Blue - Blue) * share)));
}
