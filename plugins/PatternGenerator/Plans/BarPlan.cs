using PluginHost.Patterns.Generation;
using PluginHost.Patterns.Music;
using PluginHost.Plugins.Timing;

namespace PluginHost.Plugins.Plans;

/// <summary>One bar for all roles, in arrays of fixed size. Whoever owns it may write it; once published nobody does.</summary>
internal sealed class BarPlan
{
    private const int Roles = 4;
    private readonly Bar[] _parts = [new(), new(), new(), new()];

    /// <summary>Gets or sets which reset it belongs to, and its number from 0 since then.</summary>
    public PlanNumber Number { get; set; } = PlanNumber.None;

    /// <summary>Gets what the drums play instead when the player pauses.</summary>
    public Bar Fill { get; } = new();

    /// <summary>Gets the chord it was written for.</summary>
    public Chord Chord { get; set; }

    /// <summary>Gets the steps that all parts have.</summary>
    public int Steps => _parts[0].Steps;

    /// <summary>Gets the part of a role.</summary>
    public Bar this[Role role] => _parts[(int)role];

    /// <summary>Empties every part.</summary>
    public void Begin(int number, int steps)
    {
        foreach (Bar part in _parts)
            part.Begin(number, steps);
        Fill.Begin(number, steps);
    }

    /// <summary>Copies another plan.</summary>
    public void CopyFrom(BarPlan other)
    {
        (Number, Chord) = (other.Number, other.Chord);
        for (int role = 0; role < Roles; role++)
            _parts[role].CopyFrom(other._parts[role]);
        Fill.CopyFrom(other.Fill);
    }
}

/// <summary>Names a plan.</summary>
/// <param name="Epoch">Counts resets.</param>
/// <param name="Bar">Counts bars since then, from 0.</param>
internal readonly record struct PlanNumber(int Epoch, int Bar)
{
    public static readonly PlanNumber None = new(-1, -1);
}
