using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Tests.Presets;

namespace PluginHost.Hosting.Tests.Audio;

public sealed class PartFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Only_what_a_killed_writer_left_of_that_file_is_removed()
    {
        string file = _folder.File("a.wav");
        string left = PartFiles.Beside(file);
        string[] others = [PartFiles.Beside(_folder.File("b.wav")), PartFiles.Beside(_folder.File("a.wav.x")), file, _folder.File(".a.wav.part"), _folder.File(".a.wav.mine.part")];
        foreach (string each in (string[])[left, .. others])
            File.WriteAllText(each, "x");

        PartFiles.Remove(file);

        Assert.False(File.Exists(left));
        Assert.All(others, other => Assert.True(File.Exists(other), other));
    }

    [Fact]
    public void A_folder_that_is_not_there_holds_nothing() => PartFiles.Remove(_folder.File("nowhere/a.wav"));
}
