using PluginHost.Neural.Random;
using PluginHost.Neural.Steps;
using PluginHost.Patterns.Corpus;
using PluginHost.Patterns.Encoding;
using PluginHost.Patterns.Music;

namespace PluginHost.Patterns.Generation;

/// <summary>
/// Lets a net write bars, step after step: what it chose before and what is asked for go in, what sounds next comes out.
/// The same model, seeds and requests give the same bars everywhere. Allocates only when it is made. [worker-thread]
/// </summary>
public sealed class BarWriter : IBarWriter
{
    /// <summary>How many bars one can go back.</summary>
    public const int MaxRewind = 16;

    /// <summary>Random numbers of one step, in blocks of four: more than its notes can use.</summary>
    private const ulong BlocksPerStep = 64;

    private const float FillLean = 0.8f;

    /// <summary>
    /// Logits a bar by which a chord is the likelier to change the longer it stands, from its second bar on: a net that hears only itself
    /// holds on far longer than songs do.
    /// </summary>
    private const float StandstillLean = 1.5f;

    private readonly PatternModel _model;
    private readonly StepSampler _sampler;
    private readonly TokenBias _bias;
    private readonly BarPlayer _player;
    private readonly BarEar _ear;
    private readonly BarMemory _now;
    private readonly BarMemory[] _before = new BarMemory[MaxRewind];
    private readonly int[] _features;
    private readonly StepToken[] _chosen;
    private readonly bool _knowsFills;
    private ulong _seed;
    private int _written;

    /// <summary>Makes a writer. Allocates. [control-thread]</summary>
    /// <param name="model">What plays.</param>
    public BarWriter(PatternModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _sampler = new StepSampler(model.Steps);
        _bias = new TokenBias(model.Layout, model.Steps.Shape.Head, model.Self);
        _player = new BarPlayer(model.Layout, model.Octave);
        _ear = new BarEar(model.Layout, model.Octave);
        _now = new BarMemory(model);
        for (int i = 0; i < MaxRewind; i++)
            _before[i] = new BarMemory(model);
        _features = new int[_now.Encoder.MaxFeatures];
        _chosen = new StepToken[model.Layout.Vocabulary.IsOneVoice ? 1 : PatternEncoder.MaxTokens];
        _knowsFills = model.Layout.Blocks.Any(block => block.Source == FeatureSource.Fill);
    }

    /// <inheritdoc/>
    public PatternKind Kind => _model.Kind;

    /// <inheritdoc/>
    public void Reset(ulong seed)
    {
        _seed = seed;
        _written = 0;
        _now.Clear();
        _player.Sounding = default;
        foreach (BarMemory memory in _before)
            memory.Number = -1;
    }

    /// <inheritdoc/>
    public bool Rewind(int bar)
    {
        for (int back = 1; back <= Math.Min(_written, MaxRewind); back++)
        {
            BarMemory memory = _before[(_written - back) % MaxRewind];
            if (memory.Number != bar)
                continue;
            _now.CopyFrom(memory);
            _player.Sounding = memory.Sounding;
            for (; back > 0; back--)
                _before[--_written % MaxRewind].Number = -1;
            return true;
        }
        return false;
    }

    /// <inheritdoc/>
    public void Write(in BarRequest request, Bar bar)
    {
        ArgumentNullException.ThrowIfNull(bar);
        BarMemory memory = Remember(request.Number);
        bar.Begin(request.Number, request.Steps);
        int stepsPerBar = request.Steps * _model.Layout.StepsPerBeat / 4;
        int shift = _player.IsKeyRelative ? request.Key.ShiftToWhiteKeys : 0;
        StepContext context = Context(request, stepsPerBar, shift);
        // What is kept comes from the bar before, as it was before this one began to overwrite it.
        bool canKeep = memory.Steps == stepsPerBar;
        _player.Begin(request, shift);
        for (int step = 0; step < stepsPerBar; step++)
        {
            context.Position = step;
            _sampler.Advance(_now.State, _features.AsSpan(0, _now.Encoder.Encode(context, _features)));
            CounterRandom random = new(_seed ^ request.Seed, (ulong)request.Number, (ulong)step * BlocksPerStep);
            bool isNew = random.NextSingle() < request.Variation || !canKeep;
            int count = isNew ? Choose(request, context, shift, ref random) : Keep(memory, step, context.Chord);
            ReadOnlySpan<StepToken> tokens = _chosen.AsSpan(0, count);
            _now.Encoder.Push(tokens);
            _now.SetTokens(step, tokens);
            _player.Play(tokens, step, bar);
        }
        _player.End(bar);
        (_now.Steps, _now.Chord) = (stepsPerBar, context.Chord);
    }

