using PluginHost.Neural.Steps;
using PluginHost.Patterns.Corpus;
using PluginHost.Patterns.Generation;
using PluginHost.Patterns.Midi;
using PluginHost.Patterns.Training;
using PluginHost.Plugins.Models;
using PluginHost.Plugins.Plans;
using PluginHost.Sdk;
using PluginHost.Testing;
using Xunit;

namespace PluginHost.Plugins.Tests.PatternGenerator;

/// <summary>Models in the host's folder: small nets with random weights, whose music is nonsense of the right kind.</summary>
public sealed class ModelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pattern-models-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(PatternKind.Drums, "drums")]
    [InlineData(PatternKind.Bass, "bass")]
    [InlineData(PatternKind.Melody, "melody")]
    [InlineData(PatternKind.Poly, "chords")]
    public void A_model_of_its_kind_plays_a_role(PatternKind kind, string role)
    {
        Save(kind, "some-name");
        using Rig stored = Play(role, "stored"), learned = Play(role, "learned"), own = Play(role, "own");
        int number = Array.IndexOf(["drums", "bass", "chords", "melody"], role);
        Assert.Equal((2, 1, 3), (State(stored, number), State(learned, number), State(own, number)));
        Assert.NotEmpty(learned.Notes);
        Assert.NotEqual(stored.Notes, learned.Notes);
        Assert.Equal(stored.Notes, own.Notes);
    }

    [Fact]
    public void Ones_own_model_lies_beside_the_shipped_one()
    {
        Save(PatternKind.Drums, "drums");
        Save(PatternKind.Drums, "own-drums", seed: 9);
        using Rig learned = Play("drums", "learned"), own = Play("drums", "own");
        Assert.Equal((1, 1), (State(learned, 0), State(own, 0)));
        Assert.NotEqual(learned.Notes, own.Notes);
    }

    [Fact]
    public void A_damaged_model_leaves_the_role_to_the_stored_patterns()
    {
        Save(PatternKind.Drums, "drums");
        byte[] bytes = File.ReadAllBytes(Path.Combine(_folder, "drums.safetensors"));
        File.WriteAllBytes(Path.Combine(_folder, "drums.safetensors"), bytes[..(bytes.Length / 2)]);
        File.WriteAllText(Path.Combine(_folder, "notes.safetensors"), "not a model");
        using Rig learned = Play("drums", "learned"), stored = Play("drums", "stored");
        Assert.Equal((3, 2), (State(learned, 0), State(stored, 0)));
        Assert.Equal(stored.Notes, learned.Notes);
    }

    [Fact]
    public void A_model_of_chords_gives_the_harmony()
    {
        Save(PatternKind.Chords, "chords");
        using Rig rig = Play("bass", "stored", ("progression", "learned"));
        PlanWriter writer = ModelShelf.Open(_folder);
        BarPlan plan = new();
        HashSet<string> chords = [];
        for (int bar = 0; bar < 16; bar++)
        {
            writer.Write(PlanTests.Request(1, bar) with { Models = new RoleModels(2, 2, 2, 2, 0) }, plan);
            Assert.False(plan.Chord.IsNone);
            chords.Add(plan.Chord.ToString());
        }
        Assert.True(chords.Count > 1, string.Join(' ', chords));
        Assert.NotEmpty(rig.Notes);
    }

    [Fact]
    public void Live_equals_offline_with_nets_and_neither_thread_of_theirs_allocates()
    {
        foreach (PatternKind kind in new[] { PatternKind.Drums, PatternKind.Bass, PatternKind.Melody, PatternKind.Poly, PatternKind.Chords })
            Save(kind, kind.ToString());
        (float[] offline, long bytes) = Run(PlanService.AtOnce);
        (float[] live, long liveBytes) = Run(PlanService.OnCall);
        Assert.Equal(offline, live);
        Assert.Equal((0, 0), (bytes, liveBytes));

        (float[], long) Run(PlanService service)
        {
            using Rig rig = new(8_000, 1, service, _folder, ("chords", "on"), ("melody", "on"), ("chords-model", "learned"), ("progression", "learned"));
            AllocationGate gate = new();
            float[] heard = new float[128_000], block = new float[200];
            for (int at = 0; at < heard.Length; at += 200)
            {
                for (int n = 0; n < 200; n++)
                    block[n] = (at + n) % 4_000 < 900 ? 0.2f * MathF.Sin((at + n) * 0.4f) : 0;
                if (at >= 32_000)
                    gate.Open();
                rig.Process(new AudioBuffer(block, 1, 200, 200));
                rig.Effect.Desk!.Serve();
                if (at >= 32_000)
                    gate.Close();
                block.CopyTo(heard, at);
            }
            Assert.Equal(0, rig.Meter("bars-missed"));
            return (heard, gate.Bytes);
        }
    }

    private Rig Play(string role, string model, params (string, string)[] more)
    {
        (string, string)[] off = [.. new[] { "drums", "bass", "chords", "melody" }.Select(name => (name, name == role ? "on" : "off"))];
        Rig rig = new(8_000, 1, models: _folder, settings: [.. off, (role + "-model", model), ("output", "notes"), ("density", "80"), .. more]);
        rig.Play(8 * 16_000);
        return rig;
    }

    private static float State(Rig rig, int role)
    {
        float[] states = new float[4];
        rig.Effect.Meters.Single(meter => meter.Id == "model-state").Read(states);
        return states[role];
    }

    private void Save(PatternKind kind, string name, ulong seed = 5)
    {
        string songs = Directory.CreateTempSubdirectory("pattern-songs-").FullName;
        for (int i = 0; i < 4; i++)
            MidiWriter.Write(Path.Combine(songs, $"{i}.mid"), Song());
        PatternNet net = new() { Hidden = 16, HeadWidth = 16, Head = StepHead.Set };
        PatternTraining.Prepare(MidiFolder.Read(songs, kind), kind, net).NewModel(net, seed).Save(Path.Combine(_folder, name + ".safetensors"));
        Directory.Delete(songs, recursive: true);
    }

    private static MidiSong Song()
    {
        const int quarter = 480;
        List<MidiNote> notes = [];
        for (int beat = 0; beat < 32; beat++)
        {
            long at = beat * quarter;
            notes.Add(new MidiNote(at, 60, 0, MidiNote.DrumChannel, 0, beat % 2 == 0 ? (byte)36 : (byte)38, 100));
            notes.Add(new MidiNote(at, quarter, 1, 0, 33, 45, 90));
            foreach (byte key in (byte[])[57, 60, 64])
                notes.Add(new MidiNote(at, quarter, 2, 1, 0, (byte)(key + (beat / 4 % 2 * 5)), 70));
            notes.Add(new MidiNote(at, quarter / 2, 3, 2, 73, (byte)(72 + (beat % 5)), 100));
        }
        return new MidiSong { TicksPerQuarter = quarter, Notes = notes };
    }
}
