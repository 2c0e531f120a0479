using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PluginHost.Dsp.Arithmetic;

/// <summary>
/// A number that knows how it changes with up to eight settings: a value in double, and its exact derivative with respect
/// to each of them in float. What is computed with such numbers by code over <see cref="IFloatingPointIeee754{TSelf}"/>
/// gets its derivatives by the chain rule, whatever loops and branches it takes.
/// </summary>
/// <remarks>
/// Forward-mode automatic differentiation with dual numbers: Wengert, "A simple automatic derivative evaluation program",
/// 1964; Griewank and Walther, "Evaluating derivatives", 2008, chapter 3. Comparisons look at values alone, equality at
/// derivatives, too: two numbers that differ in how they change are not the same. At a corner, such as that of an
/// absolute value, the derivative is that of the side which the value takes.
/// </remarks>
public readonly partial struct Dual : IFloatingPointIeee754<Dual>
{
    /// <summary>Settings that can be looked at together.</summary>
    public const int Lanes = 8;

    private const double Ln2 = 0.69314718055994531;
    private const double Ln10 = 2.3025850929940457;

    private readonly double _value;
    private readonly Vector256<float> _slopes;

    /// <summary>Makes a number. [any-thread]</summary>
    /// <param name="value">Its value.</param>
    /// <param name="slopes">Its derivative for each setting; 0 where it does not depend on one.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Dual(double value, Vector256<float> slopes)
    {
        _value = value;
        _slopes = slopes;
    }

    /// <summary>Gets the value. [any-thread]</summary>
    public double Value => _value;

    /// <summary>Gets the derivatives. [any-thread]</summary>
    public Vector256<float> Slopes => _slopes;

    /// <summary>Makes one of the settings: it changes with itself, one for one. [any-thread]</summary>
    /// <param name="value">Its value.</param>
    /// <param name="lane">Its place, 0 to <see cref="Lanes"/> - 1.</param>
    /// <returns>The number.</returns>
    public static Dual Setting(double value, int lane) => new(value, Vector256<float>.Zero.WithElement(lane, 1));

    /// <summary>Takes a number that depends on no setting. [any-thread]</summary>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Dual(double value) => new(value, Vector256<float>.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual operator +(Dual left, Dual right) => new(left._value + right._value, left._slopes + right._slopes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual operator -(Dual left, Dual right) => new(left._value - right._value, left._slopes - right._slopes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual operator *(Dual left, Dual right) => new(left._value * right._value, Vector256.MultiplyAddEstimate(
        left._slopes, Vector256.Create((float)right._value), right._slopes * Vector256.Create((float)left._value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual operator /(Dual left, Dual right)
    {
        double quotient = left._value / right._value;
        return new(quotient, (left._slopes - (right._slopes * (float)quotient)) * (float)(1 / right._value));
    }

    /// <inheritdoc/>
    public static Dual operator %(Dual left, Dual right) => new(left._value % right._value,
        left._slopes - (right._slopes * (float)Math.Truncate(left._value / right._value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual operator -(Dual value) => new(-value._value, -value._slopes);

    /// <inheritdoc/>
    public static Dual operator +(Dual value) => value;

    /// <inheritdoc/>
    public static Dual operator ++(Dual value) => value + One;

    /// <inheritdoc/>
    public static Dual operator --(Dual value) => value - One;

    /// <inheritdoc/>
    public static bool operator ==(Dual left, Dual right) => left._value == right._value && left._slopes == right._slopes;

    /// <inheritdoc/>
    public static bool operator !=(Dual left, Dual right) => !(left == right);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool operator <(Dual left, Dual right) => left._value < right._value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool operator >(Dual left, Dual right) => left._value > right._value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool operator <=(Dual left, Dual right) => left._value <= right._value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool operator >=(Dual left, Dual right) => left._value >= right._value;

    /// <inheritdoc/>
    public bool Equals(Dual other) => _value.Equals(other._value) && _slopes.Equals(other._slopes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Dual other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_value, _slopes);

    /// <inheritdoc/>
    public override string ToString() => $"{_value} {_slopes}";

    // The chain rule: a function of one argument has its slope times that of the argument.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Dual Of(Dual argument, double value, double slope) => new(value, argument._slopes * (float)slope);

    private static Dual Of(Dual a, Dual b, double value, double slopeA, double slopeB) =>
        new(value, (a._slopes * (float)slopeA) + (b._slopes * (float)slopeB));
}
