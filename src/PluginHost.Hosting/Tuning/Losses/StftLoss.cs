using System.Runtime.Intrinsics;
using PluginHost.Dsp.Arithmetic;

namespace PluginHost.Hosting.Tuning.Losses;

/// <summary>
/// The distance of two signals in one resolution: spectral convergence, ||target - magnitude|| / ||target|| in the
/// Frobenius norm, plus the mean of |log target - log magnitude| (Yamamoto, Song and Kim, "Parallel WaveGAN", 2020,
/// equations 4 to 6; after Arik, Jun and Diamos, "Fast spectrogram inversion using multi-head convolutional neural
/// networks", 2018).
/// </summary>
/// <remarks>
/// Magnitudes are sqrt(re^2 + im^2 + floor) with a floor 80 dB below the target's root mean square, so that the logarithm
/// of silence neither outweighs the sound nor has an infinite slope. The bin at half the sample rate is left out.
/// </remarks>
internal sealed class StftLoss : ILoss
{
    private const double FloorRatio = 1e-8;
    private const double LeastFloor = 1e-20;

    private readonly SpectrumFrames _frames;
    private readonly float[] _target;
    private readonly float[] _logTarget;
    private readonly float[] _magnitudes;
    private readonly double _targetNorm;
    private readonly float _floor;

    /// <summary>Measures the target once. Allocates. [control-thread]</summary>
    /// <param name="length">Samples of a window, a power of two.</param>
    /// <param name="target">Channels of equal length.</param>
    public StftLoss(int length, float[][] target)
    {
        _frames = new SpectrumFrames(length, length / 4, target.Length, target[0].Length);
        _target = new float[_frames.Count * _frames.Bins];
        (_logTarget, _magnitudes) = (new float[_target.Length], new float[_target.Length]);
        _frames.Analyze(target);
        double power = 0;
        for (int i = 0; i < _target.Length; i++)
            power += Square(_frames.Real[i]) + Square(_frames.Imaginary[i]);
        _floor = (float)Math.Max(FloorRatio * power / _target.Length, LeastFloor);
        for (int i = 0; i < _target.Length; i++)
        {
            double magnitude = Math.Sqrt(Square(_frames.Real[i]) + Square(_frames.Imaginary[i]) + _floor);
            (_target[i], _logTarget[i]) = ((float)magnitude, (float)Math.Log(magnitude));
            _targetNorm += magnitude * magnitude;
        }
        _targetNorm = Math.Sqrt(_targetNorm);
    }

    /// <inheritdoc/>
    public double Measure(float[][] signal, float[][]? gradient)
    {
        _frames.Analyze(signal);
        double squares = 0, logs = 0;
        for (int frame = 0; frame < _frames.Count; frame++)
        {
            (float square, float log) = Compare(frame * _frames.Bins);
            (squares, logs) = (squares + square, logs + log);
        }
        double norm = Math.Sqrt(squares);
        if (gradient is not null)
        {
            for (int frame = 0; frame < _frames.Count; frame++)
                Slopes(frame * _frames.Bins, norm > 0 ? (float)(1 / (norm * _targetNorm)) : 0, 1f / _target.Length);
            _frames.Adjoint(gradient);
        }
        return (norm / _targetNorm) + (logs / _target.Length);
    }

    private static double Square(double value) => value * value;

    private (float Squares, float Logs) Compare(int start)
    {
        Vector256<float> squares = default, logs = default, floor = Vector256.Create(_floor);
        for (int i = start; i < start + _frames.Bins; i += Vector256<float>.Count)
        {
            Vector256<float> re = Vector256.Create<float>(_frames.Real.AsSpan(i));
            Vector256<float> im = Vector256.Create<float>(_frames.Imaginary.AsSpan(i));
            Vector256<float> power = (re * re) + (im * im) + floor;
            Vector256<float> magnitude = Vector256.Sqrt(power);
            magnitude.CopyTo(_magnitudes.AsSpan(i));
            Vector256<float> difference = magnitude - Vector256.Create<float>(_target.AsSpan(i));
            squares += difference * difference;
            logs += Vector256.Abs((FastMath.Log(power) * 0.5f) - Vector256.Create<float>(_logTarget.AsSpan(i)));
        }
        return (Vector256.Sum(squares), Vector256.Sum(logs));
    }

    // Turns the spectrum of a frame into the derivatives of the loss for it: d magnitude / d re is re / magnitude.
    private void Slopes(int start, float convergence, float mean)
    {
        for (int i = start; i < start + _frames.Bins; i += Vector256<float>.Count)
        {
            Vector256<float> magnitude = Vector256.Create<float>(_magnitudes.AsSpan(i));
            Vector256<float> difference = magnitude - Vector256.Create<float>(_target.AsSpan(i));
            Vector256<float> sign = Vector256.ConditionalSelect(
                Vector256.GreaterThan(difference, default), Vector256<float>.One,
                Vector256.ConditionalSelect(Vector256.LessThan(difference, default), -Vector256<float>.One, default));
            Vector256<float> slope = ((difference * convergence) + (sign / magnitude * mean)) / magnitude;
            (Vector256.Create<float>(_frames.Real.AsSpan(i)) * slope).CopyTo(_frames.Real.AsSpan(i));
            (Vector256.Create<float>(_frames.Imaginary.AsSpan(i)) * slope).CopyTo(_frames.Imaginary.AsSpan(i));
        }
    }
}
