namespace PluginHost.Dsp.Modulation;

/// <summary>A point on the unit circle that moves on by the same angle at every frame: two products instead of sine and
/// cosine.</summary>
/// <remarks>Set anew from a counted angle every some frames, it is as exact as that.</remarks>
internal struct Phasor
{
    public double Cos;
    public double Sin;
    private double _stepCos;
    private double _stepSin;

    /// <summary>Goes to an angle, in radians. [audio-thread]</summary>
    public void Set(double angle) => (Sin, Cos) = Math.SinCos(angle);

    /// <summary>Sets the angle of a step, in radians. [audio-thread]</summary>
    public void StepBy(double angle) => (_stepSin, _stepCos) = Math.SinCos(angle);

    /// <summary>Moves one step on. [audio-thread]</summary>
    public void Next() => (Cos, Sin) = ((Cos * _stepCos) - (Sin * _stepSin), (Sin * _stepCos) + (Cos * _stepSin));
}
