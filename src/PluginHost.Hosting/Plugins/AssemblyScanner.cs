using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace PluginHost.Hosting.Plugins;

/// <summary>
/// Reads one assembly file as data (ECMA-335, partition II), without loading it: nothing of it runs, and whatever is wrong
/// with it becomes a sentence instead of an exception.
/// </summary>
internal static class AssemblyScanner
{
    // ECMA-335 II.25.2.2 knows these by value only; ready-to-run images mix the system into the machine.
    private static readonly ushort[] SystemMarks = [0, 0x7B79, 0x4644, 0xADC4, 0x1993, 0x1992];

    /// <summary>Reads a file. [any-thread]</summary>
    public static AssemblyScan Read(string file)
    {
        try
        {
            return Read(file, File.ReadAllBytes(file));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new AssemblyScan(file) { Damage = $"The file cannot be read: {error.Message}" };
        }
    }

    /// <summary>Reads the bytes of a file. [any-thread]</summary>
    internal static AssemblyScan Read(string file, byte[] image)
    {
        if (image is not [(byte)'M', (byte)'Z', ..])
            return new AssemblyScan(file) { Damage = image.Length == 0
                ? "The file is empty."
                : "This is no .NET assembly: it does not begin like one." };
        try
        {
            using var pe = new PEReader(ImmutableCollectionsMarshal.AsImmutableArray(image));
            return Read(file, pe);
        }
        // Untrusted bytes: the readers throw more kinds of exception than they document.
        catch (Exception error)
        {
            return new AssemblyScan(file) { Damage = $"The file is damaged or cut off ({error.GetType().Name})." };
        }
    }

    private static AssemblyScan Read(string file, PEReader pe)
    {
        if (!pe.HasMetadata)
            return new AssemblyScan(file) { Damage = "This is a native library, not a .NET assembly." };
        MetadataReader metadata = pe.GetMetadataReader();
        if (!metadata.IsAssembly)
            return new AssemblyScan(file) { Damage = "This is a bare module, not an assembly." };
        List<EffectDeclaration> effects = [];
        List<string> flaws = [];
        EffectAttributeReader.Read(metadata, effects, flaws);
        AssemblyName[] references = [.. metadata.AssemblyReferences.Select(handle => Name(metadata, handle))];
        return new AssemblyScan(file)
        {
            Version = metadata.GetAssemblyDefinition().Version,
            Effects = effects,
            Flaws = flaws,
            References = references,
            Damage = WrongArchitecture(pe.PEHeaders) ?? references.Where(name => SharedAssemblies.IsContract(name.Name))
                .Select(SharedAssemblies.WhyIncompatible).FirstOrDefault(reason => reason is not null),
        };
    }

    private static AssemblyName Name(MetadataReader metadata, AssemblyReferenceHandle handle)
    {
        AssemblyReference reference = metadata.GetAssemblyReference(handle);
        return new AssemblyName { Name = metadata.GetString(reference.Name), Version = reference.Version };
    }

    private static string? WrongArchitecture(PEHeaders headers)
    {
        const CorFlags AnyCpu = CorFlags.ILOnly;
        CorFlags flags = headers.CorHeader!.Flags & (CorFlags.ILOnly | CorFlags.Requires32Bit);
        Machine machine = headers.CoffHeader.Machine;
        if (machine == Machine.I386 && (flags == AnyCpu || RuntimeInformation.ProcessArchitecture == Architecture.X86))
            return null;
        Machine here = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => Machine.Amd64,
            Architecture.Arm64 => Machine.Arm64,
            Architecture.Arm => Machine.ArmThumb2,
            _ => Machine.Unknown,
        };
        foreach (ushort mark in SystemMarks)
        {
            if (((ushort)machine ^ mark) == (ushort)here)
                return null;
        }
        return $"It was built for {Text(machine)}, but this process runs on {Text(here)}: build it for AnyCPU.";
    }

    private static string Text(Machine machine) => machine switch
    {
        Machine.I386 => "x86",
        Machine.Amd64 => "x64",
        Machine.Arm64 => "arm64",
        Machine.ArmThumb2 or Machine.Arm => "arm",
        _ => $"machine 0x{(ushort)machine:X4}",
    };
}
