using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PluginHost.Hosting.Audio.Metadata;

/// <summary>SF_INSTRUMENT of libsndfile: root key, ranges, up to 16 loops.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SfInstrument
{
    private const int MostLoops = 16;

    public int Gain;
    public byte BaseNote;
    public byte Detune;
    public byte VelocityLow;
    public byte VelocityHigh;
    public byte KeyLow;
    public byte KeyHigh;
    public int LoopCount;
    public LoopArray Loops;

    public readonly (long Start, long End)[] Places()
    {
        LoopArray loops = Loops;
        return [.. Enumerable.Range(0, Math.Clamp(LoopCount, 0, MostLoops)).Select(i => ((long)loops[i].Start, (long)loops[i].End))];
    }

    public readonly SfInstrument AtRatio(double ratio)
    {
        SfInstrument moved = this;
        for (int i = 0; i < MostLoops; i++)
        {
            moved.Loops[i].Start = SfPlace.AtRatio(Loops[i].Start, ratio);
            moved.Loops[i].End = SfPlace.AtRatio(Loops[i].End, ratio);
        }
        return moved;
    }

    public struct Loop
    {
        public int Mode;
        public uint Start;
        public uint End;
        public uint Count;
    }

    [InlineArray(MostLoops)]
    public struct LoopArray
    {
        private Loop _first;
    }
}

/// <summary>A frame as the chunks of these formats count it.</summary>
internal static class SfPlace
{
    public static uint AtRatio(uint frame, double ratio) => (uint)Math.Min(Math.Round(frame * ratio), uint.MaxValue);
}
