using System.Reflection;
using System.Runtime.CompilerServices;
using PluginHost.Sdk;

namespace PluginHost.Plugins;

/// <summary>
/// Compiles all of the suppressor, then runs one of its own in simulated loops that howl, through every mode, so that no code
/// is compiled on the audio thread. A host's warm-up of some blocks meets no howl, and a howl of a second not every branch.
/// </summary>
internal static class FeedbackRehearsal
{
    private const int Rate = 16_000;
    private const int Frames = 160;

    // Of the loops; more than a block.
    private const int DelayFrames = 200;
    private static int _isDone;

    /// <summary>Rehearses, once for each load of the assembly; allocates. [control-thread]</summary>
    public static void RunOnce()
    {
        // Before it is done: the suppressor of the rehearsal is prepared, too.
        if (Interlocked.Exchange(ref _isDone, 1) != 0)
            return;
        CompileAll();
        using FeedbackSuppressorEffect suppressor = new();
        suppressor.Prepare(new AudioFormat(Rate, 1, Frames));
        Random random = new(1);
        float[] block = new float[Frames], played = new float[DelayFrames];
        long position = 0;
        Set(suppressor, "release", 1);
        foreach (string mode in (ReadOnlySpan<string>)["ring-out", "notch", "cancel", "both"])
        {
            Set(suppressor, "mode", mode);
            Play(0.8, gain: 1.6f);
            Set(suppressor, "decorrelate", "phase");
            Set(suppressor, "notches", 2);
            Play(0.4, gain: 2.5f);
            Set(suppressor, "notches", 24);
            Set(suppressor, "decorrelate", "shift");
            Set(suppressor, "shift", mode == "both" ? 5 : 0);
            Set(suppressor, "freeze", 1);
            Play(0.1, gain: 0);
            Set(suppressor, "freeze", 0);
            Set(suppressor, "reset", 1);
            Play(0.2, gain: 0.5f);
            Set(suppressor, "reset", 0);
            suppressor.LoadState(suppressor.SaveState());
            suppressor.Reset();
        }

        // Noise, a tone, and what was played before, through a path of two echoes: it howls at many frequencies.
        void Play(double seconds, float gain)
        {
            for (long end = position + (long)(seconds * Rate); position < end; position += Frames)
            {
                for (int n = 0; n < Frames; n++)
                {
                    int at = (int)((position + n) % DelayFrames);
                    float echo = (0.6f * played[at]) + (0.4f * played[(at + 37) % DelayFrames]);
                    float heard = ((random.NextSingle() - 0.5f) * 1e-2f) + (0.01f * MathF.Sin((position + n) * 0.1f)) + (gain * echo);
                    block[n] = n == 100 && position % (50 * Frames) == 0 ? float.NaN : Math.Clamp(heard, -1, 1);
                }
                suppressor.Process(new ProcessContext(new AudioBuffer(block, 1, Frames, Frames), new Transport(120, 0, position)));
                for (int n = 0; n < Frames; n++)
                    played[(int)((position + n) % DelayFrames)] = block[n];
            }
        }
    }

    // Playing is still needed, for what lies in other assemblies.
    private static void CompileAll()
    {
        const BindingFlags declared = BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static
            | BindingFlags.Public | BindingFlags.NonPublic;
        foreach (Type type in typeof(FeedbackRehearsal).Assembly.GetTypes().Where(type => !type.ContainsGenericParameters))
        {
            foreach (MethodInfo method in type.GetMethods(declared))
            {
                if (!method.IsAbstract && !method.ContainsGenericParameters)
                    RuntimeHelpers.PrepareMethod(method.MethodHandle);
            }
        }
    }

    private static void Set(FeedbackSuppressorEffect effect, string id, string choice)
    {
        Parameter parameter = effect.Parameters.Single(known => known.Id == id);
        parameter.Target = parameter.Minimum + parameter.Choices.ToList().IndexOf(choice);
    }

    private static void Set(FeedbackSuppressorEffect effect, string id, float value) =>
        effect.Parameters.Single(known => known.Id == id).Target = value;
}
