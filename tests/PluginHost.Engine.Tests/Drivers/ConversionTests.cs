using PluginHost.Engine.Chains;
using PluginHost.Engine.Drivers;
using PluginHost.Engine.Drivers.Virtual;
using PluginHost.Sdk;
using Xunit;

namespace PluginHost.Engine.Tests.Drivers;

public class ConversionTests
{
    private const double Hertz = 100;

    [Theory]
    [InlineData(DriverMode.Ring, 44_100, 64)]
    [InlineData(DriverMode.Ring, 44_100, 441)]
    [InlineData(DriverMode.Ring, 96_000, 128)]
    [InlineData(DriverMode.Ring, 16_000, 100)]
    [InlineData(DriverMode.Shielded, 44_100, 64)]
    public void A_device_at_another_rate_is_converted_when_asked_for_with_exactly_the_reported_delay(DriverMode mode, int rate, int period)
    {
        using VirtualBackend backend = Device(rate, period, out MemorySink sink);
        using AudioEngine engine = NewEngine();
        using AudioDriver driver = new(backend, new DriverOptions { Mode = mode, ConvertRate = true }, engine, PortableAudioThread.Instance, backend.Time);
        driver.Start();
        while (backend.OutputPosition < rate)
            backend.Step(1);

        Assert.True(driver.Info is { Converts: true } info && info.Stream.SampleRate == rate);
        Assert.Equal((0L, 0L, 0L), (driver.Counters.RingEmpty, driver.Counters.RingFull, driver.Counters.DiscardedFrames));
        int from = rate / 2;
        SineFit fit = SineFit.Of(sink.Channel(0).AsSpan(from), Hertz / rate);
        Assert.True(fit.SignalToNoiseDb > 80, $"{fit.SignalToNoiseDb:0.0} dB");
        Assert.Equal(0.5, fit.Amplitude, 0.005);
        double delaySeconds = ((double)from / rate) - (fit.PhaseCycles / Hertz);
        double error = Math.IEEERemainder(delaySeconds - (driver.ReportedLatencyFrames / 48_000.0), 1 / Hertz);
        Assert.InRange(error * 48_000, -3, 3);
    }

    [Fact]
    public void Two_devices_at_another_rate_are_converted_too()
    {
        using VirtualBackend backend = Device(44_100, 128, out MemorySink sink, driftPpm: 100);
        using AudioEngine engine = NewEngine();
        DriverOptions options = new() { ConvertRate = true, Input = VirtualBackend.InputName, Output = VirtualBackend.OutputName };
        using AudioDriver driver = new(backend, options, engine, PortableAudioThread.Instance, backend.Time);
        driver.Start();
        while (backend.OutputPosition < 4 * 44_100)
            backend.Step(1);

        SineFit fit = SineFit.Of(sink.Channel(0).AsSpan(170_000, 4410), Hertz / 44_100);
        Assert.Equal(0.5, fit.Amplitude, 0.005);
        Assert.True(fit.SignalToNoiseDb > 50, $"{fit.SignalToNoiseDb:0.0} dB");
        Assert.Equal((0L, 0L), (driver.Counters.RingEmpty, driver.Counters.Realigned));
    }

    [Fact]
    public void A_rate_asked_for_that_is_not_the_engines_is_refused_by_the_numbers() => AssertRefused(
        new DriverOptions { SampleRate = 44_100 },
        "'Virtual: virtual' at 44100 Hz does not fit an engine at 48000 Hz: ask for conversion, or use 44100 Hz throughout.");

    [Fact]
    public void A_device_that_cannot_run_at_the_engines_rate_is_refused_by_the_numbers() =>
        AssertRefused(new DriverOptions(), "'virtual' runs at 44100 Hz, but 48000 Hz were asked for.");

    [Fact]
    public void Direct_mode_does_not_convert() => AssertRefused(
        new DriverOptions { Mode = DriverMode.Direct, ConvertRate = true, SampleRate = 44_100 },
        "'Virtual: virtual' at 44100 Hz does not fit an engine at 48000 Hz, and mode direct cannot convert: use ring, or 44100 Hz throughout.");

    [Fact]
    public void Too_many_channels_are_refused_by_the_numbers() => AssertRefused(
        new DriverOptions { InputChannels = 3 }, "'Virtual: virtual' has 2 input channels, but 3 were asked for.");

    [Fact]
    public void Shielded_mode_needs_both_directions() => AssertRefused(
        new DriverOptions { Mode = DriverMode.Shielded, UseInput = false },
        "Mode shielded needs an input and an output; modes ring and direct do with one.");

    [Theory]
    [InlineData(0)]
    [InlineData(8193)]
    public void An_option_out_of_range_is_named(int blockFrames)
    {
        using VirtualBackend backend = new(new VirtualOptions());
        using AudioEngine engine = NewEngine();

        ArgumentOutOfRangeException refused = Assert.Throws<ArgumentOutOfRangeException>(
            () => new AudioDriver(backend, new DriverOptions { BlockFrames = blockFrames }, engine, PortableAudioThread.Instance));

        Assert.StartsWith($"BlockFrames is {blockFrames}, but must be 1 to 8192 frames.", refused.Message, StringComparison.Ordinal);
    }

    private static void AssertRefused(DriverOptions options, string message)
    {
        using VirtualBackend backend = Device(44_100, 64, out _);
        using AudioEngine engine = NewEngine();
        using AudioDriver driver = new(backend, options, engine, PortableAudioThread.Instance, backend.Time);

        Assert.Equal(message, Assert.Throws<AudioDeviceException>(driver.Start).Message);
        Assert.Equal(DriverState.Stopped, driver.State);
    }

    private static VirtualBackend Device(int rate, int period, out MemorySink sink, double driftPpm = 0)
    {
        sink = new MemorySink(4 * rate, 2);
        return new VirtualBackend(new VirtualOptions
        {
            Clock = VirtualClock.Stepped, SampleRate = rate, PeriodFrames = period, Sink = sink,
            Source = VirtualSource.FromFunction((frame, _) => (float)(0.5 * Math.Sin(2 * Math.PI * (Hertz / rate * frame % 1)))),
            Faults = new VirtualFaults { DriftPpm = driftPpm },
        });
    }

    private static AudioEngine NewEngine()
    {
        EngineOptions options = new(new AudioFormat(48_000, 2, 256));
        return new AudioEngine(options, new Chain(options));
    }
}
