using System.Runtime.InteropServices;

namespace PluginHost.Hosting.Tests.Rendering;

/// <summary>Gives bytes in pieces, as a pipe does. Does not allocate.</summary>
internal sealed class ScriptedInput(byte[] bytes, int chunk) : Stream
{
    private int _at;

    public Action BeforeRead { get; set; } = () => { };

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _at;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        BeforeRead();
        int count = Math.Min(Math.Min(buffer.Length, chunk), bytes.Length - _at);
        bytes.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>Keeps what is written, notes what each flush sent on, and may fail.</summary>
internal sealed class RecordedOutput(int capacity = 1 << 20) : Stream
{
    private readonly byte[] _bytes = new byte[capacity];
    private int _length;
    private int _flushed;

    public List<int> FlushedBytes { get; } = new(10_000);

    public int FailAfter { get; init; } = int.MaxValue;

    public IOException? Failure { get; init; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    public float[] Samples() => MemoryMarshal.Cast<byte, float>(_bytes.AsSpan(0, _length)).ToArray();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (FlushedBytes.Count == FailAfter)
            throw Failure!;
        buffer.CopyTo(_bytes.AsSpan(_length));
        _length += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        FlushedBytes.Add(_length - _flushed);
        _flushed = _length;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
