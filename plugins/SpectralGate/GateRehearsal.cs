using PluginHost.Sdk;

namespace PluginHost.Plugins;

/// <summary>
/// Runs a gate of its own through everything a gate may come to do - modes, learning, hum that comes and goes - so that no
/// code is compiled on the audio thread. A host's warm-up of some blocks reaches few hops and no hum.
/// </summary>
internal static class GateRehearsal
{
    private const int Rate = 48_000;
    private const int Frames = 480;
    private static int _isDone;

    /// <summary>Rehearses, once for each load of the assembly; allocates. [control-thread]</summary>
    public static void RunOnce()
    {
        // Before it is done: the gate of the rehearsal is prepared, too.
        if (Interlocked.Exchange(ref _isDone, 1) != 0)
            return;
        using SpectralGateEffect gate = new();
        gate.Prepare(new AudioFormat(Rate, 2, Frames));
        Random random = new(1);
        float[] block = new float[2 * Frames];
        long position = 0;
        foreach (string mode in (ReadOnlySpan<string>)["zero", "quality", "live"])
        {
            Set(gate, "mode", mode);
            Set(gate, "learn-head", 0.1f);
            gate.Reset();
            Play(0.3, hum: 0.1f);
            Set(gate, "stereo", "independent");
            Set(gate, "floor", -80);
            Set(gate, "learn", 1);
            Play(0.25, hum: 0.1f);
            Set(gate, "learn", 0);
            Set(gate, "listen", 1);
            Set(gate, "noise", "adaptive");
            Play(0.1, hum: 0.1f);
            // The next mode by way of a change while playing.
            Set(gate, "mode", mode == "zero" ? "live" : "zero");
            Play(0.3, hum: 0);
            Set(gate, "stereo", "linked");
            Set(gate, "noise", "learned");
            Set(gate, "listen", 0);
        }
        gate.LoadState(gate.SaveState());

        void Play(double seconds, float hum)
        {
            for (long end = position + (long)(seconds * Rate); position < end; position += Frames)
            {
                for (int n = 0; n < Frames; n++)
                {
                    float sample = (random.NextSingle() - 0.5f) * 1e-3f;
                    for (int line = 1; line < 12; line++)
                        sample += hum / line * MathF.Sin((float)((position + n) * 50 * line % Rate) * MathF.Tau / Rate);
                    block[n] = block[Frames + n] = n == 100 ? float.NaN : sample;
                }
                gate.Process(new ProcessContext(new AudioBuffer(block, 2, Frames, Frames), new Transport(120, 0, position)));
            }
        }
    }

    private static void Set(SpectralGateEffect gate, string id, string choice)
    {
        Parameter parameter = gate.Parameters.Single(known => known.Id == id);
        parameter.Target = parameter.Minimum + parameter.Choices.ToList().IndexOf(choice);
    }

    private static void Set(SpectralGateEffect gate, string id, float value) =>
        gate.Parameters.Single(known => known.Id == id).Target = value;
}
