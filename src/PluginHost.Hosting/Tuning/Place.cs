namespace PluginHost.Hosting.Tuning;

/// <summary>A place in the space of settings.</summary>
/// <param name="Travels">One for each parameter; not changed any more.</param>
/// <param name="Loss">The loss there.</param>
internal readonly record struct Place(double[] Travels, double Loss);
