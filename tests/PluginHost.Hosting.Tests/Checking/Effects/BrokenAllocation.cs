using PluginHost.Sdk;

namespace PluginHost.Hosting.Tests.Checking.Effects;

[AudioEffect("allocates", "Broken")]
public sealed class AllocatesInProcess : Through
{
    private object _last = "";

    public override void Process(in ProcessContext context) => _last = new float[context.Audio.Frames];

    public override string ToString() => $"{_last}";
}

[AudioEffect("allocates-rarely", "Broken")]
public sealed class AllocatesRarely : Through
{
    private object _last = 0;
    private int _blocks;

    public override void Process(in ProcessContext context)
    {
        if (++_blocks % 5_000 == 0)
            _last = _blocks;
    }

    public override string ToString() => $"{_last}";
}

[AudioEffect("allocates-in-reset", "Broken")]
public sealed class AllocatesInReset : Through
{
    private float[] _line = [];

    public override string ToString() => $"{_line.Length}";

    protected override void OnReset() => _line = new float[16];
}
