namespace PluginHost.Plugins.Guard;

/// <summary>How much evidence a trial asks for: little after a howl was proven, more while sustained tones are heard.</summary>
internal sealed class Wariness
{
    // Seconds for which a proven howl makes suspicious.
    private const float AlertSeconds = 20;
    private const float SpeechStrictness = 0.8f;
    private const float MusicStrictness = 1.3f;
    private float _sustained;

    /// <summary>Gets how much howls are expected, 0 to 1: 1 when one was just proven.</summary>
    public float Alert { get; private set; }

    /// <summary>Gets whether howls are expected.</summary>
    public bool IsAlert => Alert > 0.3f;

    /// <summary>Gets the share of the time in which tones last, 0 to 1; slow.</summary>
    public float Sustained { get; private set; }

    /// <summary>Forgets the howls, and what was sustained.</summary>
    public void Reset() => Alert = _sustained = Sustained = 0;

    /// <summary>A howl was proven.</summary>
    public void Rouse() => Alert = 1;

    /// <summary>A suspicion came to nothing.</summary>
    public void Calm() => Alert = Math.Max(0, Alert - 0.15f);

    /// <summary>A hop went by.</summary>
    public void Pass(float hopSeconds) => Alert *= 1 - (hopSeconds / AlertSeconds);

    /// <summary>Says how much to ask for; once a hop.</summary>
    /// <param name="material">What is heard.</param>
    /// <param name="sustained">Tones that have lasted.</param>
    /// <param name="hopSeconds">Seconds a hop.</param>
    /// <returns>About 1; more asks for more.</returns>
    public float Strictness(GuardMaterial material, int sustained, float hopSeconds)
    {
        _sustained += ((sustained >= 2 ? 1 : 0) - _sustained) * hopSeconds;
        (float strictness, Sustained) = material switch
        {
            GuardMaterial.Speech => (SpeechStrictness, 0),
            GuardMaterial.Music => (MusicStrictness, 1),
            _ => (1 + (_sustained * (MusicStrictness - 1)), _sustained),
        };
        return strictness * (IsAlert ? 1 - (0.45f * Alert) : 1.25f);
    }
}
