using System.Reflection;
using System.Runtime.CompilerServices;
using PluginHost.Plugins.Plans;
using PluginHost.Sdk;

namespace PluginHost.Plugins;

/// <summary>
/// Compiles all of the generator, then plays some bars with a player who strikes and pauses, so that no code is compiled on the
/// audio thread. A host's warm-up of some blocks does not even reach the second step.
/// </summary>
internal static class GeneratorRehearsal
{
    private const int Rate = 8_000;
    private const int Frames = 200;
    private static int _isDone;

    /// <summary>Rehearses, once for each load of the assembly; allocates. [control-thread]</summary>
    public static void RunOnce()
    {
        // Before it is done: the generator of the rehearsal is prepared, too.
        if (Interlocked.Exchange(ref _isDone, 1) != 0)
            return;
        CompileAll();
        using PatternGeneratorEffect generator = new(PlanService.OnCall, null);
        foreach (Parameter parameter in generator.Parameters.Where(parameter => parameter.Choices is ["off", "on"]))
            parameter.Target = parameter.Maximum;
        generator.Parameters.Single(parameter => parameter.Id == "output").Target = 2;
        generator.Prepare(new AudioFormat(Rate, 2, Frames));
        float[] block = new float[2 * Frames];
        NoteBuffer notes = new();
        Random random = new(1);
        for (int number = 0; number < 400; number++)
        {
            bool pauses = number / 40 % 3 == 2;
            foreach (ref float sample in block.AsSpan())
                sample = pauses || number % 10 > 4 ? 0 : random.NextSingle() - 0.5f;
            // Tempo, place and metre change, and time stands still for a while.
            Transport transport = new(number < 200 ? 240 : 300, number < 300 ? number * 0.1 : (number - 250) * 0.125, number * Frames,
                number < 250 ? 4 : 3, IsPlaying: number % 100 < 95);
            notes.Clear();
            generator.Process(new ProcessContext(new AudioBuffer(block, 2, Frames, Frames), transport, default, notes));
            if (number % 3 == 0)
                generator.Desk!.Serve();
        }
        generator.Reset();
    }

    // Playing is still needed, for what lies in other assemblies.
    private static void CompileAll()
    {
        const BindingFlags declared = BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static
            | BindingFlags.Public | BindingFlags.NonPublic;
        foreach (Type type in typeof(GeneratorRehearsal).Assembly.GetTypes().Where(type => !type.ContainsGenericParameters))
        {
            foreach (MethodInfo method in type.GetMethods(declared))
            {
                if (!method.IsAbstract && !method.ContainsGenericParameters)
                    RuntimeHelpers.PrepareMethod(method.MethodHandle);
            }
        }
    }
}
