using System.Globalization;
using PluginHost.Neural.Steps;

namespace PluginHost.Hosting.Analysis.Plots;

/// <summary>Draws how training went: nats per step against epochs, training blue, validation red, the best epoch marked.</summary>
public static class LearningCurve
{
    private const int Width = 800;
    private const int Height = 480;
    private const int Left = 70;
    private const int Right = 20;
    private const int Top = 40;
    private const int Bottom = 50;
    private const int TextSize = 11;
    private const double Thickness = 2;
    private static readonly Rgb Paper = new(0xFF, 0xFF, 0xFF);
    private static readonly Rgb Ink = new(0x30, 0x30, 0x30);
    private static readonly Rgb Grid = new(0xE0, 0xE0, 0xE0);
    private static readonly Rgb TrainColour = new(0x20, 0x60, 0xC0);
    private static readonly Rgb ValidColour = new(0xC0, 0x30, 0x20);

    /// <summary>Writes a picture beside the file and renames it. Allocates and does I/O. [control-thread]</summary>
    /// <param name="file">A <c>.png</c> file.</param>
    /// <param name="curve">The epochs; at least one.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Save(string file, IReadOnlyList<EpochReport> curve) => PngFile.Save(file, Draw(curve));

    internal static Canvas Draw(IReadOnlyList<EpochReport> curve)
    {
        Canvas canvas = new(Width, Height, Paper);
        double[] all = [.. curve.SelectMany(epoch => new[] { epoch.TrainNats, epoch.ValidNats }).Where(double.IsFinite)];
        double step = NiceStep((all.Max() - all.Min()) / 5);
        double low = Math.Floor(all.Min() / step) * step;
        double high = Math.Max(low + step, Math.Ceiling(all.Max() / step) * step);
        int last = Math.Max(2, curve.Count);

        int X(double epoch) => Left + (int)Math.Round((epoch - 1) / (last - 1) * (Width - Left - Right));
        int Y(double nats) => Top + (int)Math.Round((high - nats) / (high - low) * (Height - Top - Bottom));

        for (double nats = low; nats < high + (step / 2); nats += step)
        {
            canvas.Line(Left, Y(nats), Width - Right, Y(nats), 1, Grid);
            Write(nats.ToString("0.###", CultureInfo.InvariantCulture), Left - 8, Y(nats) - (TextSize / 2), Ink, 1);
        }
        int every = Math.Max(1, (int)NiceStep(last / 10.0));
        for (int epoch = every; epoch <= last; epoch += every)
        {
            canvas.Line(X(epoch), Height - Bottom, X(epoch), Height - Bottom + 5, 1, Ink);
            Write(epoch.ToString(CultureInfo.InvariantCulture), X(epoch), Height - Bottom + 9, Ink, 0.5);
        }
        canvas.Line(Left, Top, Left, Height - Bottom, 1, Ink);
        canvas.Line(Left, Height - Bottom, Width - Right, Height - Bottom, 1, Ink);
        Write("epoch", (Left + Width - Right) / 2.0, Height - 20, Ink, 0.5);
        Write("nats per step", 8, 10, Ink);
        Write("train", Width - 200, 10, TrainColour);
        Write("valid", Width - 120, 10, ValidColour);
        Plot(epoch => epoch.TrainNats, TrainColour);
        Plot(epoch => epoch.ValidNats, ValidColour);
        EpochReport best = curve[^1];
        canvas.Line(X(best.BestEpoch), Y(best.BestValidNats) - 8, X(best.BestEpoch), Y(best.BestValidNats) + 8, Thickness, ValidColour);
        Write(best.BestValidNats.ToString("0.000", CultureInfo.InvariantCulture), Math.Clamp(X(best.BestEpoch), Left + 30, Width - 50), Y(best.BestValidNats) - 24, ValidColour, 0.5);
        return canvas;

        void Write(string text, double x, double top, Rgb colour, double anchor = 0) => StrokeFont.Draw(canvas, text, x, top, TextSize, colour, anchor);

        void Plot(Func<EpochReport, double> value, Rgb colour)
        {
            for (int i = 0; i < curve.Count; i++)
            {
                canvas.Fill(X(i + 1) - 2, Y(value(curve[i])) - 2, 5, 5, colour);
                if (i > 0)
                    canvas.Line(X(i), Y(value(curve[i - 1])), X(i + 1), Y(value(curve[i])), Thickness, colour);
            }
        }
    }

    /// <summary>1, 2 or 5 times a power of ten, at least as large.</summary>
    private static double NiceStep(double least)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(least, 1e-3))));
        return least <= power ? power : least <= 2 * power ? 2 * power : least <= 5 * power ? 5 * power : 10 * power;
    }
}
