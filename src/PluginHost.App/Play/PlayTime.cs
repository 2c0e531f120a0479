using System.Globalization;

namespace PluginHost.App.Play;

/// <summary>Times as people type them: <c>90</c>, <c>90.5</c>, <c>1:30</c>, <c>1:02:03.5</c>.</summary>
internal static class PlayTime
{
    public static bool TryParse(string text, out double seconds)
    {
        seconds = 0;
        string[] parts = text.Split(':');
        if (parts.Length > 3)
            return false;
        for (int i = 0; i < parts.Length; i++)
        {
            bool isLast = i == parts.Length - 1;
            if (!double.TryParse(parts[i], isLast ? NumberStyles.AllowDecimalPoint : NumberStyles.None, CultureInfo.InvariantCulture, out double part)
                || (i > 0 && part >= 60))
                return false;
            seconds = (seconds * 60) + part;
        }
        return true;
    }
}
