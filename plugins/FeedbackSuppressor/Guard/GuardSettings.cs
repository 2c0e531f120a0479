namespace PluginHost.Plugins.Guard;

/// <summary>What the guard takes for granted about what it hears.</summary>
internal enum GuardMaterial
{
    /// <summary>Judge by the share of sustained tones.</summary>
    Auto,

    /// <summary>Speech: tones do not last, so that little evidence will do.</summary>
    Speech,

    /// <summary>Music: sustained tones are wanted; only what grows like a loop is cut.</summary>
    Music,
}

/// <summary>Settings of a <see cref="HowlGuard"/>; may change between blocks.</summary>
internal readonly record struct GuardSettings()
{
    /// <summary>Gets the most notches at a time, 0 to <see cref="NotchBank.Capacity"/>.</summary>
    public int MaxNotches { get; init; } = 24;

    /// <summary>Gets the deepest cut, dB, -48 to -3.</summary>
    public float MaxDepthDb { get; init; } = -18;

    /// <summary>Gets the width of a new notch where its cut is half as deep, octaves, 1/60 to 1/10.</summary>
    public float WidthOctaves { get; init; } = 1f / 20;

    /// <summary>Gets how wide a notch may become where notches run short or howls lie close, octaves, 1/60 to 1/5.</summary>
    public float MaxWidthOctaves { get; init; } = 0.2f;

    /// <summary>Gets how long a proven notch stays after its last sign of a howl, ms; then it is let up slowly.</summary>
    public float ReleaseMs { get; init; } = 30_000;

    /// <summary>Gets what is heard.</summary>
    public GuardMaterial Material { get; init; } = GuardMaterial.Auto;

    /// <summary>Gets a value indicating whether proven notches are locked as they are found: the ring-out before the
    /// show. Locked notches stay until unlocked or reset.</summary>
    public bool Learn { get; init; }

    /// <summary>Gets a value indicating whether tones that ring without growing are put on small trials, to know of a loop
    /// before it howls: what is played changes by less than -50 dB.</summary>
    public bool TriesRings { get; init; }

    /// <summary>Gets a value indicating whether a ring has to be proven once more than usual: another witness hears no loop.</summary>
    public bool DoubtsRings { get; init; }

    /// <summary>Gets a value indicating whether there is no loop any more, so that howls are not expected and notches may go at once.</summary>
    public bool HasNoLoop { get; init; }

    /// <summary>Gets a value indicating whether no notch is added, deepened, or released.</summary>
    public bool Freeze { get; init; }
}

/// <summary>One notch, for meters.</summary>
/// <param name="FrequencyHz">Its centre.</param>
/// <param name="DepthDb">What it cuts at the centre now, 0 or less.</param>
/// <param name="WidthOctaves">Its width at half of that.</param>
/// <param name="AgeSeconds">Time since it was placed.</param>
/// <param name="Proven">Whether the tone it was placed for was seen to decay because of it.</param>
/// <param name="Locked">Whether it stays.</param>
internal readonly record struct NotchInfo(
    float FrequencyHz, float DepthDb, float WidthOctaves, float AgeSeconds, bool Proven, bool Locked);
