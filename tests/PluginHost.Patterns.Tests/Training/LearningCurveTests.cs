using System.Buffers.Binary;
using System.IO.Compression;
using PluginHost.Neural.Steps;
using PluginHost.Patterns.Training;

namespace PluginHost.Patterns.Tests.Training;

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
        using TemporaryFolder folder = new();
        LearningCurve.Save(folder.File("a.png"), curve);
        byte[] png = File.ReadAllBytes(folder.File("a.png"));

        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], png[..8]);
        (int width, int height) = (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
        byte[] pixels = Unpack(png, 33);
        Assert.Equal(height * ((3 * width) + 1), pixels.Length);
        Assert.True(Count(pixels, 0x20, 0x60, 0xC0) > 100);
        Assert.True(Count(pixels, 0xC0, 0x30, 0x20) > 100);
    }

    [Fact]
    public void TheChecksumIsThatOfTheStandard()
    {
        byte[] png = new Canvas(1, 1).ToPng();

        // The end of every PNG file, as the standard prints it.
        Assert.Equal([0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82], png[^12..]);
    }

    private static byte[] Unpack(byte[] png, int at)
    {
        int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
        using ZLibStream zlib = new(new MemoryStream(png, at + 8, length), CompressionMode.Decompress);
        using MemoryStream pixels = new();
        zlib.CopyTo(pixels);
        return pixels.ToArray();
    }

    private static int Count(byte[] pixels, byte red, byte green, byte blue)
    {
        int count = 0;
        for (int i = 0; i + 2 < pixels.Length; i++)
            count += pixels[i] == red && pixels[i + 1] == green && pixels[i + 2] == blue ? 1 : 0;
        return count;
    }
}
