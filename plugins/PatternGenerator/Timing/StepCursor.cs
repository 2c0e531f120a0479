namespace PluginHost.Plugins.Timing;

/// <summary>The next step of the grid of sixteenths. What a step plays is decided half a step before it, as far ahead as a note
/// may be early.</summary>
internal sealed class StepCursor
{
    /// <summary>Steps to a quarter note.</summary>
    public const int PerBeat = 4;

    // A place that far before a step, in steps, is on it.
    private const double OnStep = 1e-6;

    /// <summary>Gets the place of the bar the step lies in, in quarter notes. [audio-thread]</summary>
    public double BarBeat { get; private set; }

    /// <summary>Gets the step's number within the bar. [audio-thread]</summary>
    public int Step { get; private set; }

    /// <summary>Gets the number of the bar on the timeline. [audio-thread]</summary>
    public long Bar { get; private set; }

    /// <summary>Gets the place of the step, in quarter notes. [audio-thread]</summary>
    public double Beat => BarBeat + ((double)Step / PerBeat);

    /// <summary>Gets the place at which the step is decided. [audio-thread]</summary>
    public double DecisionBeat => Beat - (0.5 / PerBeat);

    /// <summary>Gets how many steps a bar has. [any-thread]</summary>
    public static int StepsIn(double beatsPerBar) => Math.Clamp((int)Math.Round(beatsPerBar * PerBeat), 1, 64);

    /// <summary>Goes to the first step that is not before a place. [audio-thread]</summary>
    public void Locate(double beat, double beatsPerBar)
    {
        Bar = (long)Math.Floor((beat / beatsPerBar) + (OnStep / PerBeat));
        BarBeat = Bar * beatsPerBar;
        Step = Math.Max(0, (int)Math.Ceiling(((beat - BarBeat) * PerBeat) - OnStep));
        if (Step >= StepsIn(beatsPerBar))
            NextBar(beatsPerBar);
    }

    /// <summary>Goes to the next step; after a change of metre, <see cref="Locate"/> first. [audio-thread]</summary>
    public void MoveOn(double beatsPerBar)
    {
        Step++;
        if (Step >= StepsIn(beatsPerBar))
            NextBar(beatsPerBar);
    }

    private void NextBar(double beatsPerBar)
    {
        Bar++;
        (BarBeat, Step) = (Bar * beatsPerBar, 0);
    }
}
