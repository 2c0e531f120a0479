namespace PluginHost.App.Queues;

/// <summary>The broker cannot be reached, refuses us, or is gone. One line.</summary>
internal sealed class BrokerException(string message) : Exception(message);
