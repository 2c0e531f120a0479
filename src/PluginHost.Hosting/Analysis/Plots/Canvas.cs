namespace PluginHost.Hosting.Analysis.Plots;

/// <summary>A picture to be drawn on. What lies outside is not drawn.</summary>
internal sealed class Canvas
{
    private readonly byte[] _pixels;

    public Canvas(int width, int height, Rgb background)
    {
        (Width, Height) = (width, height);
        _pixels = new byte[3 * width * height];
        Fill(0, 0, width, height, background);
    }

    public int Width { get; }

    public int Height { get; }

    public ReadOnlySpan<byte> Row(int y) => _pixels.AsSpan(3 * Width * y, 3 * Width);

    public Rgb At(int x, int y) => new(Row(y)[3 * x], Row(y)[(3 * x) + 1], Row(y)[(3 * x) + 2]);

    public void Set(int x, int y, Rgb colour)
    {
        if ((uint)x >= (uint)Width || (uint)y >= (uint)Height)
            return;
        int at = 3 * ((y * Width) + x);
        (_pixels[at], _pixels[at + 1], _pixels[at + 2]) = (colour.Red, colour.Green, colour.Blue);
    }

    public void Blend(int x, int y, Rgb colour, double share)
    {
        if ((uint)x < (uint)Width && (uint)y < (uint)Height && share > 0)
            Set(x, y, At(x, y).Mix(colour, Math.Min(share, 1)));
    }

    public void Fill(int left, int top, int width, int height, Rgb colour)
    {
        for (int y = top; y < top + height; y++)
        {
            for (int x = left; x < left + width; x++)
                Set(x, y, colour);
        }
    }

    /// <summary>Draws a column between two heights that need not be whole.</summary>
    public void Column(int x, double top, double bottom, Rgb colour)
    {
        for (int y = (int)Math.Floor(top); y < bottom; y++)
            Blend(x, y, colour, Math.Min(y + 1, bottom) - Math.Max(y, top));
    }

    /// <summary>Draws a line with round ends and smooth edges.</summary>
    public void Line(double x0, double y0, double x1, double y1, double thickness, Rgb colour)
    {
        double reach = (thickness / 2) + 1;
        double lengthSquared = ((x1 - x0) * (x1 - x0)) + ((y1 - y0) * (y1 - y0));
        for (int y = (int)Math.Floor(Math.Min(y0, y1) - reach); y <= Math.Max(y0, y1) + reach; y++)
        {
            for (int x = (int)Math.Floor(Math.Min(x0, x1) - reach); x <= Math.Max(x0, x1) + reach; x++)
            {
                (double dx, double dy) = (x + 0.5 - x0, y + 0.5 - y0);
                double along = lengthSquared == 0 ? 0 : Math.Clamp(((dx * (x1 - x0)) + (dy * (y1 - y0))) / lengthSquared, 0, 1);
                (dx, dy) = (dx - (along * (x1 - x0)), dy - (along * (y1 - y0)));
                Blend(x, y, colour, (thickness / 2) + 0.5 - Math.Sqrt((dx * dx) + (dy * dy)));
            }
        }
    }
}
