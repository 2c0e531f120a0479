namespace PluginHost.Plugins.Voices;

/// <summary>Nine drums. The closed hat chokes the open one.</summary>
internal sealed class DrumKit
{
    /// <summary>The most frames at once.</summary>
    public const int MaxFrames = 64;

    private const double ChokeMs = 8;

    private readonly MetalBank _bank;
    private readonly DrumPad[] _pads;
    private readonly float[] _metal = new float[MaxFrames], _sum = new float[MaxFrames], _part = new float[MaxFrames];

    /// <summary>Allocates every drum. [control-thread]</summary>
    /// <param name="rate">In Hz.</param>
    public DrumKit(int rate)
    {
        _bank = new MetalBank(rate);
        _pads =
        [
            Skin(SkinTone.Kick, 0), Skin(SkinTone.Snare, 0.05f),
            Plate(PlateTone.ClosedHat, 0.3f), Plate(PlateTone.OpenHat, 0.3f),
            Skin(SkinTone.LowTom, 0.4f), Skin(SkinTone.MidTom, 0.1f), Skin(SkinTone.HighTom, -0.25f),
            Plate(PlateTone.Crash, -0.45f), Plate(PlateTone.Ride, -0.35f),
        ];

        DrumPad Skin(SkinTone tone, float pan) => new(seed => new SkinStroke(tone, (seed * 0x9E3779B9) | 1, rate), pan);
        DrumPad Plate(PlateTone tone, float pan) => new(seed => new PlateStroke(tone, (seed * 0x85EBCA6B) | 1, rate), pan);
    }

    /// <summary>Gets whether a drum sounds. [audio-thread]</summary>
    public bool IsOn(DrumClass drum) => _pads[(int)drum].IsOn;

    /// <summary>Strikes a drum. [audio-thread]</summary>
    /// <param name="drum">Which.</param>
    /// <param name="velocity">Above 0 to 1.</param>
    public void Strike(DrumClass drum, float velocity)
    {
        if (drum == DrumClass.ClosedHat)
            _pads[(int)DrumClass.OpenHat].Choke(ChokeMs);
        _pads[(int)drum].Strike(velocity);
    }

    /// <summary>Falls silent at once. [audio-thread]</summary>
    public void Reset()
    {
        _bank.Reset();
        foreach (DrumPad pad in _pads)
            pad.Reset();
    }

    /// <summary>Adds what sounds to both sides. [audio-thread]</summary>
    /// <param name="left">Up to <see cref="MaxFrames"/> frames.</param>
    /// <param name="right">As many.</param>
    public void AddTo(Span<float> left, Span<float> right)
    {
        Span<float> metal = _metal.AsSpan(0, left.Length);
        if (IsOn(DrumClass.ClosedHat) || IsOn(DrumClass.OpenHat) || IsOn(DrumClass.Crash) || IsOn(DrumClass.Ride))
            _bank.Fill(metal);
        else
            _bank.Skip(left.Length);
        foreach (DrumPad pad in _pads)
        {
            if (pad.IsOn)
                pad.AddTo(left, right, metal, _sum, _part);
        }
    }
}
