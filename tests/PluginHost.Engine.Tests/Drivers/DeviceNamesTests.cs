using PluginHost.Engine.Drivers;
using Xunit;

namespace PluginHost.Engine.Tests.Drivers;

public class DeviceNamesTests
{
    private static readonly AudioDevice[] Devices =
    [
        Device(0, "default", "ALSA", 2, 2), Device(1, "Scarlett 2i2 (hw:1,0)", "ALSA", 2, 2, isDefault: true),
        Device(2, "Scarlett Solo (hw:2,0)", "ALSA", 1, 2), Device(3, "system", "JACK", 2, 2),
        Device(4, "HDMI", "ALSA", 0, 8), Device(5, "default", "OSS", 2, 2), Device(6, "Speakers", "ALSA", 0, 2),
        Device(7, "Speakers", "ALSA", 0, 2),
    ];

    [Theory]
    [InlineData("system", 3)]
    [InlineData("ALSA: default", 0)]
    [InlineData("OSS: default", 5)]
    [InlineData("solo", 2)]
    [InlineData("2I2", 1)]
    [InlineData("jack", 3)]
    [InlineData("oss: d", 5)]
    [InlineData(null, 1)]
    public void A_device_is_found_by_its_name_or_a_part_that_no_other_has(string? name, int index) =>
        Assert.Equal(index, DeviceNames.Find(Devices, name, forInput: true)!.Index);

    [Fact]
    public void An_exact_name_wins_over_names_that_contain_it()
    {
        AudioDevice[] devices = [Device(0, "virtual input", "V", 2, 0), Device(1, "virtual", "V", 2, 2)];

        Assert.Equal(1, DeviceNames.Find(devices, "virtual", forInput: true)!.Index);
    }

    [Fact]
    public void What_cannot_be_told_apart_by_any_name_is_one_of_them() =>
        Assert.Equal(6, DeviceNames.Find(Devices, "Speakers", forInput: false)!.Index);

    [Theory]
    [InlineData("default", "'ALSA: default', 'OSS: default'")]
    [InlineData("scarlett", "'ALSA: Scarlett 2i2 (hw:1,0)', 'ALSA: Scarlett Solo (hw:2,0)'")]
    public void A_name_that_fits_several_is_refused_with_all_of_them(string name, string candidates)
    {
        AudioDeviceException refused = Assert.Throws<AudioDeviceException>(() => DeviceNames.Find(Devices, name, forInput: true));

        Assert.Equal($"'{name}' could be any of these input devices: {candidates}.", refused.Message);
    }

    [Fact]
    public void A_name_that_fits_none_is_refused_with_those_that_would_do()
    {
        AudioDeviceException refused = Assert.Throws<AudioDeviceException>(() => DeviceNames.Find(Devices, "HDMI", forInput: true));

        Assert.StartsWith("There is no input device 'HDMI'. There are: 'ALSA: default', ", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("'ALSA: HDMI'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_any_device_a_name_is_refused_and_no_name_gives_none()
    {
        Assert.Equal("There is no output device 'x', nor any other.",
            Assert.Throws<AudioDeviceException>(() => DeviceNames.Find([], "x", forInput: false)).Message);
        Assert.Null(DeviceNames.Find([], null, forInput: false));
    }

    [Fact]
    public void Without_a_default_the_first_that_can_do_it_serves() =>
        Assert.Equal(4, DeviceNames.Find([Devices[4], Devices[6]], null, forInput: false)!.Index);

    private static AudioDevice Device(int index, string name, string hostApi, int inputs, int outputs, bool isDefault = false) =>
        new(index, name, hostApi, inputs, outputs, 48_000, 5, 5, isDefault, isDefault);
}
