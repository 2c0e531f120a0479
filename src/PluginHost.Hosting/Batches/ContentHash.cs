using System.IO.Hashing;

namespace PluginHost.Hosting.Batches;

/// <summary>
/// Tells whether a file is still the same: XXH128, which costs no more than reading it. Guards against change, not against
/// forgery.
/// </summary>
internal static class ContentHash
{
    private const int BufferBytes = 1 << 17;

    [ThreadStatic]
    private static byte[]? _buffer;

    /// <summary>Reads a file. [control-thread]</summary>
    /// <returns>32 hexadecimal digits.</returns>
    /// <exception cref="IOException">It cannot be read, as <see cref="UnauthorizedAccessException"/> says, too.</exception>
    public static string OfFile(string file, CancellationToken cancellation)
    {
        byte[] buffer = _buffer ??= new byte[BufferBytes];
        XxHash128 hash = new();
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        for (int bytes; (bytes = stream.Read(buffer)) > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            hash.Append(buffer.AsSpan(0, bytes));
        }
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
