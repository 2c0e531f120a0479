using System.Numerics;
using System.Runtime.InteropServices;
using PluginHost.Dsp.Levels;

namespace PluginHost.Plugins;

/// <summary>The settings of the echo, gliding to their targets, and their values at each frame of a short piece of a
/// block.</summary>
internal sealed class EchoControls
{
    /// <summary>The longest piece.</summary>
    public const int MaxFrames = 64;

    private const double TimeConstantMs = 4;

    private readonly Control _dry = new(), _wet = new(), _feedback = new();
    private readonly Control _crossing = new(), _lowPole = new(), _highPole = new();
    private readonly Control[] _all;
    private int _frames;

    /// <summary>Allocates everything. [control-thread]</summary>
    public EchoControls() => _all = [_dry, _wet, _feedback, _crossing, _lowPole, _highPole];

    /// <summary>Gets the gain of the dry signal. [audio-thread]</summary>
    public ReadOnlySpan<Vector<float>> Dry => Wide(_dry);

    /// <summary>Gets the gain of the echoes. [audio-thread]</summary>
    public ReadOnlySpan<Vector<float>> Wet => Wide(_wet);

    /// <summary>Gets the share of an echo that is played again. [audio-thread]</summary>
    public ReadOnlySpan<Vector<float>> Feedback => Wide(_feedback);

    /// <summary>Gets how far echoes change sides: 0 not at all, 1 wholly. [audio-thread]</summary>
    public ReadOnlySpan<Vector<float>> Crossing => Wide(_crossing);

    /// <summary>Gets the pole of the low cut. [audio-thread]</summary>
    public ReadOnlySpan<float> LowPole => _lowPole.Values.AsSpan(0, _frames);

    /// <summary>Gets the pole of the high cut. [audio-thread]</summary>
    public ReadOnlySpan<float> HighPole => _highPole.Values.AsSpan(0, _frames);

    /// <summary>Sets the pace of the glides. [control-thread]</summary>
    public void Prepare(int sampleRate)
    {
        foreach (Control control in _all)
            control.Glide.Prepare(TimeConstantMs * sampleRate / 1000);
    }

    /// <summary>Sets the gains of dry signal and echoes; mix and feedback are shares from 0 to 1.
    /// [audio-thread]</summary>
    public void SetLevels(double mix, double feedback)
    {
        _dry.Glide.HeadFor(Math.Min(1, 2 - (2 * mix)));
        _wet.Glide.HeadFor(Math.Min(1, 2 * mix));
        _feedback.Glide.HeadFor(feedback);
    }

    /// <summary>Sets what happens to an echo on its way back. [audio-thread]</summary>
    public void SetReturn(double crossing, double lowPole, double highPole)
    {
        _crossing.Glide.HeadFor(crossing);
        _lowPole.Glide.HeadFor(lowPole);
        _highPole.Glide.HeadFor(highPole);
    }

    /// <summary>Jumps to the targets. [audio-thread]</summary>
    public void SnapToTargets()
    {
        foreach (Control control in _all)
            control.Glide.SnapToTarget();
    }

    /// <summary>Computes the values of the next frames. [audio-thread]</summary>
    /// <param name="frames">Length of the piece, at most <see cref="MaxFrames"/>.</param>
    public void MoveOn(int frames)
    {
        _frames = frames;
        foreach (Control control in _all)
            control.MoveOn(frames);
    }

    // Whole vectors; what lies behind the end of the piece is of no meaning.
    private ReadOnlySpan<Vector<float>> Wide(Control control) => MemoryMarshal.Cast<float, Vector<float>>(control.Values)
        [..((_frames + Vector<float>.Count - 1) / Vector<float>.Count)];

    private sealed class Control
    {
        public readonly Glide Glide = new();
        public readonly float[] Values = new float[MaxFrames];
        private bool _isLevel;

        /// <summary>Writes the next values, unless they are there: most of the time nothing moves.</summary>
        public void MoveOn(int frames)
        {
            if (!Glide.IsMoving && _isLevel && Values[0] == Glide.Value)
                return;
            _isLevel = !Glide.IsMoving;
            if (_isLevel)
                Array.Fill(Values, Glide.Value);
            else
                Glide.Fill(Values.AsSpan(0, frames));
        }
    }
}
