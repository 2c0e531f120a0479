using PluginHost.Engine.Chains;
using PluginHost.Hosting.Presets;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Tests.Presets;

/// <summary>A rack of small effects, and what became of those that were created.</summary>
internal sealed class TestRack
{
    private static readonly Dictionary<string, Func<AudioEffect>> Effects = new()
    {
        ["gain"] = () => new TestGain(),
        ["late"] = () => new TestLate(),
        ["echo"] = () => new TestEcho(),
        ["memory"] = () => new TestMemory(),
        ["learner"] = () => new TestLearner(),
        ["bomb"] = () => new TestBomb(),
        ["unready"] = () => new TestUnready(),
        ["stillborn"] = () => throw new InvalidOperationException("no luck today"),
    };

    private readonly List<AudioEffect> _created = [];
    private int _leasesOpen;

    public TestRack() => Builder = new ChainBuilder(Create, () => Effects.Keys);

    public ChainBuilder Builder { get; }

    public IReadOnlyList<AudioEffect> Created => _created;

    public int LeasesOpen => Volatile.Read(ref _leasesOpen);

    public Slot Create(string id)
    {
        AudioEffect effect = Effects[id]();
        lock (_created)
            _created.Add(effect);
        Interlocked.Increment(ref _leasesOpen);
        return new Slot(id, effect, new Lease(this));
    }

    private sealed class Lease(TestRack rack) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref rack._leasesOpen);
    }
}

/// <summary>A smoothed gain with one parameter of every kind.</summary>
internal sealed class TestGain : AudioEffect
{
    private readonly Parameter _gain;

    public TestGain()
    {
        _gain = Add(new Parameter("gain", "Gain", -60, 24, 0, ParameterUnit.Decibels));
        Add(Parameter.OneOf("mode", "Mode", 0, "studio", "live"));
        Add(Parameter.Toggle("invert", "Invert"));
        Add(new Parameter("pitch", "Pitch", -12, 12, 0, ParameterUnit.Semitones) { Step = 1 });
        Add(new Parameter("fine", "Fine", 0, 1, 0) { Step = 0.1f });
    }

    public override void Process(in ProcessContext context)
    {
        for (int frame = 0; frame < context.Audio.Frames; frame++)
        {
            float gain = Decibels.ToGain(_gain.Next());
            for (int channel = 0; channel < context.Audio.Channels; channel++)
                context.Audio[channel][frame] *= gain;
        }
    }
}

/// <summary>Gives its input back 100 frames later.</summary>
internal sealed class TestLate : AudioEffect
{
    public const int Frames = 100;
    private float[][] _line = [];
    private int _at;

    public override int LatencyFrames => Frames;

    protected override void OnPrepare() => _line = [.. Enumerable.Range(0, Format.Channels).Select(_ => new float[Frames])];

    protected override void OnReset()
    {
        _at = 0;
        foreach (float[] row in _line)
            row.AsSpan().Clear();
    }

    public override void Process(in ProcessContext context)
    {
        for (int frame = 0; frame < context.Audio.Frames; frame++)
        {
            for (int channel = 0; channel < context.Audio.Channels; channel++)
                (context.Audio[channel][frame], _line[channel][_at]) = (_line[channel][_at], context.Audio[channel][frame]);
            _at = (_at + 1) % Frames;
        }
    }
}

/// <summary>Adds half of what it gave 60 frames ago; sounds for ever, or as long as it is told to say.</summary>
internal sealed class TestEcho : AudioEffect
{
    public const int Frames = 60;
    private readonly Parameter _feedback;
    private readonly Parameter _tail;
    private float[][] _line = [];
    private int _at;

    public TestEcho()
    {
        _feedback = Add(new Parameter("feedback", "Feedback", 0, 1, 0.5f));
        _tail = Add(new Parameter("tail", "Tail, 0 for endless", 0, 1e6f, 0, ParameterUnit.Frames));
    }

    public override int TailFrames => _tail.Target == 0 ? int.MaxValue : (int)_tail.Target;

    protected override void OnPrepare() => _line = [.. Enumerable.Range(0, Format.Channels).Select(_ => new float[Frames])];

    protected override void OnReset()
    {
        _at = 0;
        foreach (float[] row in _line)
            row.AsSpan().Clear();
    }

    public override void Process(in ProcessContext context)
    {
        for (int frame = 0; frame < context.Audio.Frames; frame++)
        {
            float feedback = _feedback.Next();
            for (int channel = 0; channel < context.Audio.Channels; channel++)
                _line[channel][_at] = context.Audio[channel][frame] += _line[channel][_at] * feedback;
            _at = (_at + 1) % Frames;
        }
    }
}

/// <summary>Keeps bytes that no parameter tells.</summary>
internal sealed class TestMemory : AudioEffect
{
    public byte[] Kept { get; set; } = [];

    public bool FailsToSave { get; set; }

    public override void Process(in ProcessContext context)
    {
    }

    public override byte[] SaveState() => FailsToSave ? throw new IOException("lost") : Kept;

    public override void LoadState(ReadOnlySpan<byte> state) =>
        Kept = state[0] == 7 ? state.ToArray() : throw new InvalidDataException("it must begin with 7");
}

/// <summary>Adds what it has learned, which a reset does not take from it: how many frames it ever heard.</summary>
internal sealed class TestLearner : AudioEffect
{
    private int _learned;
    private float _offset;

    protected override void OnReset() => _offset = _learned * 1e-5f;

    public override void Process(in ProcessContext context)
    {
        _learned += context.Audio.Frames;
        for (int channel = 0; channel < context.Audio.Channels; channel++)
        {
            foreach (ref float sample in context.Audio[channel])
                sample += _offset;
        }
    }

    public override byte[] SaveState() => BitConverter.GetBytes(_learned);

    public override void LoadState(ReadOnlySpan<byte> state) => _learned = BitConverter.ToInt32(state);
}

/// <summary>Throws once the stream has come to a frame.</summary>
internal sealed class TestBomb : AudioEffect
{
    public override void Process(in ProcessContext context)
    {
        if (context.Transport.FramePosition > 2000)
            throw new InvalidOperationException("boom");
    }
}

/// <summary>Cannot be prepared.</summary>
internal sealed class TestUnready : AudioEffect
{
    public bool IsGone { get; private set; }

    public override void Process(in ProcessContext context)
    {
    }

    protected override void OnPrepare() => throw new InvalidOperationException("not at\nthis rate");

    protected override void OnDispose() => IsGone = true;
}
