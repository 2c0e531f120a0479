using PluginHost.Engine.Chains;
using PluginHost.Engine.Drivers;
using PluginHost.Engine.Drivers.Carriers;
using PluginHost.Engine.Drivers.Virtual;
using PluginHost.Sdk;
using Xunit;

namespace PluginHost.Engine.Tests.Drivers;

/// <summary>Two clocks, simulated: capture and playback are called in the order in which they would come, for an hour.</summary>
public class DriftPathTests
{
    private const double Hertz = 200;

    [Theory]
    [InlineData(200, 256, 256, 300, 48_000)]
    [InlineData(-200, 256, 256, 300, 48_000)]
    [InlineData(0, 256, 256, 60, 48_000)]
    [InlineData(450, 64, 480, 120, 48_000)]
    [InlineData(-450, 480, 64, 120, 48_000)]
    [InlineData(200, 64, 64, 3600, 8000)]
    [InlineData(-200, 64, 64, 3600, 8000)]
    public void Devices_whose_clocks_differ_play_on_without_a_click_and_with_the_reported_delay(
        double ppm, int capturePeriod, int playbackPeriod, double seconds, int rate)
    {
        Simulation simulation = new(ppm, capturePeriod, playbackPeriod, rate);

        simulation.Run(seconds);

        Assert.Equal(0, simulation.Clicks);
        Assert.Equal((0L, 0L, 0L), (simulation.Counters.RingEmpty, simulation.Counters.RingFull, simulation.Counters.Realigned));
        Assert.Equal(ppm, simulation.Counters.DriftPpm, 3.0);
        Assert.All(simulation.DelayErrorsFrames.Skip(1), error => Assert.InRange(error, -1, 1));
        Assert.True(simulation.DelayErrorsFrames.Count >= seconds / 20 - 1);
        // The first look falls into the time in which the drift is still being learned: a slow glide, no noise.
        Assert.All(simulation.SignalToNoiseDb.Skip(1), snr => Assert.True(snr > 80, $"{snr:0.0} dB"));
    }

    [Theory]
    [InlineData(2000)]
    [InlineData(-2000)]
    public void Clocks_that_differ_too_much_still_play_with_a_counted_gap_now_and_then(double ppm)
    {
        Simulation simulation = new(ppm, 256, 256);

        simulation.Run(120);

        Assert.True(simulation.Counters.BeyondDriftLimit > 1000);
        // 1500 ppm remain: 72 frames a second, against some blocks of 256 kept in reserve.
        Assert.InRange(simulation.Counters.Realigned, 5, 60);
        Assert.InRange(simulation.Clicks, 1, 10 * simulation.Counters.Realigned);
    }

    [Fact]
    public void After_our_thread_was_held_up_the_delay_is_as_before()
    {
        Simulation simulation = new(100, 256, 256);
        simulation.Run(60);
        simulation.HoldUp(0.1);
        simulation.Run(3);
        simulation.DelayErrorsFrames.Clear();

        simulation.Run(60);

        Assert.True(simulation.Counters.RingEmpty >= 1);
        Assert.InRange(simulation.Counters.Realigned, 1, 2);
        Assert.All(simulation.DelayErrorsFrames, error => Assert.InRange(error, -4, 4));
    }

    [Fact]
    public void When_our_thread_runs_does_not_move_the_delay()
    {
        Simulation simulation = new(100, 256, 256) { IsThreadMoody = true };

        simulation.Run(200);

        Assert.Equal((0L, 0L), (simulation.Counters.RingEmpty, simulation.Counters.Realigned));
        Assert.All(simulation.DelayErrorsFrames.Skip(1), error => Assert.InRange(error, -3, 3));
    }

    [Fact]
    public void Two_devices_are_joined_in_ring_mode()
    {
        using DriverRig rig = new(
            new DriverOptions { Input = VirtualBackend.InputName, Output = VirtualBackend.OutputName, BlockFrames = 256 },
            new VirtualOptions { PeriodFrames = 256, Faults = new VirtualFaults { DriftPpm = 300 } });
        rig.Driver.Start();

        rig.RunSeconds(80);

        Assert.True(rig.Driver.Info!.FollowsDrift);
        Assert.Equal("Virtual: virtual input > Virtual: virtual output", rig.Driver.DeviceName);
        Assert.Equal((0L, 0L), (rig.Driver.Counters.RingEmpty, rig.Driver.Counters.Realigned));
        Assert.Equal(300, rig.Driver.Counters.DriftPpm, 20.0);
        Assert.Equal(0, rig.Driver.Counters.CallbackAllocatedBytes);
        Assert.Equal(0, rig.Engine.Observer.AllocatedBytes);
    }

    private sealed class Simulation
    {
        private readonly DriftPath _path;
        private readonly Clock _clock = new();
        private readonly double _playbackRate;
        private readonly float[] _input;
        private readonly float[] _output;
        private readonly float[] _window;
        private readonly int _rate;
        private readonly double _expectedDelay;
        private double _until;
        private double _heldUpUntil;
        private long _captured;
        private long _played;
        private float _last;
        private float _beforeLast;
        private int _filled;

