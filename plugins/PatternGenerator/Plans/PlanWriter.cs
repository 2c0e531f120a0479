using PluginHost.Patterns.Generation;
using PluginHost.Patterns.Music;
using PluginHost.Plugins.Stored;
using PluginHost.Plugins.Timing;

namespace PluginHost.Plugins.Plans;

/// <summary>Writes plans: the harmony first, then every role over its chord. On one thread at a time; allocates nothing.</summary>
internal sealed class PlanWriter
{
    private readonly Scribe?[][] _models;
    private readonly Scribe?[] _harmonies;
    private readonly Scribe[] _stored =
        [new(new StoredDrums()), new(new StoredBass()), new(new StoredChords()), new(new StoredMelody())];
    private readonly Bar _harmony = new(), _lesson = new();
    private readonly PlainArithmetic _arithmetic = new();
    private int _learned;

    /// <summary>Takes the models that were found. [control-thread]</summary>
    /// <param name="models">For each role, in the order of its choices; null where a model is missing.</param>
    /// <param name="harmonies">The models of chord progressions.</param>
    public PlanWriter(Scribe?[][] models, Scribe?[] harmonies) => (_models, _harmonies) = (models, harmonies);

    /// <summary>Gets whether a role's last bar was written by its model. [any-thread]</summary>
    public bool IsLearned(Role role) => (Volatile.Read(ref _learned) >> (int)role & 1) != 0;

    /// <summary>Writes a plan. [worker-thread]</summary>
    public void Write(in PlanRequest request, BarPlan plan)
    {
        _arithmetic.Enter();
        WriteAll(request, plan);
        _arithmetic.Leave();
    }

    private void WriteAll(in PlanRequest request, BarPlan plan)
    {
        plan.Begin(request.Bar.Number, request.Bar.Steps);
        plan.Number = request.Number;
        BarRequest wanted = request.Bar;
        wanted.Chord = plan.Chord = ChordFor(request);
        if (request.Models.Harmony >= 0)
            wanted.NextChord = default;
        int learned = Write(request, wanted, Role.Chords, request.Models.Chords, plan[Role.Chords])
            | Write(request, wanted, Role.Bass, request.Models.Bass, plan[Role.Bass])
            | Write(request, wanted, Role.Melody, request.Models.Melody, plan[Role.Melody]);
        wanted.Density = request.DrumDensity;
        learned |= WriteDrums(request, wanted, plan);
        Volatile.Write(ref _learned, learned);
    }

    private Chord ChordFor(in PlanRequest request)
    {
        Scribe? harmony = At(_harmonies, request.Models.Harmony);
        if (harmony is null)
            return request.Bar.Chord;
        BarRequest open = request.Bar;
        (open.Chord, open.NextChord) = (default, default);
        if (!harmony.TryWrite(request, open, _harmony))
            return request.Bar.Chord;
        Chord chord = _harmony.ChordAt(0);
        return chord.IsNone ? request.Bar.Chord : chord;
    }

    // Both what the drums play and what they play in a pause; the music goes on from the former.
    private int WriteDrums(in PlanRequest request, in BarRequest wanted, BarPlan plan)
    {
        BarRequest filled = wanted;
        filled.Fill = true;
        int learned = Write(request, filled, Role.Drums, request.Models.Drums, plan.Fill);
        if (wanted.Fill)
        {
            plan[Role.Drums].CopyFrom(plan.Fill);
            return learned;
        }
        At(_models[(int)Role.Drums], request.Models.Drums)?.TakeBack(request.Number.Bar);
        _stored[(int)Role.Drums].TakeBack(request.Number.Bar);
        return Write(request, wanted, Role.Drums, request.Models.Drums, plan[Role.Drums]);
    }

    private int Write(in PlanRequest request, in BarRequest wanted, Role role, int model, Bar bar)
    {
        if (At(_models[(int)role], model) is { } scribe)
        {
            if (role is Role.Drums or Role.Bass && scribe.IsNew(request))
                Teach(scribe, request, wanted, role);
            if (scribe.TryWrite(request, wanted, bar))
                return 1 << (int)role;
        }
        _stored[(int)role].TryWrite(request, wanted, bar);
        return 0;
    }

    // A rhythm that begins out of nothing may begin anywhere; a net that has heard two plain bars goes on from there. Lines and
    // chords are at their best in a style of their own, which the stored ones are not.
    private void Teach(Scribe scribe, in PlanRequest request, in BarRequest wanted, Role role)
    {
        scribe.Begin(request);
        BarRequest lesson = wanted;
        lesson.Fill = false;
        for (int bar = 2; bar < 4; bar++)
        {
            lesson.Number = bar;
            _stored[(int)role].TryWrite(request, lesson, _lesson);
            scribe.Hear(lesson, _lesson);
        }
    }

    private static Scribe? At(Scribe?[] scribes, int index) => (uint)index < (uint)scribes.Length ? scribes[index] : null;
}
