using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using PluginHost.PortAudio.Native;
using PluginHost.PortAudio.Threads;
using Xunit;

namespace PluginHost.PortAudio.Tests;

public class AudioThreadTests(JackServer server)
{
    private readonly AudioThread _thread = new();

    [Fact]
    public void An_entered_thread_flushes_denormals_and_still_does_after_a_collection()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "not known how elsewhere");
        Assert.False(FloatingPoint.IsFlushing(1e-39f));

        OnThread(() =>
        {
            Assert.False(FloatingPoint.IsFlushing(1e-39f));
            _thread.Enter(false);
            Assert.True(FloatingPoint.IsFlushing(1e-39f));
            GC.Collect();
            Assert.True(FloatingPoint.IsFlushing(1e-39f));
        });
    }

    [Fact]
    public void Code_that_is_compiled_on_an_entered_thread_computes_what_it_says()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "not known how elsewhere");

        OnThread(() =>
        {
            _thread.Enter(false);
            Assert.Equal(Vector256.Create(3f), TimesPowerOfTwo(Vector256.Create(1.5f)));
        });
    }

    // Called nowhere else, so that it is compiled there, as a released program would be: as a float, the 127 is a denormal.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static Vector256<float> TimesPowerOfTwo(Vector256<float> x) =>
        x * ((Vector256.ConvertToInt32(x) + Vector256.Create(127)) << 23).AsSingle();

    [Fact]
    public void Our_own_thread_becomes_real_time_or_a_notice_says_why_not()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "not known how elsewhere");

        OnThread(() =>
        {
            _thread.Enter(true);
            var policy = Libc.GetScheduler(0) & ~Libc.SchedResetOnFork;
            var isRefused = AudioThread.Notices.Any(n => n.Contains("Real-time", StringComparison.Ordinal));
            Assert.Equal(isRefused ? 0 : Libc.SchedFifo, policy);
        });
    }

    [Fact]
    public void Our_own_thread_goes_one_below_the_devices()
    {
        using var rig = new Rig(server);
        var callback = new PriorityCallback();
        using var stream = rig.Start(rig.Duplex(), callback);
        callback.WaitForBlocks(20);
        Assert.SkipUnless(callback.Policy == Libc.SchedFifo, "the server is not real-time here");

        OnThread(() =>
        {
            _thread.Enter(true);
            Assert.Equal(0, Libc.GetPriority(0, out var ours));
            Assert.Equal(callback.Priority - 1, ours);
        });
    }

    [Fact]
    public void A_devices_thread_keeps_its_scheduling() => OnThread(() =>
    {
        _thread.Enter(false);
        Assert.Equal(0, Libc.GetScheduler(0));
    });

    [Fact]
    public void Entering_again_and_asking_for_the_time_allocates_nothing() => OnThread(() =>
    {
        _thread.Enter(false);
        _ = _thread.CpuNanoseconds;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            _thread.Enter(false);
            _ = _thread.CpuNanoseconds;
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    });

    [Fact]
    public void The_threads_time_counts_work_and_not_sleep() => OnThread(() =>
    {
        var start = _thread.CpuNanoseconds;
        Thread.Sleep(100);
        Assert.InRange(_thread.CpuNanoseconds - start, 0, 50_000_000);
        while (_thread.CpuNanoseconds < start + 60_000_000)
            Thread.SpinWait(1000);
    });

    [Fact]
    public void Sleeping_until_a_moment_is_never_cut_short()
    {
        for (var i = 0; i < 20; i++)
        {
            var until = Stopwatch.GetTimestamp() + Stopwatch.Frequency / 1000 * i;
            _thread.SleepUntil(until);
            Assert.True(Stopwatch.GetTimestamp() >= until);
        }
    }

    [Fact]
    public void A_signal_counts_posts_and_times_out_when_there_are_none()
    {
        using var signal = _thread.CreateSignal();
        signal.Post();
        signal.Post();

        Assert.True(signal.Wait(0));
        Assert.True(signal.Wait(1000));
        Assert.False(signal.Wait(0));
        Assert.False(signal.Wait(1010));
    }

    [Fact]
    public void A_signal_wakes_a_thread_that_waits_through_collections()
    {
        using var signal = _thread.CreateSignal();
        var woken = false;
        var thread = new Thread(() => woken = signal.Wait(20_000));
        thread.Start();
        for (var i = 0; i < 20; i++)
            GC.Collect(0);

        signal.Post();

        Assert.True(thread.Join(20_000));
        Assert.True(woken);
    }

    private static void OnThread(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(action));
        thread.Start();
        thread.Join();
        if (failure is not null)
            throw new InvalidOperationException(failure.Message, failure);
    }

    private sealed class PriorityCallback : CountingCallback
    {
        public int Policy { get; private set; }

        public int Priority { get; private set; }

        protected override void Process(ReadOnlySpan<float> input, Span<float> output, int frames)
        {
            output.Clear();
            Policy = Libc.GetScheduler(0) & ~Libc.SchedResetOnFork;
            _ = Libc.GetPriority(0, out var priority);
            Priority = priority;
        }
    }
}
