using System.Reflection;
using System.Text;

namespace PluginHost.Testing;

/// <summary>Writes what an assembly offers to others as text, one member a line, so that a change of it is seen and reviewed.</summary>
public static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly string[] RecordMembers =
        ["Equals", "GetHashCode", "ToString", "Deconstruct", "op_Equality", "op_Inequality", "<Clone>$", "PrintMembers", "EqualityContract"];

    /// <summary>Dumps every exported type, sorted.</summary>
    public static string Dump(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        StringBuilder text = new();
        foreach (Type type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Header(type)).Append('\n');
            foreach (string line in type.GetMembers(Declared).Select(Describe).OfType<string>().Order(StringComparer.Ordinal))
                text.Append("    ").Append(line).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>
    /// Compares the dump with a reviewed file beside the test assembly. On a difference the received text is left there, to be looked
    /// at and copied over the reviewed file in the source tree.
    /// </summary>
    public static void Verify(Assembly assembly, string reviewedFile)
    {
        string received = Dump(assembly);
        string path = Path.Combine(AppContext.BaseDirectory, reviewedFile);
        if (received == File.ReadAllText(path).ReplaceLineEndings("\n"))
            return;
        string receivedPath = Path.ChangeExtension(path, ".received.txt");
        File.WriteAllText(receivedPath, received);
        throw new InvalidOperationException($"The public API changed. If that is meant, copy {receivedPath} over {reviewedFile}.");
    }

    /// <summary>Lists the referenced assemblies that do not come with .NET itself.</summary>
    public static IEnumerable<string> ReferencesBesideTheFramework(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return assembly.GetReferencedAssemblies().Select(name => name.Name!)
            .Where(name => !File.Exists(Path.Combine(framework, name + ".dll"))).Order(StringComparer.Ordinal);
    }

    /// <summary>Tells whether others see a member: public, or protected in a class that may be derived from.</summary>
    public static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
        FieldInfo field => field.IsPublic || field.IsFamily,
        PropertyInfo property => property.GetAccessors(true).Any(IsVisible),
        _ => false,
    };

    private static string Header(Type type)
    {
        string kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsByRefLike: true } => "ref struct",
            { IsValueType: true } => "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        IEnumerable<string> bases = type.GetInterfaces()
            .Where(face => !face.Name.StartsWith("IEquatable", StringComparison.Ordinal))
            .Select(Name).Order(StringComparer.Ordinal);
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType))
            bases = bases.Prepend(Name(parent));
        string list = type.IsEnum || !bases.Any() ? "" : " : " + string.Join(", ", bases);
        return $"{kind} {type.Namespace}.{Name(type)}{list}";
    }

    private static string? Describe(MemberInfo member) =>
        !IsVisible(member) || RecordMembers.Contains(member.Name) ? null : member switch
        {
            FieldInfo { IsSpecialName: true } => null,
            FieldInfo { IsLiteral: true } field => $"{Name(field.FieldType)} {field.Name} = {field.GetRawConstantValue()}",
            FieldInfo field => $"{Name(field.FieldType)} {field.Name}",
            PropertyInfo property => $"{Modifier(property.GetAccessors(true)[0])}{Name(property.PropertyType)} {property.Name} {{ {Accessors(property)} }}",
            ConstructorInfo constructor => $"new({Parameters(constructor)})",
            MethodInfo { IsSpecialName: true } => null,
            MethodInfo method => $"{Modifier(method)}{Name(method.ReturnType)} {method.Name}({Parameters(method)})",
            _ => null,
        };

    private static string Modifier(MethodInfo method) =>
        (method.IsFamily ? "protected " : "") + (method.IsStatic ? "static "
            : method.DeclaringType!.IsInterface ? ""
            : method.IsAbstract ? "abstract "
            : !method.IsVirtual || method.IsFinal ? ""
            : method.GetBaseDefinition() == method ? "virtual " : "override ");

    private static string Accessors(PropertyInfo property)
    {
        IEnumerable<string> names = property.GetAccessors(true).Where(IsVisible).Select(accessor =>
            accessor.ReturnType != typeof(void) ? "get;"
            : accessor.ReturnParameter.GetRequiredCustomModifiers().Length > 0 ? "init;" : "set;");
        string index = property.GetIndexParameters().Length == 0 ? ""
            : "[" + string.Join(", ", property.GetIndexParameters().Select(parameter => Name(parameter.ParameterType))) + "] ";
        return index + string.Join(" ", names.Order(StringComparer.Ordinal));
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        (parameter.IsOut ? "out " : parameter.IsIn ? "in " : parameter.ParameterType.IsByRef ? "ref " : "")
        + $"{Name(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? " = " + (parameter.RawDefaultValue ?? "default") : "")}"));

    private static string Name(Type type)
    {
        if (type.IsByRef || type.IsArray)
            return Name(type.GetElementType()!) + (type.IsArray ? "[]" : "");
        if (!type.IsGenericType)
            return type.Name;
        return $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }
}
