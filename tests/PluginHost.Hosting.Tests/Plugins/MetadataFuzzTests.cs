using PluginHost.Hosting.Plugins;

namespace PluginHost.Hosting.Tests.Plugins;

public sealed class MetadataFuzzTests
{
    private const int Cases = 600;

    [Theory]
    [InlineData("FixturePlugins", 1)]
    [InlineData("OddPlugins", 2)]
    public void Damaged_files_give_problems_and_never_exceptions(string fixture, int seed)
    {
        byte[] good = PluginSandbox.Original(fixture, fixture + ".dll");
        Random random = new(seed);
        int refused = 0;
        for (int i = 0; i < Cases; i++)
        {
            AssemblyScan scan = AssemblyScanner.Read("fuzz.dll", Damage(good, random));
            refused += scan.Damage is not null || scan.Flaws.Count > 0 ? 1 : 0;
            Assert.All(scan.Effects, effect => Assert.True(Sdk.Identifier.IsValid(effect.Info.Id)));
        }
        // A third of the cases is cut off, which alone must be noticed nearly always.
        Assert.InRange(refused, Cases / 4, Cases);
    }

    [Fact]
    public void A_directory_full_of_damaged_plugins_is_listed_to_the_end()
    {
        byte[] good = PluginSandbox.Original("FixturePlugins", "FixturePlugins.dll");
        Random random = new(3);
        using PluginSandbox sandbox = new();
        for (int i = 0; i < 40; i++)
            sandbox.Write($"p{i}", $"p{i}.dll", Damage(good, random));
        sandbox.Write("p0", "p0.deps.json", "{ not json"u8.ToArray());
        sandbox.Add("OddPlugins", "zz");
        using PluginCatalog catalog = sandbox.Catalog();

        Assert.Equal(41, catalog.Plugins.Count);
        Assert.Contains(catalog.Effects, effect => effect.Id == "fixture-nested");
    }

    private static byte[] Damage(byte[] good, Random random)
    {
        byte[] image = [.. good];
        switch (random.Next(3))
        {
            case 0:
                return image[..random.Next(good.Length)];
            case 1:
                for (int flips = random.Next(1, 40); flips > 0; flips--)
                    image[random.Next(image.Length)] = (byte)random.Next(256);
                return image;
            default:
                int start = random.Next(image.Length);
                random.NextBytes(image.AsSpan(start, random.Next(Math.Min(512, image.Length - start))));
                return image;
        }
    }
}
