using PluginHost.Hosting.Batches;
using PluginHost.Hosting.Tests.Presets;

namespace PluginHost.Hosting.Tests.Batches;

public sealed class ClosedFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("in/a.wav", true)]
    [InlineData("inner/a.wav", true)]
    [InlineData("not/there/yet.wav", true)]
    [InlineData("in/../in/a.wav", true)]
    [InlineData("../outside/a.wav", false)]
    [InlineData("/etc/passwd", false)]
    [InlineData("leak/a.wav", false)]
    [InlineData("leak/new/b.wav", false)]
    [InlineData("chain/a.wav", false)]
    [InlineData("file.wav", false)]
    [InlineData("up.wav", false)]
    [InlineData("circle/a.wav", false)]
    public void It_holds_what_does_not_leave_it_not_even_through_links(string path, bool isHeld)
    {
        Directory.CreateDirectory(_folder.File("root/in"));
        Directory.CreateDirectory(_folder.File("outside"));
        File.WriteAllText(_folder.File("outside/a.wav"), "");
        Directory.CreateSymbolicLink(_folder.File("root/inner"), _folder.File("root/in"));
        Directory.CreateSymbolicLink(_folder.File("root/leak"), "../outside");
        Directory.CreateSymbolicLink(_folder.File("root/chain"), "leak");
        File.CreateSymbolicLink(_folder.File("root/file.wav"), _folder.File("outside/a.wav"));
        // By its text, the one leads to root/a.wav; the system goes through the link first. The other leads nowhere.
        Directory.CreateDirectory(_folder.File("outside/deep"));
        Directory.CreateSymbolicLink(_folder.File("root/deep"), _folder.File("outside/deep"));
        File.CreateSymbolicLink(_folder.File("root/up.wav"), "deep/../a.wav");
        Directory.CreateSymbolicLink(_folder.File("root/circle"), "circle");
        // The root itself may be reached by a link.
        Directory.CreateSymbolicLink(_folder.File("mount"), _folder.File("root"));
        foreach (string root in (string[])["root", "mount"])
        {
            WorkFolder folder = new(_folder.File(root), IsClosed: true);

            Assert.Equal(isHeld, folder.Holds(new RenderJob(path, "in/a.wav")));
            Assert.Equal(isHeld, folder.Holds(new RenderJob("in/a.wav", path)));
            if (!isHeld)
                Assert.Throws<InvalidDataException>(() => folder.Resolve(path));
        }
    }
}
