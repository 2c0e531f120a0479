namespace PluginHost.Patterns.Generation;

/// <summary>Writes bars, one after another. Used from one thread at a time, and never from the audio thread.</summary>
public interface IBarWriter
{
    /// <summary>Gets what it plays. [any-thread]</summary>
    PatternKind Kind { get; }

    /// <summary>Forgets all bars. Does not allocate. [worker-thread]</summary>
    /// <param name="seed">Seed of the bars to come.</param>
    void Reset(ulong seed);

    /// <summary>Writes the next bar, or, after <see cref="Rewind"/>, a bar again. Does not allocate. [worker-thread]</summary>
    /// <param name="request">How it should be.</param>
    /// <param name="bar">Where it goes; what was in it is lost.</param>
    void Write(in BarRequest request, Bar bar);

    /// <summary>Goes back to before a bar that was written, to write it otherwise. Does not allocate. [worker-thread]</summary>
    /// <param name="bar">Its number.</param>
    /// <returns>False when it is too long ago or was never written; then nothing changes.</returns>
    bool Rewind(int bar);
}
