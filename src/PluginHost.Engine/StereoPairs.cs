using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PluginHost.Engine;

/// <summary>
/// The commonest layout at several frames a step: a frame of two samples is one word of 64 bits, whose halves are told apart without
/// looking at what they mean.
/// </summary>
internal static class StereoPairs
{
    private const int HalfBits = 32;

    // On a machine that stores the first sample in the upper half, one frame at a time does it.
    private static readonly int Step = BitConverter.IsLittleEndian ? Vector256<uint>.Count : int.MaxValue;

    /// <summary>Takes frames apart. [audio-thread]</summary>
    /// <param name="interleaved">At least twice as long as a row.</param>
    /// <param name="left">Filled whole.</param>
    /// <param name="right">As long; filled whole.</param>
    public static void Split(ReadOnlySpan<float> interleaved, Span<float> left, Span<float> right)
    {
        right = right[..left.Length];
        ReadOnlySpan<ulong> frames = MemoryMarshal.Cast<float, ulong>(interleaved[..(2 * left.Length)]);
        Span<uint> lefts = MemoryMarshal.Cast<float, uint>(left);
        Span<uint> rights = MemoryMarshal.Cast<float, uint>(right);
        int at = 0;
        for (; at <= frames.Length - Step; at += Step)
        {
            Vector256<ulong> first = Vector256.Create(frames.Slice(at, Step / 2));
            Vector256<ulong> second = Vector256.Create(frames.Slice(at + (Step / 2), Step / 2));
            Vector256.Narrow(first, second).CopyTo(lefts[at..]);
            Vector256.Narrow(first >>> HalfBits, second >>> HalfBits).CopyTo(rights[at..]);
        }
        for (; at < left.Length; at++)
            (left[at], right[at]) = (interleaved[2 * at], interleaved[(2 * at) + 1]);
    }

    /// <summary>Puts frames together. [audio-thread]</summary>
    /// <param name="left">One row.</param>
    /// <param name="right">As long.</param>
    /// <param name="interleaved">At least twice as long as a row.</param>
    public static void Join(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> interleaved)
    {
        right = right[..left.Length];
        Span<ulong> frames = MemoryMarshal.Cast<float, ulong>(interleaved[..(2 * left.Length)]);
        ReadOnlySpan<uint> lefts = MemoryMarshal.Cast<float, uint>(left);
        ReadOnlySpan<uint> rights = MemoryMarshal.Cast<float, uint>(right);
        int at = 0;
        for (; at <= frames.Length - Step; at += Step)
        {
            (Vector256<ulong> firstLeft, Vector256<ulong> secondLeft) = Vector256.Widen(Vector256.Create(lefts.Slice(at, Step)));
            (Vector256<ulong> firstRight, Vector256<ulong> secondRight) = Vector256.Widen(Vector256.Create(rights.Slice(at, Step)));
            (firstLeft | (firstRight << HalfBits)).CopyTo(frames[at..]);
            (secondLeft | (secondRight << HalfBits)).CopyTo(frames[(at + (Step / 2))..]);
        }
        for (; at < left.Length; at++)
            (interleaved[2 * at], interleaved[(2 * at) + 1]) = (left[at], right[at]);
    }
}
