using PluginHost.Engine.Rings;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Playback;

/// <summary>Takes a throw-away feed and output through all that may happen, so that nothing of it is compiled on the audio thread.</summary>
internal static class FeedRehearsal
{
    private const int Frames = 64;
    private static readonly AudioFormat Format = new(8_000, 2, Frames);

    /// <summary>Rehearses. [control-thread]</summary>
    public static void Run()
    {
        SpscRing<float> ring = new(8_192);
        PlaybackFeed feed = new(ring, Format);
        PlaybackOutput output = new(Format, 6, 0) { GainDb = 3 };
        float[] samples = new float[Frames * 2];
        float[] sound = new float[4_000];
        sound.AsSpan().Fill(0.9f);
        ring.TryWrite(sound);
        Play(4);
        feed.IsPaused = true;
        Play(4);
        feed.IsPaused = false;
        feed.Plan = new FeedPlan(1, 600, true, -1);
        Play(40);
        ring.TryWrite(sound);
        feed.Plan = feed.Plan with { EndAt = 4_000 };
        Play(40);

        void Play(int blocks)
        {
            for (int block = 0; block < blocks; block++)
            {
                AudioBuffer audio = new(samples, 2, Frames, Frames);
                feed.Process(audio);
                output.Process(audio);
            }
        }
    }
}
