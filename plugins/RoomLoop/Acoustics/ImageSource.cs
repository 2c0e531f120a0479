using System.Numerics;

namespace PluginHost.Plugins.Acoustics;

/// <summary>
/// Computes what a microphone hears of a click in a box-shaped room: every reflection is the click of a loudspeaker
/// mirrored in the walls. J. B. Allen and D. A. Berkley, "Image method for efficiently simulating small-room acoustics",
/// JASA 65(4), 1979.
/// </summary>
/// <remarks>Images come at times between samples, each as a windowed sinc (P. M. Peterson, "Simulating the response of
/// multiple microphones to a single acoustic source in a reverberant room", JASA 80(5), 1986), so that a response is the
/// same room at every sample rate. All images push, none pulls: what piles up near 0 Hz is for a loudspeaker's high-pass
/// to take away, as in the paper.</remarks>
internal static class ImageSource
{
    /// <summary>Metres per second, at 20 degrees.</summary>
    public const double SoundSpeed = 343;

    private const int HalfTaps = 8;
    private const int Phases = 128;

    // A little below half the sample rate, so that the window's slope ends there.
    private const double Cut = 0.9;
    private static readonly float[] Kernels = MakeKernels();

    /// <summary>Computes a response until it has decayed by 60 dB; allocates. [control-thread]</summary>
    /// <param name="plan">The room.</param>
    /// <param name="microphone">A place within it.</param>
    /// <param name="sampleRate">In Hz.</param>
    /// <returns>Amplitude 1 / distance for every image; sample 0 is when the loudspeaker clicks.</returns>
    public static float[] Response(RoomPlan plan, Vector3 microphone, int sampleRate)
    {
        double framesPerMetre = sampleRate / SoundSpeed;
        int frames = (int)Math.Ceiling(plan.DecaySeconds * sampleRate);
        double reach = frames / framesPerMetre;
        Image[] x = Axis(plan.Size.X, plan.Speaker.X, microphone.X, reach);
        Image[] y = Axis(plan.Size.Y, plan.Speaker.Y, microphone.Y, reach);
        Image[] z = Axis(plan.Size.Z, plan.Speaker.Z, microphone.Z, reach);
        double[] strengths = Strengths(Math.Sqrt(1 - plan.Absorption), x, y, z);
        float[] response = new float[frames + (2 * HalfTaps)];
        foreach (Image ix in x)
        {
            foreach (Image iy in y)
            {
                double left = (reach * reach) - ix.Square - iy.Square;
                if (left <= 0)
                    continue;
                foreach (Image iz in z)
                {
                    if (iz.Square >= left)
                        continue;
                    double metres = Math.Sqrt(ix.Square + iy.Square + iz.Square);
                    double strength = strengths[ix.Reflections + iy.Reflections + iz.Reflections] / metres;
                    Add(response, metres * framesPerMetre, (float)strength);
                }
            }
        }
        Array.Resize(ref response, frames);
        FadeOut(response.AsSpan(frames - (frames / 10)));
        return response;
    }

    // Images of the loudspeaker along one axis: mirrored or not, 2 n rooms away; the terms of equation 10 of Allen and Berkley.
    private static Image[] Axis(double length, double speaker, double microphone, double reach)
    {
        int rooms = (int)Math.Ceiling(reach / (2 * length)) + 1;
        List<Image> images = [];
        for (int n = -rooms; n <= rooms; n++)
        {
            for (int mirrored = 0; mirrored <= 1; mirrored++)
            {
                double distance = ((1 - (2 * mirrored)) * speaker) + (2 * n * length) - microphone;
                images.Add(new Image(distance * distance, Math.Abs(n - mirrored) + Math.Abs(n)));
            }
        }
        return [.. images];
    }

    private static double[] Strengths(double reflection, params Image[][] axes)
    {
        int most = axes.Sum(axis => axis.Max(image => image.Reflections));
        return [.. Enumerable.Range(0, most + 1).Select(reflections => Math.Pow(reflection, reflections))];
    }

    private static void Add(float[] response, double at, float strength)
    {
        // To the nearest of the phases, which is exact to 1 / 256 of a sample.
        long place = (long)Math.Round(at * Phases);
        int phase = (int)(place % Phases), first = (int)(place / Phases) - HalfTaps + 1;
        ReadOnlySpan<float> kernel = Kernels.AsSpan(phase * 2 * HalfTaps, 2 * HalfTaps);
        for (int i = Math.Max(0, -first); i < kernel.Length && first + i < response.Length; i++)
            response[first + i] += strength * kernel[i];
    }

    private static float[] MakeKernels()
    {
        float[] kernels = new float[Phases * 2 * HalfTaps];
        for (int i = 0; i < kernels.Length; i++)
        {
            double t = (i % (2 * HalfTaps)) - HalfTaps + 1 - ((double)(i / (2 * HalfTaps)) / Phases);
            double angle = Math.PI * Cut * t;
            double sinc = angle == 0 ? Cut : Cut * Math.Sin(angle) / angle;
            kernels[i] = (float)(sinc * (0.5 + (0.5 * Math.Cos(Math.PI * t / HalfTaps))));
        }
        return kernels;
    }

    private static void FadeOut(Span<float> end)
    {
        for (int i = 0; i < end.Length; i++)
            end[i] *= 0.5f + (0.5f * MathF.Cos(MathF.PI * (i + 0.5f) / end.Length));
    }

    private readonly record struct Image(double Square, int Reflections);
}
