using System.Globalization;
using PluginHost.Dsp.Levels;

namespace PluginHost.Hosting.Analysis.Plots;

/// <summary>Paints a recording: its waveform above, its spectrogram with a logarithmic axis below, figures in the title.</summary>
internal sealed class SoundPainter
{
    public const int Columns = 1180;
    private const int Left = 92;
    private const int Right = 122;
    private const int WaveTop = 84;
    private const int WaveHeight = 210;
    private const int SpectrumTop = WaveTop + WaveHeight + 26;
    private const int SpectrumHeight = 400;
    private const int Bottom = 58;
    private const double LowestHz = 30;
    private const double FloorDb = -100;
    private const double TopDb = -10;
    private const double TextSize = 10;

    private static readonly Rgb Background = new(18, 18, 24);
    private static readonly Rgb Panel = new(26, 26, 34);
    private static readonly Rgb Grid = new(52, 52, 66);
    private static readonly Rgb Text = new(196, 196, 208);
    private static readonly Rgb Title = new(244, 244, 248);
    private static readonly Rgb Wave = new(96, 128, 214);
    private static readonly Rgb Body = new(166, 194, 255);

    private readonly Canvas _canvas = new(Left + Columns + Right, SpectrumTop + SpectrumHeight + Bottom, Background);
    private readonly SoundPicture _sound;
    private readonly double _highestHz;

    private SoundPainter(SoundPicture sound) => (_sound, _highestHz) = (sound, sound.SampleRate / 2.0);

    public static Canvas Paint(SoundPicture sound, FileAnalysis analysis)
    {
        SoundPainter painter = new(sound);
        painter.PaintTitle(analysis);
        painter.PaintWave();
        painter.PaintSpectrum();
        painter.PaintTime();
        painter.PaintScale();
        return painter._canvas;
    }

    private void PaintTitle(FileAnalysis analysis)
    {
        StrokeFont.Draw(_canvas, Path.GetFileName(analysis.File), Left, 20, 15, Title);
        StrokeFont.Draw(_canvas, AnalysisText.Summary(analysis), Left, 52, TextSize, Text);
    }

    private void PaintWave()
    {
        _canvas.Fill(Left, WaveTop, Columns, WaveHeight, Panel);
        foreach (double level in (double[])[1, 0.5, 0, -0.5, -1])
        {
            double y = WaveY(level);
            _canvas.Fill(Left, (int)y, Columns, 1, Grid);
            StrokeFont.Draw(_canvas, level.ToString("0.0", CultureInfo.InvariantCulture), Left - 10, y - (TextSize / 2), TextSize, Text, 1);
        }
        for (int column = 0; column < Columns; column++)
        {
            double rms = _sound.Rms(column);
            _canvas.Column(Left + column, WaveY(Math.Min(_sound.High[column], 1.04)), WaveY(Math.Max(_sound.Low[column], -1.04)) + 1, Wave);
            _canvas.Column(Left + column, WaveY(Math.Min(rms, 1)), WaveY(-Math.Min(rms, 1)) + 1, Body);
        }
    }

    private void PaintSpectrum()
    {
        for (int y = 0; y < SpectrumHeight; y++)
        {
            double low = Hertz(y + 1), high = Hertz(y);
            for (int column = 0; column < Columns; column++)
                _canvas.Set(Left + column, SpectrumTop + y, Rgb.OfValue((Db(_sound.Powers[column], low, high) - FloorDb) / (TopDb - FloorDb)));
        }
        foreach (int hertz in (int[])[50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000])
        {
            if (hertz >= _highestHz)
                continue;
            double y = SpectrumTop + (SpectrumHeight * (1 - (Math.Log(hertz / LowestHz) / Math.Log(_highestHz / LowestHz))));
            _canvas.Line(Left - 6, y, Left - 1, y, 1, Text);
            StrokeFont.Draw(_canvas, hertz >= 1000 ? $"{hertz / 1000} kHz" : $"{hertz} Hz", Left - 10, y - (TextSize / 2), TextSize, Text, 1);
        }
    }

    private void PaintTime()
    {
        double seconds = (double)_sound.Frames / _sound.SampleRate;
        double step = TimeAxis.Step(seconds);
        int y = SpectrumTop + SpectrumHeight;
        for (double time = 0; time <= seconds * 1.0001; time += step)
        {
            double x = Left + (Columns * time / seconds);
            _canvas.Line(x, y + 1, x, y + 6, 1, Text);
            _canvas.Line(x, WaveTop + WaveHeight + 1, x, WaveTop + WaveHeight + 6, 1, Text);
            StrokeFont.Draw(_canvas, TimeAxis.Label(time, step), x, y + 13, TextSize, Text, 0.5);
        }
        StrokeFont.Draw(_canvas, seconds >= 60 ? "minutes" : "seconds", Left + (Columns / 2.0), y + 36, TextSize, Text, 0.5);
    }

    private void PaintScale()
    {
        int left = Left + Columns + 22;
        for (int y = 0; y < SpectrumHeight; y++)
            _canvas.Fill(left, SpectrumTop + y, 14, 1, Rgb.OfValue(1 - (y / (double)SpectrumHeight)));
        for (double db = FloorDb; db <= TopDb; db += 30)
        {
            double y = SpectrumTop + (SpectrumHeight * (1 - ((db - FloorDb) / (TopDb - FloorDb))));
            StrokeFont.Draw(_canvas, $"{db:0} dB", left + 22, Math.Clamp(y - (TextSize / 2), SpectrumTop, SpectrumTop + SpectrumHeight - TextSize), TextSize, Text);
        }
    }

    private static double WaveY(double level) => WaveTop + (WaveHeight / 2.0) - (level * ((WaveHeight / 2.0) - 6));

    private double Hertz(double y) => LowestHz * Math.Pow(_highestHz / LowestHz, 1 - (y / SpectrumHeight));

    /// <summary>The strongest bin within a band, or what lies between two where the band is narrower than they are apart.</summary>
    private double Db(float[] powers, double lowHertz, double highHertz)
    {
        (double low, double high) = (lowHertz / _sound.HertzPerBin, highHertz / _sound.HertzPerBin);
        (int first, int last) = ((int)Math.Ceiling(low), Math.Min((int)Math.Floor(high), powers.Length - 1));
        if (last > first)
            return 10 * Math.Log10(Level.Peak(powers.AsSpan(first, last - first + 1)) + 1e-20);
        double middle = Math.Min((low + high) / 2, powers.Length - 1.001);
        int below = (int)middle;
        double share = middle - below;
        return ((1 - share) * 10 * Math.Log10(powers[below] + 1e-20)) + (share * 10 * Math.Log10(powers[below + 1] + 1e-20));
    }
}
