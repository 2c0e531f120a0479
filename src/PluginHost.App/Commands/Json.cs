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

    public static void Print(object value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, Options));
}
