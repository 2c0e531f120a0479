namespace PluginHost.Patterns.Midi;

/// <summary>Writes beside a file and renames, so that a reader never sees half of it and a full disk leaves the old one.</summary>
internal static class FileReplacement
{
    public static void Write(string file, ReadOnlySpan<byte> bytes)
    {
        string beside = file + ".tmp";
        try
        {
            using (FileStream stream = new(beside, FileMode.Create, FileAccess.Write))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }
            File.Move(beside, file, overwrite: true);
        }
        catch (IOException)
        {
            File.Delete(beside);
            throw;
        }
    }
}
