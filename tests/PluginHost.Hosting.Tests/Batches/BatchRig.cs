using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Batches;
using PluginHost.Hosting.Presets;
using PluginHost.Hosting.Rendering;
using PluginHost.Hosting.Tests.Audio;
using PluginHost.Hosting.Tests.Presets;

namespace PluginHost.Hosting.Tests.Batches;

/// <summary>A folder of recordings, and batches over it.</summary>
internal sealed class BatchRig : IBatchObserver, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<JobResult> _ended = [];

    public TestRack Rack { get; } = new();

    public Preset Preset { get; set; } = Preset.OfEffects("gain", "late", "echo");

    public string[] Sets { get; set; } = [];

    public RenderOptions Options { get; set; } = new();

    public string EffectBuild { get; set; } = "1";

    public int Threads { get; set; } = 1;

    public CancellationToken Cancellation { get; set; } = TestContext.Current.CancellationToken;

    public Action<RenderJob>? OnMoved { get; set; }

    public IReadOnlyList<JobResult> Results => _ended;

    public string Path(string name) => _folder.File(name);

    /// <summary>Writes noise, and gives its bytes.</summary>
    public byte[] Write(string name, int frames = 3000, int seed = 1, int channels = 1, int rate = 44_100)
    {
        string file = Path(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        AudioFileTests.Write(file, Tone.Noise(frames * channels, seed), channels, AudioEncodings.Choose(file), overwrite: true, rate);
        return File.ReadAllBytes(file);
    }

    /// <summary>Renders one file by a renderer and a chain of its own, and gives the bytes.</summary>
    public byte[] Alone(string name)
    {
        using OfflineRenderer fresh = new(options => Rack.Builder.Build(Preset, options));
        fresh.Render(Path(name), Path("alone.wav"), new RenderOptions { Overwrite = true }, null, Cancellation);
        return Bytes("alone.wav");
    }

    public byte[] Bytes(string name) => File.ReadAllBytes(Path(name));

    /// <summary>Every file below, by its path, without the manifests.</summary>
    public string[] Files(string below) => [.. Directory.EnumerateFiles(Path(below), "*", SearchOption.AllDirectories)
        .Select(file => System.IO.Path.GetRelativePath(Path(below), file)).Where(file => file != BatchManifest.FileName).Order(StringComparer.Ordinal)];

    public BatchPlan Plan(string output, params string[] inputs) => BatchPlan.Make(
        inputs.SelectMany(input => InputFiles.Find(Path(input), Path(output))), Path(output), Options.Encoding, new WorkFolder(_folder.Path, false));

    public IReadOnlyList<JobResult> Run(string output, bool resumes = false)
    {
        RenderRecipe recipe = new(Preset, [.. Sets.Select(ParameterOverride.Parse)], Options);
        File.WriteAllText(Path("effect.dll"), EffectBuild);
        using BatchManifest manifest = new(Path(output));
        return new LocalBatch(recipe, options => Rack.Builder.Build(Preset, options, recipe.Overrides), new WorkFolder(_folder.Path, false)).Run(
            [.. Plan(output, "in").Jobs.Select(job => job.Job)], Threads, this, manifest, recipe.Fingerprint(_ => Path("effect.dll")), resumes, Cancellation);
    }

    public void Started(RenderJob job)
    {
    }

    public void Moved(RenderJob job, RenderProgress progress) => OnMoved?.Invoke(job);

    public void Ended(JobResult result)
    {
        lock (_ended)
            _ended.Add(result);
    }

    public void Dispose()
    {
        Assert.Equal(0, Rack.LeasesOpen);
        _folder.Dispose();
    }
}
