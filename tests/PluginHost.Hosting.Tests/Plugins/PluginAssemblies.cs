namespace PluginHost.Hosting.Tests.Plugins;

/// <summary>The assemblies that can be unloaded. Those of the runtime come when they are first needed, whatever a test does.</summary>
internal static class PluginAssemblies
{
    public static int Count() => AppDomain.CurrentDomain.GetAssemblies().Count(assembly => assembly.IsCollectible);
}
