namespace PluginHost.Neural.Checkpoints;

/// <summary>Files that are either there as a whole or not at all: written beside their place and renamed. [any-thread]</summary>
public static class AtomicFile
{
    /// <summary>Writes a file. Does I/O. [any-thread]</summary>
    /// <param name="path">Its place.</param>
    /// <param name="write">Writes the contents.</param>
    /// <exception cref="IOException">The disk is full or the folder cannot be written to; what was there before is untouched.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        string beside = path + ".part";
        try
        {
            using (FileStream stream = new(beside, FileMode.Create, FileAccess.Write))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }
}
