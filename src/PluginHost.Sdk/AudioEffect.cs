namespace PluginHost.Sdk;

/// <summary>
/// Base of every effect. Life: constructor (declare parameters and meters) -> <see cref="Prepare"/> (size and allocate)
/// -> <see cref="Process"/> for every block, with <see cref="Reset"/> between -> <see cref="Dispose"/>.
/// </summary>
/// <remarks>
/// The class carries an <see cref="AudioEffectAttribute"/> and a public constructor without parameters.
/// <see cref="Process"/> and <see cref="Reset"/> run on the audio thread: no allocation, lock, wait, I/O, exception, or
/// loop without a known bound. Any block size from 1 to <see cref="AudioFormat.MaxFrames"/> may come, and the result must not
/// depend on how the stream was cut into blocks.
/// </remarks>
public abstract class AudioEffect : IDisposable
{
    private readonly List<Parameter> _parameters = [];
    private readonly List<Meter> _meters = [];
    private int _isDisposed;

    /// <summary>Gets the parameters in the order they were declared. [any-thread]</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>Gets the meters in the order they were declared. [any-thread]</summary>
    public IReadOnlyList<Meter> Meters => _meters;

    /// <summary>Gets what the effect was last prepared for; all zero before that. [any-thread]</summary>
    public AudioFormat Format { get; private set; }

    /// <summary>
    /// Gets the frames by which the output lags the input now, 0 or more. May change with a parameter, never beyond
    /// <see cref="MaxLatencyFrames"/>; the host realigns its dry path. [any-thread &amp; prepared]
    /// </summary>
    public virtual int LatencyFrames => 0;

    /// <summary>Gets the most that <see cref="LatencyFrames"/> can become under this format. [any-thread &amp; prepared]</summary>
    public virtual int MaxLatencyFrames => LatencyFrames;

    /// <summary>
    /// Gets the frames it still sounds after its input ended, beyond the latency; <see cref="int.MaxValue"/> for endless.
    /// [any-thread &amp; prepared]
    /// </summary>
    public virtual int TailFrames => 0;

    /// <summary>Sizes and allocates everything for <paramref name="format"/>, then resets. [control-thread &amp; not processing]</summary>
    /// <param name="format">What every later block will look like.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value of the format is out of range.</exception>
    /// <remarks>May be called again with another format. Allocates.</remarks>
    public void Prepare(in AudioFormat format)
    {
        format.Validate();
        Format = format;
        foreach (Parameter parameter in _parameters)
            parameter.Prepare(format.SampleRate);
        OnPrepare();
        Reset();
    }

    /// <summary>Clears what the effect remembers of the signal; parameters jump to their targets and stay. [audio-thread &amp; prepared]</summary>
    /// <remarks>Does not allocate. Afterwards the effect sounds as if freshly prepared.</remarks>
    public void Reset()
    {
        for (int i = 0; i < _parameters.Count; i++)
            _parameters[i].SnapToTarget();
        OnReset();
    }

    /// <summary>Runs one block in place. [audio-thread &amp; prepared]</summary>
    /// <param name="context">The samples, 1 to <see cref="AudioFormat.MaxFrames"/> frames, with transport and notes.</param>
    /// <remarks>Does not allocate. The number of channels is that of <see cref="Format"/>; frames differ from call to call.</remarks>
    public abstract void Process(in ProcessContext context);

    /// <summary>Gets what parameters cannot tell (a learned profile, a loaded model), to be restored by <see cref="LoadState"/>.
    /// [control-thread]</summary>
    /// <returns>Bytes in a format of the effect's own; empty when the parameters say everything. Allocates.</returns>
    public virtual byte[] SaveState() => [];

    /// <summary>Restores what <see cref="SaveState"/> gave, perhaps by an older version of the effect. [control-thread &amp; not processing]</summary>
    /// <param name="state">Untrusted bytes.</param>
    /// <exception cref="InvalidDataException">The bytes are not a state of this effect; nothing was changed.</exception>
    public virtual void LoadState(ReadOnlySpan<byte> state)
    {
        if (!state.IsEmpty)
            throw new InvalidDataException($"{GetType().Name} keeps no state, but was given {state.Length} bytes of it.");
    }

    /// <summary>Releases what the effect holds outside managed memory; once, however often it is called. [control-thread &amp; not processing]</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
            OnDispose();
    }

    /// <summary>Sizes and allocates for <see cref="Format"/>. [control-thread &amp; not processing]</summary>
    protected virtual void OnPrepare()
    {
    }

    /// <summary>Clears the memory of the signal without allocating. [audio-thread &amp; prepared]</summary>
    protected virtual void OnReset()
    {
    }

    /// <summary>Releases native memory, files and threads, if any. [control-thread &amp; not processing]</summary>
    protected virtual void OnDispose()
    {
    }

    /// <summary>Declares a parameter; call it from the constructor. [control-thread]</summary>
    /// <param name="parameter">A new parameter with an id that no other has.</param>
    /// <returns>The same parameter.</returns>
    /// <exception cref="ArgumentException">The id is taken.</exception>
    protected Parameter Add(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        if (_parameters.Exists(known => known.Id == parameter.Id))
            throw new ArgumentException($"There is a parameter '{parameter.Id}' already.", nameof(parameter));
        _parameters.Add(parameter);
        return parameter;
    }

    /// <summary>Declares a meter; call it from the constructor. [control-thread]</summary>
    /// <param name="meter">A new meter with an id that no other has.</param>
    /// <returns>The same meter.</returns>
    /// <exception cref="ArgumentException">The id is taken.</exception>
    protected Meter Add(Meter meter)
    {
        ArgumentNullException.ThrowIfNull(meter);
        if (_meters.Exists(known => known.Id == meter.Id))
            throw new ArgumentException($"There is a meter '{meter.Id}' already.", nameof(meter));
        _meters.Add(meter);
        return meter;
    }
}
