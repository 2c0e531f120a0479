using PluginHost.Hosting.Plugins;

namespace PluginHost.Hosting.Tests.Plugins;

public sealed class ShadowCopyTests
{
    [Fact]
    public void The_original_can_be_overwritten_in_place_and_deleted_while_its_effect_runs()
    {
        using PluginSandbox sandbox = new("FixturePlugins");
        using PluginCatalog catalog = sandbox.Catalog();
        using EffectInstance good = catalog.Create("fixture-good");
        PluginSandbox.Prepare(good.Effect);
        Assert.Equal(2, PluginSandbox.Run(good.Effect));

        string file = sandbox.At("FixturePlugins", "FixturePlugins.dll");
        using (FileStream original = new(file, FileMode.Open, FileAccess.Write))
            original.Write(new byte[original.Length]);
        // Neither method has run before, so their code is only now read from the assembly.
        byte[] state = good.Effect.SaveState();
        Directory.Delete(sandbox.At("FixturePlugins"), recursive: true);
        good.Effect.LoadState(state);

        Assert.Equal(2, PluginSandbox.Run(good.Effect));
        Assert.Equal(32, good.Effect.Meters[0].Value);
        using EffectInstance other = catalog.Create("fixture-nan");
        Assert.Equal(1, PluginSandbox.Run(other.Effect));
    }

    [Fact]
    public void A_copy_holds_sub_folders_but_follows_no_links_to_folders()
    {
        using PluginSandbox sandbox = new("FixturePlugins");
        string folder = sandbox.At("FixturePlugins");
        sandbox.Write(Path.Combine("FixturePlugins", "data", "deep"), "profile.bin", [1, 2, 3]);
        Directory.CreateSymbolicLink(Path.Combine(folder, "loop"), folder);
        string copy = ShadowCopy.Create(folder);

        Assert.Equal("FixturePlugins", Path.GetFileName(copy));
        Assert.True(File.Exists(Path.Combine(copy, "FixturePlugins.pdb")));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(Path.Combine(copy, "data", "deep", "profile.bin")));
        Assert.False(Directory.Exists(Path.Combine(copy, "loop")));
        ShadowCopy.Delete(copy);
        Assert.False(Directory.Exists(copy));
    }

    [Fact]
    public void Copies_are_private_to_the_user()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs file modes");
        using PluginSandbox sandbox = new("FixturePlugins");
        string copy = ShadowCopy.Create(sandbox.At("FixturePlugins"));
        string root = Path.GetDirectoryName(Path.GetDirectoryName(copy)!)!;

#pragma warning disable CA1416 // Skipped above where there are no modes.
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(root));
#pragma warning restore CA1416
        ShadowCopy.Delete(copy);
    }

    [Fact]
    public void Copies_of_dead_processes_are_removed_and_nothing_else_is()
    {
        using PluginSandbox sandbox = new();
        string dead = Make("pluginhost-shadow-dead", "lock");
        string alive = Make("pluginhost-shadow-alive", "lock");
        string unmarked = Make("pluginhost-shadow-unmarked", "other");
        string foreign = Make("something", "lock");
        using (new FileStream(Path.Combine(alive, "lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            ShadowCopy.DeleteStale(sandbox.Outside);

        Assert.Equal([foreign, alive, unmarked], new[] { dead, foreign, alive, unmarked }.Where(Directory.Exists));

        string Make(string name, string file)
        {
            string folder = Directory.CreateDirectory(Path.Combine(sandbox.Outside, name)).FullName;
            File.WriteAllText(Path.Combine(folder, file), "");
            return folder;
        }
    }
}
