using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Text;

namespace PluginHost.Hosting.Tests.Plugins;

/// <summary>Changes single fields of a good assembly, at the offsets of ECMA-335 II.22.5 and II.25.</summary>
internal static class AssemblyPatch
{
    public static byte[] Machine(byte[] image, Machine machine)
    {
        byte[] patched = [.. image];
        using PEReader pe = Open(image);
        BinaryPrimitives.WriteUInt16LittleEndian(patched.AsSpan(pe.PEHeaders.CoffHeaderStartOffset), (ushort)machine);
        return patched;
    }

    public static byte[] Flags(byte[] image, CorFlags flags)
    {
        byte[] patched = [.. image];
        using PEReader pe = Open(image);
        BinaryPrimitives.WriteInt32LittleEndian(patched.AsSpan(pe.PEHeaders.CorHeaderStartOffset + 16), (int)flags);
        return patched;
    }

    /// <summary>Changes the version an assembly was compiled against.</summary>
    public static byte[] ReferenceVersion(byte[] image, string name, Version version)
    {
        byte[] patched = [.. image];
        using PEReader pe = Open(image);
        MetadataReader metadata = pe.GetMetadataReader();
        int row = metadata.AssemblyReferences.Select(handle => metadata.GetAssemblyReference(handle)).ToList()
            .FindIndex(reference => metadata.GetString(reference.Name) == name);
        Assert.True(row >= 0, $"{name} is not referenced");
        Span<byte> fields = patched.AsSpan(pe.PEHeaders.MetadataStartOffset
            + metadata.GetTableMetadataOffset(TableIndex.AssemblyRef) + (row * metadata.GetTableRowSize(TableIndex.AssemblyRef)));
        BinaryPrimitives.WriteUInt16LittleEndian(fields, (ushort)version.Major);
        BinaryPrimitives.WriteUInt16LittleEndian(fields[2..], (ushort)version.Minor);
        BinaryPrimitives.WriteUInt16LittleEndian(fields[4..], (ushort)version.Build);
        return patched;
    }

    /// <summary>Replaces every occurrence of a name by another of the same length.</summary>
    public static byte[] Name(byte[] image, string old, string replacement)
    {
        Assert.Equal(old.Length, replacement.Length);
        byte[] patched = [.. image];
        int hits = 0;
        for (int at; (at = patched.AsSpan().IndexOf(Encoding.ASCII.GetBytes(old))) >= 0; hits++)
            Encoding.ASCII.GetBytes(replacement).CopyTo(patched, at);
        Assert.NotEqual(0, hits);
        return patched;
    }

    private static PEReader Open(byte[] image) => new(ImmutableCollectionsMarshal.AsImmutableArray(image));
}
