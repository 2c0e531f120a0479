namespace PluginHost.Patterns.Music;

/// <summary>A tonic and a scale; the default value is C major.</summary>
/// <param name="Tonic">Pitch class, 0 (C) to 11 (B).</param>
/// <param name="Scale">The scale on it.</param>
public readonly record struct Key(int Tonic, Scale Scale)
{
    private static readonly (string Name, Scale Scale)[] Names =
    [
        ("", Scale.Major), ("major", Scale.Major), ("maj", Scale.Major), ("M", Scale.Major),
        ("m", Scale.Minor), ("minor", Scale.Minor), ("min", Scale.Minor), ("harmonic minor", Scale.HarmonicMinor),
        ("dorian", Scale.Dorian), ("phrygian", Scale.Phrygian), ("lydian", Scale.Lydian), ("mixolydian", Scale.Mixolydian),
        ("major pentatonic", Scale.MajorPentatonic), ("minor pentatonic", Scale.MinorPentatonic), ("blues", Scale.Blues),
        ("chromatic", Scale.Chromatic),
    ];

    /// <summary>Gets a value indicating whether its third is minor. [any-thread]</summary>
    public bool IsMinor => Scale.IsMinor();

    /// <summary>Gets how many semitones up bring it to C, or to A when its third is minor; -5 to 6. [any-thread]</summary>
    public int ShiftToWhiteKeys
    {
        get
        {
            int shift = PitchClass.Wrap((IsMinor ? 9 : 0) - Tonic);
            return shift > 6 ? shift - PitchClass.Count : shift;
        }
    }

    /// <summary>Gets the pitch classes of the key: bit 0 is C. [any-thread]</summary>
    public ushort Mask
    {
        get
        {
            int twice = Scale.Mask() << Tonic;
            return (ushort)((twice | (twice >> PitchClass.Count)) & 0xFFF);
        }
    }

    /// <summary>Tells whether a pitch belongs to the key. [any-thread]</summary>
    /// <param name="pitch">A MIDI key or pitch class.</param>
    /// <returns>True for the notes of the scale.</returns>
    public bool Contains(int pitch) => (Mask >> PitchClass.Wrap(pitch) & 1) != 0;

    /// <summary>Reads a key such as "C", "Am", "F# dorian" or "Bb minor pentatonic". [any-thread]</summary>
    /// <param name="text">What the user wrote.</param>
    /// <returns>The key.</returns>
    /// <exception cref="MusicException">It is not one; the message quotes it and lists the scales.</exception>
    public static Key Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        int read = PitchClass.Read(trimmed, out int tonic);
        if (read > 0)
        {
            ReadOnlySpan<char> rest = trimmed[read..].Trim();
            foreach ((string name, Scale scale) in Names)
            {
                if (rest.Equals(name, name.Length == 1 ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase))
                    return new Key(tonic, scale);
            }
        }
        throw new MusicException($"\"{text}\" is not a key; a key is a note and a scale, such as C, Am, F# dorian; the scales are " +
            string.Join(", ", Names.Where(known => known.Name.Length > 3).Select(known => known.Name)));
    }

    /// <summary>Gets it in the form that <see cref="Parse"/> reads. [any-thread]</summary>
    /// <returns>Such as "Eb" or "A minor".</returns>
    public override string ToString()
    {
        Scale scale = Scale;
        return scale == Scale.Major
            ? PitchClass.Name(Tonic)
            : PitchClass.Name(Tonic) + " " + Names.First(known => known.Scale == scale && known.Name.Length > 3).Name;
    }
}
