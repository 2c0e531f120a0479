namespace PluginHost.Sdk;

/// <summary>Folders of the host that effects may read from. The host names them before it creates the first effect.</summary>
public static class HostFolders
{
    private static string? _models;

    /// <summary>Gets or sets the folder of trained models; null when the host has none. [control-thread]</summary>
    public static string? Models
    {
        get => Volatile.Read(ref _models);
        set => Volatile.Write(ref _models, value);
    }
}
