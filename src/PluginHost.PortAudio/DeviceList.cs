using PluginHost.Engine.Drivers;
using PluginHost.PortAudio.Native;

namespace PluginHost.PortAudio;

/// <summary>Reads what devices PortAudio found when it was initialised.</summary>
internal static unsafe class DeviceList
{
    public static string Version(PortAudioLibrary pa) =>
        PortAudioLibrary.Text(pa.GetVersionText()).Split(',')[0].Replace("-devel", "", StringComparison.Ordinal);

    public static IReadOnlyList<AudioDevice> Read(PortAudioLibrary pa)
    {
        var devices = new List<AudioDevice>();
        for (var i = 0; i < pa.GetDeviceCount(); i++)
        {
            var info = pa.GetDeviceInfo(i);
            var api = info == null ? null : pa.GetHostApiInfo(info->HostApi);
            if (api != null)
                devices.Add(Describe(pa, i, info, api));
        }

        return devices;
    }

    /// <summary>Whether the device with this number is still the one that was listed.</summary>
    public static bool Knows(PortAudioLibrary pa, AudioDevice device)
    {
        var info = device.Index < 0 || device.Index >= pa.GetDeviceCount() ? null : pa.GetDeviceInfo(device.Index);
        return info != null && PortAudioLibrary.Text(info->Name) == device.Name;
    }

    public static PaHostApiType TypeOf(PortAudioLibrary pa, AudioDevice device) =>
        pa.GetHostApiInfo(pa.GetDeviceInfo(device.Index)->HostApi)->Type;

    private static AudioDevice Describe(PortAudioLibrary pa, int index, PaDeviceInfo* info, PaHostApiInfo* api) => new(
        index, PortAudioLibrary.Text(info->Name), ShortName(api), info->MaxInputChannels, info->MaxOutputChannels,
        (int)Math.Round(info->DefaultSampleRate), 1000 * info->DefaultLowInputLatency, 1000 * info->DefaultLowOutputLatency,
        index == pa.GetDefaultInputDevice(), index == pa.GetDefaultOutputDevice());

    private static string ShortName(PaHostApiInfo* api) => api->Type switch
    {
        PaHostApiType.Jack => "JACK",
        PaHostApiType.CoreAudio => "Core Audio",
        PaHostApiType.Wasapi => "WASAPI",
        _ => PortAudioLibrary.Text(api->Name),
    };
}
