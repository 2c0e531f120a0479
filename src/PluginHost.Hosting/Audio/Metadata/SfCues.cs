using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PluginHost.Hosting.Audio.Metadata;

/// <summary>SF_CUES of libsndfile: up to 100 marks with their names.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SfCues
{
    private const int MostPoints = 100;

    public uint Count;
    public PointArray Points;

    public readonly long[] Places()
    {
        long[] places = new long[Math.Min(Count, MostPoints)];
        for (int i = 0; i < places.Length; i++)
            places[i] = Points[i].SampleOffset;
        return places;
    }

    public readonly SfCues AtRatio(double ratio)
    {
        SfCues moved = this;
        for (int i = 0; i < MostPoints; i++)
        {
            moved.Points[i].Position = SfPlace.AtRatio(Points[i].Position, ratio);
            moved.Points[i].SampleOffset = SfPlace.AtRatio(Points[i].SampleOffset, ratio);
        }
        return moved;
    }

    public struct Point
    {
        public int Index;
        public uint Position;
        public int Chunk;
        public int ChunkStart;
        public int BlockStart;
        public uint SampleOffset;
        public NameBytes Name;
    }

    [InlineArray(256)]
    public struct NameBytes
    {
        private byte _first;
    }

    [InlineArray(MostPoints)]
    public struct PointArray
    {
        private Point _first;
    }
}
