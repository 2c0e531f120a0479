using PluginHost.Engine;
using PluginHost.Engine.Chains;
using PluginHost.Engine.Drivers;
using PluginHost.Engine.Rings;
using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Playback;
using PluginHost.Sdk;
using Xunit;

namespace PluginHost.PortAudio.Tests;

/// <summary>Plays through a real JACK server and listens at the other end of a wire.</summary>
public class PlayTests(JackServer server)
{
    private const int Frames = 12_345;

    [Theory]
    [InlineData(DriverMode.Direct)]
    [InlineData(DriverMode.Ring)]
    public void A_looped_file_arrives_bit_by_bit_and_without_a_seam(DriverMode mode)
    {
        using var rig = new Rig(server);
        // A method's first call costs a few bytes.
        HotCode.Compile(typeof(AudioEngine).Assembly, typeof(PortAudioBackend).Assembly, typeof(AudioFormat).Assembly);
        var options = new EngineOptions(new AudioFormat(JackServer.Rate, 2, 512));
        var noise = Noise(Frames);
        using var player = new Player(["noise"], new PlayerOptions(options.Format) { IsLooped = true, Open = _ => new Track(noise) });
        Wait.Until(() => player.IsReady, "the ring to fill");
        using var engine = new AudioEngine(options, new Chain(options), new AudioThread()) { Source = player.Source };
        using var driver = new AudioDriver(rig.Backend, new DriverOptions { Mode = mode, UseInput = false, Output = "JACK: system", BlockFrames = 256, RingBlocks = 2 },
            engine, new AudioThread());
        driver.Start();
        var recorder = new Recorder();
        using var input = rig.Start(new StreamRequest(rig.Jack(), null, JackServer.Rate, 2, 0), recorder);
        server.Connect("pluginhost:out_0", "pluginhost:in_0");
        server.Connect("pluginhost:out_1", "pluginhost:in_1");

        // The machine may lose a period now and then; a defect of ours breaks every stretch.
        var listener = new Stretch(noise);
        Wait.Until(() => listener.Listen(recorder.Ring) >= 2 * noise.Length, "twice the file, unbroken");
        driver.Stop();

        Assert.Equal(0, player.Starvations);
        Assert.Equal(0, engine.Observer.AllocatedBytes);
        Assert.Equal(0, driver.Counters.CallbackAllocatedBytes);
    }

    private static float[] Noise(int frames)
    {
        var random = new Random(11);
        return [.. Enumerable.Range(0, 2 * frames).Select(_ => random.NextSingle() - 0.5f)];
    }

    /// <summary>How many samples in a row were the file's, over and over.</summary>
    private sealed class Stretch(float[] file)
    {
        private readonly float[] _block = new float[4_096];
        private int _at = -1;
        private int _length;

        public int Listen(SpscRing<float> ring)
        {
            for (int count; _length < 2 * file.Length && (count = ring.Read(_block)) > 0;)
            {
                foreach (var sample in _block.AsSpan(0, count))
                {
                    if (_at < 0 || sample != file[_at])
                        (_at, _length) = (Array.IndexOf(file, sample), 0);
                    if (_at < 0)
                        continue;
                    _length++;
                    _at = (_at + 1) % file.Length;
                }
            }
            return _length;
        }
    }

    private sealed class Recorder : IStreamCallback
    {
        public SpscRing<float> Ring { get; } = new(1 << 22);

        public void OnBlock(ReadOnlySpan<float> input, Span<float> output, int frames, StreamFlags flags) => Ring.TryWrite(input);
    }

    private sealed class Track(float[] samples) : ISeekableSource
    {
        private int _at;

        public int SampleRate => JackServer.Rate;

        public int Channels => 2;

        public long? Frames => samples.Length / 2;

        public int ReadInterleaved(Span<float> interleaved)
        {
            var count = Math.Min(interleaved.Length, samples.Length - _at);
            samples.AsSpan(_at, count).CopyTo(interleaved);
            _at += count;
            return count / 2;
        }

        public void Seek(long frame) => _at = (int)frame * 2;

        public void Dispose()
        {
        }
    }
}