        public Simulation(double ppm, int capturePeriod, int playbackPeriod, int rate = 48_000)
        {
            // Blocks of 5 to 8 ms.
            int block = rate == 48_000 ? 256 : 64;
            EngineOptions options = new(new AudioFormat(rate, 1, block));
            _rate = rate;
            _window = new float[rate / 5];
            _playbackRate = rate * (1 + (ppm * 1e-6));
            BlockRunner runner = new(new AudioEngine(options, new Chain(options)), block, new DeviceEnd(rate, 1), new DeviceEnd(rate, 1), isAdaptive: true);
            _path = new DriftPath(runner, 2, PortableAudioThread.Instance, new NoSignal(), Counters, _clock);
            _input = new float[capturePeriod];
            _output = new float[playbackPeriod];
            _expectedDelay = ((((2 + 1) * block) + playbackPeriod) / (double)rate) + (runner.LatencyFrames / rate);
        }

        public DriverCounters Counters { get; } = new();

        /// <summary>Whether our thread is now and then held up until the playing device's next block, more often as time goes on.</summary>
        public bool IsThreadMoody { get; init; }

        public long Clicks { get; private set; }

        public List<double> SignalToNoiseDb { get; } = [];

        public List<double> DelayErrorsFrames { get; } = [];

        public void HoldUp(double seconds) => _heldUpUntil = _until + seconds;

        public void Run(double seconds)
        {
            _until += seconds;
            while (true)
            {
                double capture = (double)_captured / _rate;
                double playback = _played / _playbackRate;
                _clock.Seconds = Math.Min(capture, playback);
                if (_clock.Seconds >= _until)
                    return;
                if (capture <= playback)
                    Capture();
                else
                    Play();
            }
        }

        private void Capture()
        {
            // A rotating pointer: an hour of sines would take longer than all the rest.
            (double sin, double cos) = Math.SinCos(2 * Math.PI * (Hertz / _rate * _captured % 1));
            (double stepSin, double stepCos) = Math.SinCos(2 * Math.PI * Hertz / _rate);
            foreach (ref float sample in _input.AsSpan())
            {
                sample = (float)(0.5 * sin);
                (sin, cos) = ((sin * stepCos) + (cos * stepSin), (cos * stepCos) - (sin * stepSin));
            }
            _captured += _input.Length;
            _path.Capture.OnBlock(_input, [], _input.Length, StreamFlags.None);
            if (!IsThreadMoody || _captured / _input.Length % 7 > _clock.Seconds / 50)
                RunOurThread();
        }

        private void RunOurThread()
        {
            if (_clock.Seconds < _heldUpUntil)
                return;
            while (_path.Take())
            {
                _path.Compute();
                _path.Give();
            }
        }

        private void Play()
        {
            if (IsThreadMoody)
                RunOurThread();
            _path.Playback.OnBlock([], _output, _output.Length, StreamFlags.None);
            double k = 2 * Math.Cos(2 * Math.PI * Hertz / _rate);
            bool hasSettled = _played > _rate;
            foreach (float sample in _output)
            {
                // A sine obeys y[n] = 2 cos(w) y[n-1] - y[n-2] up to the drift; a click does not.
                if (hasSettled && Math.Abs(sample - (k * _last) + _beforeLast) > 1e-4)
                    Clicks++;
                (_beforeLast, _last) = (_last, sample);
            }
            _played += _output.Length;
            Look();
        }

        /// <summary>Every twenty seconds, fits a sine to a window of 0.2 s and reads the delay from its phase.</summary>
        private void Look()
        {
            long cycle = _played % (20 * _rate);
            if (cycle < 19 * _rate || _filled < 0)
            {
                _filled = cycle < 19 * _rate ? 0 : _filled;
                return;
            }
            _output.AsSpan(0, Math.Min(_output.Length, _window.Length - _filled)).CopyTo(_window.AsSpan(_filled));
            _filled += _output.Length;
            if (_filled < _window.Length)
                return;
            double cycles = Hertz / _playbackRate;
            SineFit fit = SineFit.Of(_window, cycles);
            double start = (_played - _filled) / _playbackRate;
            double delay = start - (fit.PhaseCycles / Hertz);
            DelayErrorsFrames.Add(Math.IEEERemainder(delay - _expectedDelay, 1 / Hertz) * _rate);
            SignalToNoiseDb.Add(fit.SignalToNoiseDb);
            _filled = -1;
        }
    }

    private sealed class Clock : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1_000_000_000;

        public override long GetTimestamp() => (long)(Seconds * 1e9);
    }

    private sealed class NoSignal : IBlockSignal
    {
        public void Post()
        {
        }

        public bool Wait(int timeoutMs) => false;

        public void Dispose()
        {
        }
    }
}
