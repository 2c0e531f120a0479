namespace PluginHost.Neural.Steps;

/// <summary>
/// What sounded so far, and where the present has happened before: what followed there is a good guess of what follows now, as in the match
/// models of data compression (Mahoney, PAQ). Generation and training feed it alike. Allocates only when it is made. [any-thread]
/// </summary>
public sealed class StepHistory
{
    /// <summary>Steps of agreement beyond which more say nothing.</summary>
    public const int LongestMatch = 32;

    private readonly int[] _tokens;
    private readonly int[] _counts;
    private readonly ulong[] _hashes;
    private readonly int[] _agreements;
    private readonly int _width;

    /// <summary>An empty history. [control-thread]</summary>
    /// <param name="steps">Steps it holds at most, 2 to 65536; when it is full, the older half is forgotten.</param>
    /// <param name="width">Tokens of a step it holds at most; more are left out.</param>
    public StepHistory(int steps, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(steps, 65536);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        _width = width;
        (_tokens, _counts, _hashes, _agreements) = (new int[steps * width], new int[steps], new ulong[steps], new int[steps + 1]);
    }

    /// <summary>Gets the steps that are held. [any-thread]</summary>
    public int Count { get; private set; }

    /// <summary>Gets how many steps before the last one were the same as it. [any-thread]</summary>
    public int Age { get; private set; }

    /// <summary>Forgets everything. Does not allocate. [any-thread]</summary>
    public void Clear()
    {
        (Count, Age) = (0, 0);
        Array.Clear(_agreements);
    }

    /// <summary>Takes over another history of the same size. Does not allocate. [any-thread]</summary>
    public void CopyFrom(StepHistory other)
    {
        ArgumentNullException.ThrowIfNull(other);
        (Count, Age) = (other.Count, other.Age);
        other._tokens.AsSpan(0, Count * _width).CopyTo(_tokens);
        other._counts.AsSpan(0, Count).CopyTo(_counts);
        other._hashes.AsSpan(0, Count).CopyTo(_hashes);
        other._agreements.CopyTo(_agreements, 0);
    }

    /// <summary>Remembers a step. Does not allocate; takes time in proportion to the steps held, a few microseconds for a thousand. [any-thread]</summary>
    /// <param name="tokens">What it sounded, ascending.</param>
    public void Push(ReadOnlySpan<int> tokens)
    {
        if (Count == _counts.Length)
            ForgetOlderHalf();
        tokens = tokens[..Math.Min(tokens.Length, _width)];
        tokens.CopyTo(_tokens.AsSpan(Count * _width));
        _counts[Count] = tokens.Length;
        ulong hash = 14695981039346656037;
        foreach (int token in tokens)
            hash = (hash ^ (uint)(token + 1)) * 1099511628211;
        _hashes[Count] = hash;
        Age = Count > 0 && _hashes[Count - 1] == hash ? Age + 1 : 0;
        // At each place: how many steps before it agree with the last ones. Grows along the diagonal, so it goes from back to front.
        for (int place = Count; place > 0; place--)
            _agreements[place] = _hashes[place - 1] == hash ? _agreements[place - 1] + 1 : 0;
        Count++;
    }

    /// <summary>The tokens of a step some way back: 1 is the last one. Empty before the start. [any-thread]</summary>
    public ReadOnlySpan<int> Back(int steps) => steps > Count || steps < 1 ? [] : At(Count - steps);

    /// <summary>How many of the last steps are the same as those <paramref name="back"/> earlier. [any-thread]</summary>
    public int Agreement(int back) => back >= 1 && back < Count ? _agreements[Count - back] : 0;

    /// <summary>What followed where the last steps have happened before, for longest and, of those, latest. [any-thread]</summary>
    /// <param name="followed">The tokens that followed; empty if nothing agrees.</param>
    /// <returns>How many steps agree, 0 to <see cref="LongestMatch"/>.</returns>
    public int Match(out ReadOnlySpan<int> followed)
    {
        int best = 0, longest = 0;
        for (int place = Count - 1; place > 0 && longest < LongestMatch; place--)
            if (_agreements[place] > longest)
                (best, longest) = (place, _agreements[place]);
        followed = longest == 0 ? [] : At(best);
        return Math.Min(longest, LongestMatch);
    }

    private void ForgetOlderHalf()
    {
        int gone = Count - Count / 2;
        Count -= gone;
        _tokens.AsSpan(gone * _width, Count * _width).CopyTo(_tokens);
        _counts.AsSpan(gone, Count).CopyTo(_counts);
        _hashes.AsSpan(gone, Count).CopyTo(_hashes);
        for (int place = 0; place <= Count; place++)
            _agreements[place] = Math.Min(_agreements[place + gone], place);
    }

    private ReadOnlySpan<int> At(int step) => _tokens.AsSpan(step * _width, _counts[step]);
}
