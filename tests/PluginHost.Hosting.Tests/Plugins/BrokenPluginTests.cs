using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using PluginHost.Hosting.Plugins;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Tests.Plugins;

public sealed class BrokenPluginTests
{
    private static readonly byte[] Good = PluginSandbox.Original("FixturePlugins", "FixturePlugins.dll");
    private static readonly Version Contract = typeof(AudioEffect).Assembly.GetName().Version!;

    [Fact]
    public void An_empty_file_is_refused() => ExpectRefusal([], "The file is empty.");

    [Fact]
    public void A_text_file_is_refused() =>
        ExpectRefusal("hello, world"u8.ToArray(), "This is no .NET assembly: it does not begin like one.");

    [Fact]
    public void A_native_library_of_this_system_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs a shared object");
        ExpectRefusal(File.ReadAllBytes(NativeLibraryOfTheRuntime), "This is no .NET assembly: it does not begin like one.");
    }

    [Fact]
    public void A_native_windows_library_is_refused()
    {
        // Without its CLI header (data directory 14 of the optional header) an assembly is any other PE file.
        byte[] native = [.. Good];
        using PEReader pe = new(new MemoryStream(Good));
        int directories = pe.PEHeaders.PEHeader!.Magic == PEMagic.PE32Plus ? 112 : 96;
        native.AsSpan(pe.PEHeaders.PEHeaderStartOffset + directories + (14 * 8), 8).Clear();
        ExpectRefusal(native, "This is a native library, not a .NET assembly.");
    }

    [Fact]
    public void A_file_cut_off_in_the_middle_is_refused() =>
        ExpectRefusal(Good[..(Good.Length / 2)], "The file is damaged or cut off (BadImageFormatException).");

    [Fact]
    public void An_assembly_for_another_processor_is_refused()
    {
        bool isArm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
        (Machine other, string otherName) = isArm ? (Machine.Amd64, "x64") : (Machine.Arm64, "arm64");
        ExpectRefusal(AssemblyPatch.Machine(Good, other),
            $"It was built for {otherName}, but this process runs on {(isArm ? "arm64" : "x64")}: build it for AnyCPU.");
    }

    [Fact]
    public void An_assembly_for_32_bits_only_is_refused()
    {
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture == Architecture.X64, "names the processor");
        ExpectRefusal(AssemblyPatch.Flags(Good, CorFlags.ILOnly | CorFlags.Requires32Bit),
            "It was built for x86, but this process runs on x64: build it for AnyCPU.");
    }

    [Fact]
    public void An_assembly_for_this_very_processor_is_accepted()
    {
        Machine here = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? Machine.Arm64 : Machine.Amd64;
        Assert.Null(AssemblyScanner.Read("x.dll", AssemblyPatch.Machine(Good, here)).Damage);
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(1, 0, 0)]
    [InlineData(0, 0, 1)]
    public void An_assembly_for_a_newer_contract_is_refused(int major, int minor, int build) => ExpectContractRefusal(
        new Version(Contract.Major + major, Contract.Minor + minor, Contract.Build + build, 0));

    [Fact]
    public void An_assembly_for_an_older_incompatible_contract_is_refused() => ExpectContractRefusal(new Version(0, 0, 7, 0));

    [Theory]
    [InlineData("0.1.3", "0.1.3", true)]
    [InlineData("0.1.3", "0.1.2", true)]
    [InlineData("0.1.3", "0.1.4", false)]
    [InlineData("0.2.0", "0.1.9", false)]
    [InlineData("1.2.3", "1.0.9", true)]
    [InlineData("1.2.3", "1.2.4", false)]
    [InlineData("1.2.3", "1.3.0", false)]
    [InlineData("2.0.0", "1.9.9", false)]
    public void Contracts_are_compatible_by_semantic_versioning(string host, string built, bool compatible) =>
        Assert.Equal(compatible, SharedAssemblies.IsCompatible(Version.Parse(host), Version.Parse(built)));

    [Fact]
    public void A_missing_dependency_is_named()
    {
        using PluginSandbox sandbox = new("CounterV2");
        File.Delete(sandbox.At("CounterV2", "Private.Dependency.dll"));
        ExpectProblem(sandbox, sandbox.At("CounterV2", "Counter.dll"),
            "It needs Private.Dependency 2.0.0.0, which is neither in its folder nor part of the framework.");
    }

    [Fact]
    public void A_dependency_that_is_too_old_is_named()
    {
        using PluginSandbox sandbox = new("CounterV2");
        sandbox.Write("CounterV2", "Private.Dependency.dll", PluginSandbox.Original("CounterV1", "Private.Dependency.dll"));
        ExpectProblem(sandbox, sandbox.At("CounterV2", "Counter.dll"),
            "It needs Private.Dependency 2.0.0.0, but its folder holds 1.0.0.0.");
    }

    [Fact]
    public void A_damaged_dependency_is_named()
    {
        using PluginSandbox sandbox = new("CounterV2");
        sandbox.Write("CounterV2", "Private.Dependency.dll", "MZ"u8.ToArray());
        ExpectProblem(sandbox, sandbox.At("CounterV2", "Counter.dll"), "It needs Private.Dependency.dll, which cannot be used: "
            + "The file is damaged or cut off (BadImageFormatException).");
    }

    [Fact]
    public void An_assembly_of_the_host_that_is_no_contract_does_not_count_as_there()
    {
        using PluginSandbox sandbox = new();
        sandbox.Write("Counter", "Counter.dll", AssemblyPatch.Name(PluginSandbox.Original("CounterV1", "Counter.dll"),
            "Private.Dependency", "PluginHost.Hosting"));
        ExpectProblem(sandbox, sandbox.At("Counter", "Counter.dll"),
            "It needs PluginHost.Hosting 1.0.0.0, which is neither in its folder nor part of the framework.");
    }

    [Fact]
    public void A_folder_without_assembly_is_named()
    {
        using PluginSandbox sandbox = new();
        sandbox.Write("Notes", "readme.txt", []);
        ExpectProblem(sandbox, sandbox.At("Notes"), "The folder holds no assembly.");
    }

    [Fact]
    public void A_folder_without_effect_is_named()
    {
        using PluginSandbox sandbox = new("PrivateDependencyV1");
        ExpectProblem(sandbox, sandbox.At("PrivateDependencyV1"),
            "No class here has an [AudioEffect] attribute (looked in Private.Dependency.dll).");
    }

    internal static string NativeLibraryOfTheRuntime =>
        Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "libSystem.Native.so");

    private static void ExpectContractRefusal(Version built) =>
        ExpectRefusal(AssemblyPatch.ReferenceVersion(Good, "PluginHost.Sdk", built),
            $"It was built against PluginHost.Sdk {built}, but this host has {Contract}: rebuild it against that.");

    /// <summary>Once named like its folder, once beside nothing else: both ways to find it must tell the same.</summary>
    private static void ExpectRefusal(byte[] content, string reason)
    {
        foreach (string name in new[] { "Broken.dll", "Other.dll" })
        {
            using PluginSandbox sandbox = new();
            ExpectProblem(sandbox, sandbox.Write("Broken", name, content), reason);
        }
    }

    private static void ExpectProblem(PluginSandbox sandbox, string file, string reason)
    {
        sandbox.Add("FixturePlugins", "Sound");
        using PluginCatalog catalog = sandbox.Catalog();
        Assert.Equal(new PluginProblem(file, reason), Assert.Single(catalog.Problems));
        catalog.Create("fixture-good").Dispose();
    }
}
