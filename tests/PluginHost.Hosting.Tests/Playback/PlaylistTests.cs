using PluginHost.Hosting.Audio;
using PluginHost.Hosting.Playback;
using PluginHost.Hosting.Tests.Presets;

namespace PluginHost.Hosting.Tests.Playback;

public sealed class PlaylistTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_is_the_sounds_in_it_and_in_its_folders_sorted()
    {
        Directory.CreateDirectory(_folder.File("b"));
        foreach (string name in (string[])["c.FLAC", "a.wav", "notes.txt", "b/1.ogg"])
            File.WriteAllText(_folder.File(name), "");
        Assert.Equal([_folder.File("a.wav"), _folder.File("b/1.ogg"), _folder.File("c.FLAC")], Playlist.Expand([_folder.Path]));
    }

    [Fact]
    public void A_playlist_names_files_beside_it_and_elsewhere()
    {
        string list = _folder.File("list.m3u8");
        File.WriteAllText(list, "#EXTM3U\r\n#EXTINF:3,Ärger\r\nÄrger.wav\r\n\r\n  sub\\two.mp3\n/abs/three.ogg\nfile:///abs/fo%20ur.wav\n");
        Assert.Equal(
            ["first.wav", _folder.File("Ärger.wav"), _folder.File("sub/two.mp3"), "/abs/three.ogg", "/abs/fo ur.wav"],
            Playlist.Expand(["first.wav", list]));
    }

    [Fact]
    public void What_holds_nothing_is_named()
    {
        string list = _folder.File("list.m3u");
        File.WriteAllText(list, "#EXTM3U\n");
        Assert.Contains("list.m3u", Assert.Throws<AudioFileException>(() => Playlist.Expand([list])).Message, StringComparison.Ordinal);
        File.Delete(list);
        Assert.Contains(_folder.Path, Assert.Throws<AudioFileException>(() => Playlist.Expand([_folder.Path])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_bytes_are_a_playlist_or_an_error_never_anything_else()
    {
        string list = _folder.File("list.m3u");
        Random random = new(7);
        for (int round = 0; round < 300; round++)
        {
            byte[] bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            File.WriteAllBytes(list, bytes);
            try
            {
                Assert.All(Playlist.Expand([list]), file => Assert.DoesNotContain('\0', file));
            }
            catch (AudioFileException exception)
            {
                Assert.Equal(list, exception.File);
            }
        }
    }
}
