namespace PluginHost.Sdk;

/// <summary>A value, or one value per band, that an effect shows and nobody can set. Last writer wins, each band by itself.</summary>
public sealed class Meter
{
    private readonly float[] _values;

    /// <summary>Declares a meter that shows 0. [control-thread]</summary>
    /// <param name="id">Lower-case letters, digits and hyphens.</param>
    /// <param name="name">What people read.</param>
    /// <param name="unit">Unit of the values.</param>
    /// <param name="length">Bands, at least 1.</param>
    /// <exception cref="ArgumentException">The id is malformed or the length is below 1.</exception>
    public Meter(string id, string name, ParameterUnit unit = ParameterUnit.None, int length = 1)
    {
        if (!Identifier.IsValid(id))
            throw new ArgumentException($"'{id}' is no id: {Identifier.Rule}.", nameof(id));
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        (Id, Name, Unit) = (id, name, unit);
        _values = new float[length];
    }

    /// <summary>Gets the id. [any-thread]</summary>
    public string Id { get; }

    /// <summary>Gets the display name. [any-thread]</summary>
    public string Name { get; }

    /// <summary>Gets the unit of the values. [any-thread]</summary>
    public ParameterUnit Unit { get; }

    /// <summary>Gets the number of bands. [any-thread]</summary>
    public int Length => _values.Length;

    /// <summary>Gets the latest value of the first band. [any-thread]</summary>
    public float Value => Volatile.Read(ref _values[0]);

    /// <summary>Shows a value in the first band. [audio-thread]</summary>
    /// <param name="value">The value, in <see cref="Unit"/>.</param>
    public void Publish(float value) => Volatile.Write(ref _values[0], value);

    /// <summary>Shows a value in each band. [audio-thread]</summary>
    /// <param name="values">Up to <see cref="Length"/> values; further ones are ignored.</param>
    public void Publish(ReadOnlySpan<float> values)
    {
        int length = Math.Min(values.Length, _values.Length);
        for (int i = 0; i < length; i++)
            Volatile.Write(ref _values[i], values[i]);
    }

    /// <summary>Copies the latest values; bands may stem from different blocks. [any-thread]</summary>
    /// <param name="destination">Filled up to <see cref="Length"/> values.</param>
    public void Read(Span<float> destination)
    {
        int length = Math.Min(destination.Length, _values.Length);
        for (int i = 0; i < length; i++)
            destination[i] = Volatile.Read(ref _values[i]);
    }
}
