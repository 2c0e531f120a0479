using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Plugins;

/// <summary>Finds <see cref="AudioEffectAttribute"/> in metadata (ECMA-335 II.23.3, custom attributes).</summary>
internal static class EffectAttributeReader
{
    private const int DeepestNesting = 32;

    /// <summary>Collects every effect class, and what is wrong with those that cannot be offered. [any-thread]</summary>
    /// <exception cref="BadImageFormatException">The metadata is damaged; other exceptions are possible too.</exception>
    public static void Read(MetadataReader metadata, List<EffectDeclaration> effects, List<string> flaws)
    {
        foreach (CustomAttributeHandle handle in metadata.CustomAttributes)
        {
            CustomAttribute attribute = metadata.GetCustomAttribute(handle);
            if (attribute.Parent.Kind != HandleKind.TypeDefinition || !IsOurs(metadata, attribute))
                continue;
            string typeName = FullName(metadata, (TypeDefinitionHandle)attribute.Parent);
            EffectInfo info = Decode(metadata.GetBlobReader(attribute.Value));
            if (!Identifier.IsValid(info.Id))
                flaws.Add($"The class {typeName} has the id '{info.Id}', but an id is {Identifier.Rule}.");
            else if (effects.Exists(known => known.Info.Id == info.Id))
                flaws.Add($"The class {typeName} has the id '{info.Id}', which another class of this file has already.");
            else
                effects.Add(new EffectDeclaration(metadata.GetToken(attribute.Parent), typeName, info));
        }
    }

    private static bool IsOurs(MetadataReader metadata, CustomAttribute attribute)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference)
            return false;
        EntityHandle owner = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
        if (owner.Kind != HandleKind.TypeReference)
            return false;
        TypeReference type = metadata.GetTypeReference((TypeReferenceHandle)owner);
        if (type.ResolutionScope.Kind != HandleKind.AssemblyReference
            || !metadata.StringComparer.Equals(type.Name, nameof(AudioEffectAttribute))
            || !metadata.StringComparer.Equals(type.Namespace, typeof(AudioEffectAttribute).Namespace!))
            return false;
        AssemblyReference scope = metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope);
        return metadata.StringComparer.Equals(scope.Name, "PluginHost.Sdk");
    }

    private static EffectInfo Decode(BlobReader blob)
    {
        if (blob.ReadUInt16() != 1)
            throw new BadImageFormatException("An attribute does not begin with 0x0001.");
        string id = blob.ReadSerializedString() ?? "";
        string name = blob.ReadSerializedString() ?? "";
        string description = "";
        for (int named = blob.ReadUInt16(); named > 0; named--)
        {
            // Properties of other types can only stem from a newer contract, which is refused anyway.
            if (blob.ReadSerializationTypeCode() != (SerializationTypeCode)CustomAttributeNamedArgumentKind.Property
                || blob.ReadSerializationTypeCode() != SerializationTypeCode.String)
                break;
            string? property = blob.ReadSerializedString();
            string? value = blob.ReadSerializedString();
            if (property == nameof(AudioEffectAttribute.Description))
                description = value ?? "";
        }
        return new EffectInfo(id, name.Length > 0 ? name : id, description);
    }

    private static string FullName(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        TypeDefinition type = metadata.GetTypeDefinition(handle);
        string name = metadata.GetString(type.Name);
        // Bounded, because in damaged metadata a class can enclose itself.
        for (int depth = 0; depth < DeepestNesting && !type.GetDeclaringType().IsNil; depth++)
        {
            type = metadata.GetTypeDefinition(type.GetDeclaringType());
            name = $"{metadata.GetString(type.Name)}+{name}";
        }
        return type.Namespace.IsNil ? name : $"{metadata.GetString(type.Namespace)}.{name}";
    }
}
