using System.Text.Encodings.Web;
using System.Text.Json;

namespace PluginHost.App.Commands;

/// <summary>The one way this program prints JSON: indented, names in camel case, text readable.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes beside the file and renames, so that a reader never sees half of it.</summary>
    public static void Save(string file, object value)
    {
        File.WriteAllText(file + ".tmp", JsonSerializer.Serialize(value, Options) + "\n");
        File.Move(file + ".tmp", file, overwrite: true);
    }

    public static void Print(object value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, Options));
}
