using System.Buffers.Binary;
using PluginHost.Hosting.Analysis.Plots;
using PluginHost.Hosting.Tests.Presets;
using PluginHost.Neural.Steps;

namespace PluginHost.Hosting.Tests.Analysis;

public sealed class LearningCurveTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(250)]
    public void ThePictureIsAPngWithBothCurves(int epochs)
    {
        EpochReport[] curve = [.. Enumerable.Range(1, epochs).Select(epoch =>
            new EpochReport(epoch, 1 + (1.0 / epoch), 1.2 + (1.0 / epoch), 1.2 + (1.0 / epoch), epoch, TimeSpan.Zero, TimeSpan.Zero))];
        using TempFolder folder = new();
        LearningCurve.Save(folder.File("a.png"), curve);
        byte[] png = File.ReadAllBytes(folder.File("a.png"));

        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], png[..8]);
        (int width, int height) = (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
        Assert.Equal((800, 480), (width, height));
        Canvas canvas = LearningCurve.Draw(curve);
        // One epoch is a dot of 5 x 5; the letters have soft edges.
        int least = epochs == 1 ? 25 : 100;
        Assert.InRange(Count(canvas, new Rgb(0x20, 0x60, 0xC0)), least, 50_000);
        Assert.InRange(Count(canvas, new Rgb(0xC0, 0x30, 0x20)), least, 50_000);
    }

    [Fact]
    public void TheChecksumIsThatOfTheStandard()
    {
        byte[] png = PngFile.Encode(new Canvas(1, 1, default));

        // The end of every PNG file, as the standard prints it.
        Assert.Equal([0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82], png[^12..]);
    }

    private static int Count(Canvas canvas, Rgb colour) => Enumerable.Range(0, canvas.Width * canvas.Height)
        .Count(i => canvas.At(i % canvas.Width, i / canvas.Width) == colour);
}
