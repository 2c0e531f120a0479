using System.Globalization;
using PluginHost.Neural.Checkpoints;
using PluginHost.Neural.Steps;

namespace PluginHost.Patterns.Training;

/// <summary>Draws how training went: nats per step against epochs, training blue, validation red, the best epoch marked.</summary>
public static class LearningCurve
{
    private const int Width = 800;
    private const int Height = 480;
    private const int Left = 70;
    private const int Right = 20;
    private const int Top = 30;
    private const int Bottom = 50;
    private const int Ink = 0x303030;
    private const int Grid = 0xE0E0E0;
    private const int TrainColour = 0x2060C0;
    private const int ValidColour = 0xC03020;

    /// <summary>Writes a picture beside the file and renames it. Allocates and does I/O. [control-thread]</summary>
    /// <param name="file">A <c>.png</c> file.</param>
    /// <param name="curve">The epochs; at least one.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Save(string file, IReadOnlyList<EpochReport> curve) => AtomicFile.Write(file, stream => stream.Write(Draw(curve).ToPng()));

    internal static Canvas Draw(IReadOnlyList<EpochReport> curve)
    {
        Canvas canvas = new(Width, Height);
        double[] all = [.. curve.SelectMany(epoch => new[] { epoch.TrainNats, epoch.ValidNats }).Where(double.IsFinite)];
        double step = NiceStep((all.Max() - all.Min()) / 5);
        double low = Math.Floor(all.Min() / step) * step;
        double high = Math.Max(low + step, Math.Ceiling(all.Max() / step) * step);
        int last = Math.Max(2, curve.Count);

        int X(double epoch) => Left + (int)Math.Round((epoch - 1) / (last - 1) * (Width - Left - Right));
        int Y(double nats) => Top + (int)Math.Round((high - nats) / (high - low) * (Height - Top - Bottom));

        for (double nats = low; nats < high + (step / 2); nats += step)
        {
            canvas.Line(Left, Y(nats), Width - Right, Y(nats), Grid);
            canvas.Text(nats.ToString("0.###", CultureInfo.InvariantCulture), 8, Y(nats) - 4, Ink);
        }
        int every = Math.Max(1, (int)NiceStep(last / 10.0));
        for (int epoch = every; epoch <= last; epoch += every)
        {
            canvas.Line(X(epoch), Height - Bottom, X(epoch), Height - Bottom + 5, Ink);
            canvas.Text(epoch.ToString(CultureInfo.InvariantCulture), X(epoch) - 6, Height - Bottom + 10, Ink);
        }
        canvas.Line(Left, Top, Left, Height - Bottom, Ink);
        canvas.Line(Left, Height - Bottom, Width - Right, Height - Bottom, Ink);
        canvas.Text("epoch", (Width / 2) - 20, Height - 18, Ink);
        canvas.Text("nats per step", 8, 10, Ink);
        canvas.Text("train", Width - 200, 10, TrainColour);
        canvas.Text("valid", Width - 120, 10, ValidColour);
        Plot(epoch => epoch.TrainNats, TrainColour);
        Plot(epoch => epoch.ValidNats, ValidColour);
        EpochReport best = curve[^1];
        canvas.Line(X(best.BestEpoch), Y(best.BestValidNats) - 8, X(best.BestEpoch), Y(best.BestValidNats) + 8, ValidColour);
        canvas.Text(best.BestValidNats.ToString("0.000", CultureInfo.InvariantCulture), Math.Clamp(X(best.BestEpoch) - 20, Left + 6, Width - 60), Y(best.BestValidNats) - 24, ValidColour);
        return canvas;

        void Plot(Func<EpochReport, double> value, int colour)
        {
            for (int i = 0; i < curve.Count; i++)
            {
                canvas.Square(X(i + 1), Y(value(curve[i])), 2, colour);
                if (i > 0)
                    canvas.Line(X(i), Y(value(curve[i - 1])), X(i + 1), Y(value(curve[i])), colour);
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