    /// <summary>Lets it hear a bar, as if it had written that itself: so it goes on from there, and need not begin out of nothing.
    /// Chord symbols it does not hear. Does not allocate. [worker-thread]</summary>
    /// <param name="request">How the bar was asked for.</param>
    /// <param name="bar">Notes of the writer's kind; what it has no token for is passed over.</param>
    public void Hear(in BarRequest request, Bar bar)
    {
        ArgumentNullException.ThrowIfNull(bar);
        if (Kind == PatternKind.Chords)
            return;
        Remember(request.Number);
        int stepsPerBar = request.Steps * _model.Layout.StepsPerBeat / 4;
        int shift = _player.IsKeyRelative ? request.Key.ShiftToWhiteKeys : 0;
        StepContext context = Context(request, stepsPerBar, shift);
        for (int step = 0; step < stepsPerBar; step++)
        {
            context.Position = step;
            _sampler.Advance(_now.State, _features.AsSpan(0, _now.Encoder.Encode(context, _features)));
            ReadOnlySpan<StepToken> tokens = _chosen.AsSpan(0, _ear.Listen(bar, step, shift, _chosen));
            _now.Encoder.Push(tokens);
            _now.SetTokens(step, tokens);
        }
        (_now.Steps, _now.Chord) = (stepsPerBar, context.Chord);
    }

    /// <summary>Lets it hear a piece, as if it had played that itself just before. Allocates. [control-thread]</summary>
    /// <param name="piece">A piece of the same kind; its tempo, key and chords count.</param>
    /// <param name="key">Key of the bars to come.</param>
    public void Prime(Piece piece, Key key)
    {
        ArgumentNullException.ThrowIfNull(piece);
        if (_model.Layout.StepsPerBeat == 1 && piece.StepsPerBar > 4)
            piece = Roles.SoundingOnBeats(piece);
        SequenceBuilder builder = new(_model.Layout, _model.Densities, [.. _model.Styles]);
        int shift = _player.IsKeyRelative ? key.ShiftToWhiteKeys : -_model.Octave * PitchClass.Count;
        StepSequence heard = builder.Build(piece, shift, default);
        for (int step = 0; step < piece.Count; step++)
        {
            StepToken[] tokens = builder.Tokens(piece, step, shift);
            _sampler.Advance(_now.State, heard.Inputs[step]);
            _now.Encoder.Push(tokens);
            int position = (piece.FirstPosition + step) % piece.StepsPerBar;
            _now.SetTokens(position, tokens.AsSpan(0, Math.Min(tokens.Length, _chosen.Length)));
            _now.Steps = position == piece.StepsPerBar - 1 ? piece.StepsPerBar : 0;
        }
    }

    private BarMemory Remember(int bar)
    {
        BarMemory memory = _before[_written++ % MaxRewind];
        memory.CopyFrom(_now);
        memory.Sounding = _player.Sounding;
        memory.Number = bar;
        return memory;
    }

    private static StepContext Context(in BarRequest request, int stepsPerBar, int shift) => new()
    {
        StepsPerBar = stepsPerBar,
        PhraseBar = request.Number % Math.Clamp(request.PhraseBars, 1, 16),
        Tempo = request.Tempo,
        Style = request.Style,
        Density = float.IsNaN(request.Density) ? -1 : Math.Clamp((int)(request.Density * DensityScale.Classes), 0, DensityScale.Classes - 1),
        Fill = request.Fill,
        Player = request.Player,
        Chord = request.Chord.Transpose(shift),
        NextChord = (request.NextChord.IsNone ? request.Chord : request.NextChord).Transpose(shift),
        IsMinor = request.Key.IsMinor,
    };

    private int Choose(in BarRequest request, in StepContext context, int shift, ref CounterRandom random)
    {
        if (Kind == PatternKind.Chords && !request.Chord.IsNone)
        {
            _chosen[0] = new StepToken((short)PatternVocabulary.TokenOf(context.Chord), 0, 0, 0);
            return context.Position == 0 ? 1 : 0;
        }
        ReadOnlySpan<float> bias = _bias.For(request, shift, context, Lean(request, context));
        float temperature = float.IsNaN(request.Temperature) ? 1 : Math.Clamp(request.Temperature, 0, 4);
        float topP = float.IsNaN(request.TopP) ? 1 : Math.Clamp(request.TopP, 0.05f, 1);
        return _sampler.Sample(_now.State, temperature, topP, bias, ref random, _chosen);
    }

    /// <summary>Logits that speak for more notes, besides density.</summary>
    private float Lean(in BarRequest request, in StepContext context)
    {
        if (Kind == PatternKind.Chords)
            return context.Position == 0 ? StandstillLean * (_now.Encoder.Age / context.StepsPerBar) : 0;
        bool isLate = context.Position >= context.StepsPerBar / 2;
        return request.Fill && !_knowsFills && isLate ? FillLean : 0;
    }

    private int Keep(BarMemory memory, int step, Chord chord)
    {
        ReadOnlySpan<StepToken> kept = memory.Tokens(step);
        kept.CopyTo(_chosen);
        if (_model.Layout.Vocabulary.IsOneVoice && Kind != PatternKind.Chords && kept.Length > 0)
            _chosen[0] = kept[0] with { Token = (short)_player.Fit(kept[0].Token, memory.Chord, chord) };
        return kept.Length;
    }
}
