using System.Collections.Concurrent;
using System.Numerics;
using PluginHost.Dsp.Convolution;
using PluginHost.Dsp.Filters;
using PluginHost.Plugins.Acoustics;
using PluginHost.Plugins.Tests.Support;
using PluginHost.Sdk;

namespace PluginHost.Plugins.Tests.FeedbackSuppressor;

/// <summary>What is done to a block on its way from the microphone to the loudspeaker.</summary>
internal delegate void Suppress(Span<float> block);

/// <summary>A loudspeaker that is heard by its own microphone, in blocks of 64 frames: y = clip(s + delayed h * v),
/// z = what the suppressor makes of y, v = gain clip(z).</summary>
internal sealed class SimulatedLoop
{
    public const int Rate = 48_000;
    private const int Block = 64;
    private static readonly ConcurrentDictionary<string, SimulatedLoop> Rooms = new();
    private readonly float[] _response;
    private readonly int _delay;

    private readonly int _rate;

    private SimulatedLoop(float[] response, int delay, int rate) => (_response, _delay, _rate) = (response, delay, rate);

    /// <summary>Gets where <see cref="Resonant"/> howls first.</summary>
    public double HowlHz { get; private init; }

    /// <summary>One resonance behind a delay of 10 ms; at 0 dB the loop's gain is 1 at its peak.</summary>
    public static SimulatedLoop Resonant(double hertz, int rate = Rate)
    {
        const double bandwidthHz = 40;
        int delay = rate / 100;
        double w = Math.Tau * hertz / rate, alpha = Math.Sin(w) / 2 * bandwidthHz / hertz;
        double a0 = 1 + alpha, a1 = -2 * Math.Cos(w) / a0, a2 = (1 - alpha) / a0, b = alpha / a0;
        float[] response = new float[rate / 10];
        double x1 = 0, x2 = 0, y1 = 0, y2 = 0;
        for (int n = 0; n < response.Length; n++)
        {
            double x = n == 0 ? 1 : 0, y = (b * (x - x2)) - (a1 * y1) - (a2 * y2);
            (x2, x1, y2, y1) = (x1, x, y1, y);
            response[n] = (float)y;
        }
        return new SimulatedLoop(response, delay, rate) { HowlHz = FindHowl() };

        // Where the phase of a turn is a multiple of 2 pi and the gain is greatest.
        double FindHowl()
        {
            double best = 0, most = 0, before = 0;
            for (double f = hertz - 80; f < hertz + 80; f += 0.02)
            {
                Complex z = Complex.FromPolarCoordinates(1, -Math.Tau * f / rate);
                Complex h = b * (1 - (z * z)) / (1 + (a1 * z) + (a2 * z * z));
                h *= Complex.FromPolarCoordinates(1, -Math.Tau * f * delay / rate);
                if (before > 0 && before < 1 && h.Phase <= 0 && h.Magnitude > most)
                    (best, most) = (f, h.Magnitude);
                before = h.Phase;
            }
            return best;
        }
    }

    /// <summary>A room of the room loop behind 4 ms of converters; at 0 dB it is about to howl.</summary>
    public static SimulatedLoop Room(string name) => Rooms.GetOrAdd(name, Furnish);

    /// <summary>A loudspeaker that is heard from half a metre: its sound, bright and with a broad resonance, and little of the room.</summary>
    public static SimulatedLoop Near()
    {
        const int delay = 192 + 64;
        float[] response = [.. Signals.Gaussian(Rate / 4, 5, 0.006f).Select((x, n) => x * (float)Math.Exp(-7.0 * n / (0.3 * Rate)))];
        response[0] += 1;
        Biquad filter = new(1);
        foreach (BiquadCoefficients part in new[] { BiquadDesign.HighPass(80.0 / Rate, 0.7), BiquadDesign.LowPass(14_000.0 / Rate, 0.7), BiquadDesign.Peaking(2_800.0 / Rate, 1, 3) })
        {
            filter.Set(part);
            filter.Reset();
            filter.Process(0, response, 0);
        }
        return new SimulatedLoop(Signals.Scaled(response, (float)new LoopLimit(response, Rate).At(delay)), delay, Rate);
    }

    /// <summary>Runs a source through the loop.</summary>
    /// <param name="source">What is sung.</param>
    /// <param name="gainDb">Gain of the loop at a time in seconds.</param>
    /// <param name="suppress">What is in the loop.</param>
    /// <returns>What the microphone heard, and what was sent on.</returns>
    public (float[] Microphone, float[] Output) Run(float[] source, Func<double, double> gainDb, Suppress? suppress)
    {
        PartitionedConvolver room = new(_response);
        float[] returned = new float[source.Length + _delay + Block];
        float[] microphone = new float[source.Length / Block * Block], output = new float[microphone.Length];
        Span<float> played = stackalloc float[Block];
        for (int at = 0; at < microphone.Length; at += Block)
        {
            for (int n = at; n < at + Block; n++)
                microphone[n] = output[n] = Math.Clamp(source[n] + returned[n], -1, 1);
            suppress?.Invoke(output.AsSpan(at, Block));
            float gain = (float)Math.Pow(10, gainDb((double)at / _rate) / 20);
            for (int n = 0; n < Block; n++)
                played[n] = gain * Math.Clamp(output[at + n], -1, 1);
            room.Process(played);
            played.CopyTo(returned.AsSpan(at + _delay));
        }
        return (microphone, output);
    }

    /// <summary>Puts an effect in the loop.</summary>
    public static Suppress By(FeedbackSuppressorEffect effect) => block =>
        effect.Process(new ProcessContext(new AudioBuffer(block, 1, block.Length, block.Length), new Transport(120, 0, 0)));

    private static SimulatedLoop Furnish(string name)
    {
        RoomPlan plan = RoomPlan.All.Single(plan => plan.Name == name);
        RoomPath path = new(plan, plan.Microphone, Rate);
        path.DelayBy(192 + path.LeadFrames);
        return new SimulatedLoop(Signals.Scaled(path.Response, path.Limit), path.DelayFrames, Rate);
    }
}
