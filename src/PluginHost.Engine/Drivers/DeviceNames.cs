namespace PluginHost.Engine.Drivers;

/// <summary>Finds devices by what people type.</summary>
public static class DeviceNames
{
    /// <summary>Names a device and its host API: <c>ALSA: USB Audio</c>. [any-thread]</summary>
    /// <param name="device">The device.</param>
    /// <returns>A name that <see cref="Find"/> takes.</returns>
    public static string FullName(AudioDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return $"{device.HostApi}: {device.Name}";
    }

    /// <summary>Tells whether two entries of perhaps two listings are one device. [any-thread]</summary>
    /// <param name="one">A device.</param>
    /// <param name="other">A device.</param>
    /// <returns>True when host API and name agree.</returns>
    public static bool AreSame(AudioDevice one, AudioDevice other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return one.Name == other.Name && one.HostApi == other.HostApi;
    }

    /// <summary>
    /// Finds a device: by its exact name or <c>HostApi: name</c>, else by a part of these that only one device has, whatever the
    /// case. [any-thread]
    /// </summary>
    /// <param name="devices">Those that are there.</param>
    /// <param name="name">What to look for; null for the default.</param>
    /// <param name="forInput">Whether it shall have inputs, else outputs.</param>
    /// <returns>The device; null when none was named and there is none.</returns>
    /// <exception cref="AudioDeviceException">There is no such device, or more than one; lists the candidates.</exception>
    public static AudioDevice? Find(IReadOnlyList<AudioDevice> devices, string? name, bool forInput)
    {
        ArgumentNullException.ThrowIfNull(devices);
        AudioDevice[] able = [.. devices.Where(device => (forInput ? device.MaxInputChannels : device.MaxOutputChannels) > 0)];
        string kind = forInput ? "input" : "output";
        if (name is null)
            return Array.Find(able, device => forInput ? device.IsDefaultInput : device.IsDefaultOutput) ?? able.FirstOrDefault();

        AudioDevice[] found = [.. able.Where(device => device.Name == name || FullName(device) == name)];
        if (found.Length == 0)
            found = [.. able.Where(device => FullName(device).Contains(name, StringComparison.OrdinalIgnoreCase))];
        // Two entries of one name in one host API cannot be told apart by any name: the first serves.
        if (found.Length == 1 || (found.Length > 1 && found.All(device => AreSame(device, found[0]))))
            return found[0];
        throw new AudioDeviceException(found.Length > 1
            ? $"'{name}' could be any of these {kind} devices: {List(found)}."
            : able.Length > 0
                ? $"There is no {kind} device '{name}'. There are: {List(able)}."
                : $"There is no {kind} device '{name}', nor any other.");
    }

    private static string List(IEnumerable<AudioDevice> devices) => string.Join(", ", devices.Select(device => $"'{FullName(device)}'"));
}
