using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PluginHost.Testing;

/// <summary>Reads the XML documentation that the compiler wrote beside an assembly.</summary>
public static partial class ApiDocs
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Finds the visible types without a summary.</summary>
    public static IReadOnlyList<string> TypesWithoutSummary(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        Dictionary<string, XElement> docs = Read(assembly).ToDictionary(IdOf);
        return [.. assembly.GetExportedTypes()
            .Where(type => !docs.TryGetValue($"T:{type.FullName}", out XElement? doc) || Summary(doc).Length == 0)
            .Select(type => type.FullName!)];
    }

    /// <summary>
    /// Finds the visible methods, constructors and properties whose summary does not end with a thread tag. Data needs none: fields of
    /// records, enumerations, constants, and constructors of exceptions or of a type that is declared in one line with its parameters.
    /// </summary>
    public static IReadOnlyList<string> MembersWithoutThreadTag(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        HashSet<string> ofTypes = [.. Read(assembly).Where(doc => IdOf(doc)[0] == 'T').Select(Summary)];
        return [.. Read(assembly)
            .Where(doc => !(IdOf(doc).Contains("#ctor", StringComparison.Ordinal) && ofTypes.Contains(Summary(doc))))
            .Where(doc => doc.Element("inheritdoc") is null && !ThreadTag().IsMatch(Summary(doc)))
            .Select(IdOf)
            .Where(id => id[0] is 'M' or 'P' && NeedsTag(assembly, id))];
    }

    private static bool NeedsTag(Assembly assembly, string id)
    {
        string path = id[2..].Split('(')[0];
        int dot = path.LastIndexOf('.');
        string name = path[(dot + 1)..].Replace('#', '.').Split('`')[0];
        if (assembly.GetType(path[..dot]) is not { IsVisible: true } type || type.IsSubclassOf(typeof(Exception)))
            return false;
        MemberInfo[] members = type.GetMember(name, Declared);
        return members.Any(PublicApi.IsVisible) && !IsRecordData(type, name);
    }

    private static bool IsRecordData(Type type, string name) =>
        type.GetMethod("PrintMembers", Declared) is not null
        && (name == ".ctor" || type.GetConstructors().Any(constructor => constructor.GetParameters().Any(parameter => parameter.Name == name)));

    private static string IdOf(XElement doc) => (string)doc.Attribute("name")!;

    private static string Summary(XElement doc) => doc.Element("summary")?.Value.Trim() ?? "";

    private static IEnumerable<XElement> Read(Assembly assembly) =>
        XDocument.Load(Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name + ".xml")).Descendants("member");

    [GeneratedRegex(@"\[(any|control|audio|DSP|reading|writing)[- ]thread( & [a-z ]+)?\]$")]
    private static partial Regex ThreadTag();
}
