using System.Reflection;
using System.Runtime;
using System.Runtime.Loader;
using PluginHost.Engine.Chains;
using PluginHost.Engine.Drivers;
using PluginHost.Engine.Rings;
using PluginHost.Sdk;
using PluginHost.Testing;
using Xunit;

namespace PluginHost.Engine.Tests.Engine;

public class ColdStartTests
{
    [Fact]
    public void The_audio_thread_never_waits_for_the_compiler()
    {
        // Other tests have compiled everything long ago, so a second, cold copy of our assemblies is put on trial.
        Assembly cold = new ColdContext().LoadFromAssemblyPath(typeof(ColdStartTests).Assembly.Location);
        MethodInfo trial = cold.GetType(typeof(Trial).FullName!)!.GetMethod(nameof(Trial.Run))!;
        Assert.NotEqual(typeof(Trial), trial.DeclaringType);
        Assert.Equal("", trial.Invoke(null, null));
    }

    private sealed class ColdContext() : AssemblyLoadContext("cold")
    {
        protected override Assembly? Load(AssemblyName assemblyName) =>
            assemblyName.Name!.StartsWith("PluginHost", StringComparison.Ordinal)
                ? LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, assemblyName.Name + ".dll")) : null;
    }
}

/// <summary>Takes an engine through all that can happen to it, and lists the moments at which something had to be compiled.</summary>
public static class Trial
{
    private static readonly EngineOptions Options = new(new AudioFormat(48_000, 2, 32)) { Guard = OutputGuardMode.Limit };

    /// <summary>Runs the trial in the copy of the assemblies that it was called in.</summary>
    public static string Run()
    {
        if (!AppContext.TryGetSwitch("System.Runtime.TieredCompilation", out bool tiered) || tiered)
            return "the test needs TieredCompilation off";
        List<string> findings = [];
        float[] samples = new float[256];
        bool isSick = false;
        TestEffect effect = new((in ProcessContext context) =>
        {
            if (isSick)
                throw new InvalidOperationException("test");
        }) { Latency = 8, MaxLatency = 32 };
        using AudioEngine engine = new(Options, ChainOf(effect));

        void Step(string what, Action? change = null, int device = 2, StreamFlags flags = StreamFlags.None)
        {
            change?.Invoke();
            for (int block = 0; block < 60; block++)
            {
                long before = JitInfo.GetCompiledMethodCount(currentThread: true);
                engine.Process(samples.AsSpan(0, 32 * device), device, samples.AsSpan(0, 32 * device), device, 32, flags);
                long compiled = JitInfo.GetCompiledMethodCount(currentThread: true) - before;
                if (compiled > 0)
                    findings.Add($"{what}: {compiled} methods in block {block}");
            }
        }

        JitInfo.GetCompiledMethodCount(currentThread: true);
        Step("playing");
        Step("xruns", flags: StreamFlags.RingEmpty);
        Step("mono", device: 1);
        Step("four channels", device: 4);
        Step("mix", () => engine.Chain.Slots[0].Mix = 0.5f);
        Step("latency", () => effect.Latency = 16);
        Step("bypass", () => engine.Chain.Slots[0].IsBypassed = true);
        Step("bypass off", () => engine.Chain.Slots[0].IsBypassed = false);
        Step("fault", () => isSick = true);
        Step("armed again", () =>
        {
            isSick = false;
            engine.Chain.Slots[0].Rearm();
        });
        Step("tempo", () => engine.TempoBpm = 90);
        Step("notes", () => engine.Notes.TryWrite(new NoteEvent(0, NoteKind.On, 0, 60, 1)));
        Step("tapped notes", () =>
        {
            engine.NoteTap = new SpscRing<PlayedNote>(1);
            for (int i = 0; i < 3; i++)
                engine.Notes.TryWrite(new NoteEvent(0, NoteKind.On, 0, 60, 1));
        });
        Step("swap", () => engine.Submit(ChainOf(new TestEffect((in ProcessContext context) => context.Emit(default)))));
        Step("overs", () => samples.AsSpan().Fill(2));
        Step("not finite", () => samples.AsSpan().Fill(float.NaN));
        if (engine.InternalErrors > 0)
            findings.Add("internal errors");
        return string.Join("; ", findings);
    }

    private static Chain ChainOf(AudioEffect effect) => new(Options, new Slot("test", effect));
}
