using System.Buffers.Binary;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Tests.Checking.Effects;

/// <summary>Learns the peak of what it hears and keeps it as state; softens everything below it.</summary>
[AudioEffect("good-learner", "Learner")]
public sealed class GoodLearner : AudioEffect
{
    private const uint Magic = 0x4C52_4E31;
    private float _learned;

    public override void Process(in ProcessContext context)
    {
        for (int n = 0; n < context.Audio.Frames; n++)
        {
            for (int channel = 0; channel < context.Audio.Channels; channel++)
            {
                ref float sample = ref context.Audio[channel][n];
                if (Math.Abs(sample) > 0.999f)
                    _learned = Math.Max(_learned, Math.Abs(sample));
                sample *= 1 - (0.5f * _learned);
            }
        }
    }

    public override byte[] SaveState()
    {
        byte[] state = new byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(state, Magic);
        BinaryPrimitives.WriteSingleLittleEndian(state.AsSpan(4), _learned);
        return state;
    }

    public override void LoadState(ReadOnlySpan<byte> state)
    {
        if (state.Length != 8 || BinaryPrimitives.ReadUInt32LittleEndian(state) != Magic
            || BinaryPrimitives.ReadSingleLittleEndian(state[4..]) is not (>= 0 and <= 1 and float learned))
            throw new InvalidDataException("That is no learned peak.");
        _learned = learned;
    }
}

/// <summary>Answers every note an octave higher, 100 frames later, and follows the beat.</summary>
[AudioEffect("good-notes", "Notes")]
public sealed class GoodNotes : AudioEffect
{
    private const int Wait = 100;
    private readonly NoteEvent[] _waiting = new NoteEvent[64];
    private readonly int[] _left = new int[64];
    private int _count;

    public override void Process(in ProcessContext context)
    {
        int frames = context.Audio.Frames;
        foreach (NoteEvent note in context.Notes)
        {
            _waiting[_count] = note with { Key = (byte)(note.Key + 12) };
            _left[_count++] = note.Frame + Wait;
        }
        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            if (_left[i] < frames)
                context.Emit(_waiting[i] with { Frame = _left[i] });
            else
                (_waiting[kept], _left[kept++]) = (_waiting[i], _left[i] - frames);
        }
        _count = kept;
    }

    protected override void OnReset() => _count = 0;
}

/// <summary>Rings for ever.</summary>
[AudioEffect("good-endless", "Endless")]
public sealed class GoodEndless : AudioEffect
{
    private float _held;

    public override int TailFrames => int.MaxValue;

    public override void Process(in ProcessContext context)
    {
        for (int n = 0; n < context.Audio.Frames; n++)
        {
            for (int channel = 0; channel < context.Audio.Channels; channel++)
            {
                _held = Math.Clamp(_held + (1e-4f * context.Audio[channel][n]), -0.1f, 0.1f);
                context.Audio[channel][n] += _held;
            }
        }
    }

    protected override void OnReset() => _held = 0;
}
