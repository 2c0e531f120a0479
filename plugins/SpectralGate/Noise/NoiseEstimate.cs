using System.Runtime.Intrinsics;
using PluginHost.Plugins.Gain;

namespace PluginHost.Plugins.Noise;

/// <summary>
/// The noise in every bin of a lane: a learned profile, whose level is tracked where the whole spectrum is judged to be
/// noise, or what <see cref="Imcra"/> finds.
/// </summary>
internal sealed class NoiseEstimate
{
    private const float TrackMs = 200;
    private const float ProfileSpan = 3.9810717f;
    private const float BlindLow = 0.8f;
    private const float BlindHigh = 3;
    private const int FewestHops = 45;
    private const int Near = 5;
    private const int Far = 9;
    private const float MostLine = 100;
    private readonly float[] _low;
    private readonly float[] _high;
    private readonly float[] _profile;
    private readonly float[] _smooth;
    private readonly Imcra _imcra;
    private readonly float _step;
    private bool _hasProfile;

    /// <summary>Makes room; allocates. [control-thread]</summary>
    public NoiseEstimate(int bins, double hopSeconds)
    {
        int room = Lanes.Room(bins);
        (Power, _low, _high, _profile) = (new float[room], new float[room], new float[room], new float[room]);
        _smooth = new float[room];
        _imcra = new Imcra(bins, hopSeconds);
        _step = 1 - (float)Math.Exp(-hopSeconds / (TrackMs * 1e-3));
        Reset();
    }

    /// <summary>Gets the noise power of each bin, above 0. [audio-thread]</summary>
    public float[] Power { get; }

    /// <summary>Forgets the signal and the profile. [audio-thread]</summary>
    public void Reset()
    {
        _hasProfile = false;
        _imcra.Reset();
        Array.Fill(Power, NoiseProfile.LeastPower);
    }

    /// <summary>Goes by a profile from now on. [audio-thread]</summary>
    /// <param name="profile">Power of each bin, above 0, for the windows of this lane.</param>
    public void Use(ReadOnlySpan<float> profile)
    {
        _hasProfile = true;
        profile.CopyTo(_profile);
        _profile.AsSpan(profile.Length).Fill(profile[^1]);
        _profile.CopyTo(Power, 0);
        for (int i = 0; i < _profile.Length; i++)
            (_low[i], _high[i]) = (_profile[i] / ProfileSpan, _profile[i] * ProfileSpan);
    }

    /// <summary>Takes up what another lane knows, whose windows have other energy. [audio-thread]</summary>
    public void Adopt(NoiseEstimate other, float scale)
    {
        _hasProfile = other._hasProfile;
        _imcra.Adopt(other._imcra, scale);
        for (int i = 0; i < Power.Length; i++)
        {
            Power[i] = other.Power[i] * scale;
            _profile[i] = other._profile[i] * scale;
            (_low[i], _high[i]) = (other._low[i] * scale, other._high[i] * scale);
        }
    }

    /// <summary>Takes up the spectrum of a hop, before its gains are known. [audio-thread]</summary>
    /// <param name="power">Of each bin; as long as <see cref="Power"/>.</param>
    /// <param name="isWhole">Whether the window holds nothing from before the start.</param>
    /// <param name="source">Where the estimate comes from.</param>
    public void Update(float[] power, bool isWhole, NoiseSource source)
    {
        if (!isWhole)
            _imcra.Reset();
        bool isBlind = !_hasProfile || source == NoiseSource.Adaptive;
        // Minima of long ago say nothing about a noise that is tracked again.
        if (!isBlind)
            _imcra.Reset();
        if (isBlind)
        {
            _imcra.Update(power);
            LimitLines();
            bool isNew = _imcra.Hops <= 3 * _imcra.PartHops;
            for (int i = 0; i < Power.Length; i += Vector256<float>.Count)
            {
                Vector256<float> found = Vector256.MaxNative(Lanes.At(_smooth, i), Vector256.Create(NoiseProfile.LeastPower));
                Vector256<float> low = found * BlindLow, high = found * BlindHigh;
                low.CopyTo(_low, i);
                high.CopyTo(_high, i);
                (isNew ? found : Vector256.MinNative(Vector256.MaxNative(Lanes.At(Power, i), low), high)).CopyTo(Power, i);
            }
        }
        else if (source == NoiseSource.Learned)
        {
            _profile.CopyTo(Power, 0);
        }
        MayTrack = isBlind ? _imcra.Hops > FewestHops : source == NoiseSource.Hybrid;
    }

    /// <summary>A note held longer than the window for minima looks like noise to it, but stands far above its
    /// neighbours, which broadband noise does not; lines of hum are subtracted elsewhere.</summary>
    private void LimitLines()
    {
        float[] noise = _imcra.Noise;
        int i = 0;
        for (; i < Far; i++)
            _smooth[i] = Limited(noise, i);
        for (; i <= noise.Length - Far - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            Vector256<float> low = Vector256.MinNative(Lanes.At(noise, i - Near), Lanes.At(noise, i - Far));
            Vector256<float> high = Vector256.MinNative(Lanes.At(noise, i + Near), Lanes.At(noise, i + Far));
            Vector256.MinNative(Lanes.At(noise, i), Vector256.MinNative(low, high) * MostLine).CopyTo(_smooth, i);
        }
        for (; i < noise.Length; i++)
            _smooth[i] = Limited(noise, i);
    }

    /// <summary>Below the first bin the spectrum is mirrored; behind the last one it goes on as it ends.</summary>
    private static float Limited(float[] noise, int i)
    {
        int last = noise.Length - 1;
        int far = i < Far ? i + (2 * Far) : i - Far, near = i < Near ? i + (2 * Near) : i - Near;
        float low = Math.Min(noise[Math.Min(near, last)], noise[Math.Min(far, last)]);
        float high = Math.Min(noise[Math.Min(i + Near, last)], noise[Math.Min(i + Far, last)]);
        return Math.Min(noise[i], MostLine * Math.Min(low, high));
    }

    /// <summary>Gets whether the level may be tracked. [audio-thread]</summary>
    public bool MayTrack { get; private set; }

    /// <summary>Moves towards a spectrum that is judged to be noise. [audio-thread]</summary>
    /// <param name="power">Of each bin.</param>
    /// <param name="presence">How sure it is that there is a signal, 0 to 1.</param>
    public void Track(float[] power, float presence)
    {
        if (!MayTrack || presence >= 1)
            return;
        Vector256<float> step = Vector256.Create(_step * (1 - presence));
        for (int i = 0; i < Power.Length; i += Vector256<float>.Count)
        {
            Vector256<float> noise = Lanes.At(Power, i);
            noise += step * (Vector256.MinNative(Lanes.At(power, i), noise * 8f) - noise);
            Vector256.MinNative(Vector256.MaxNative(noise, Lanes.At(_low, i)), Lanes.At(_high, i)).CopyTo(Power, i);
        }
    }
}
