using PluginHost.Plugins.Voices;

namespace PluginHost.Plugins.Tests.PatternGenerator;

/// <summary>Plays the voices into memory.</summary>
internal static class Sounding
{
    public static float[] Play(this Synth synth, int frames, params (int Frame, Action Do)[] events) =>
        Play((left, right) => synth.AddTo(left, right), frames, events);

    public static float[] Play(this DrumKit kit, int frames, params (int Frame, Action Do)[] events) =>
        Play((left, right) => kit.AddTo(left, right), frames, events);

    public static float[] Play(this SynthVoice voice, int frames) => Play((left, right) => voice.AddTo(left, right), frames, []);

    public static float[] Strike(DrumClass drum, float velocity, int rate = 48_000, double seconds = 1)
    {
        DrumKit kit = new(rate);
        kit.Strike(drum, velocity);
        return kit.Play((int)(seconds * rate));
    }

    private delegate void Adding(Span<float> left, Span<float> right);

    private static float[] Play(Adding add, int frames, (int Frame, Action Do)[] events)
    {
        float[] left = new float[frames], right = new float[frames];
        for (int start = 0; start < frames;)
        {
            foreach ((int frame, Action act) in events)
            {
                if (frame == start)
                    act();
            }
            int next = events.Select(e => e.Frame).Where(frame => frame > start).DefaultIfEmpty(frames).Min();
            int length = Math.Min(Math.Min(frames, next) - start, 64);
            add(left.AsSpan(start, length), right.AsSpan(start, length));
            start += length;
        }
        return [.. left.Zip(right, (l, r) => 0.5f * (l + r))];
    }
}
