using PluginHost.Hosting.Presets;

namespace PluginHost.Hosting.Tests.Presets;

public class PresetLibraryTests
{
    private const string Vocal = """{"version":1,"name":"Live vocal","description":"d","chain":[{"effect":"gain"},{"effect":"echo"}]}""";
    private const string Other = """{"version":1,"name":"Other","chain":[]}""";

    [Fact]
    public void A_name_is_found_in_any_case_and_the_first_folder_wins()
    {
        using TempFolder first = new();
        using TempFolder second = new();
        File.WriteAllText(first.File("Live-Vocal.json"), Vocal);
        File.WriteAllText(second.File("live-vocal.JSON"), Other);
        File.WriteAllText(second.File("other.json"), Other);
        PresetLibrary library = new(first.Path, second.Path);
        Assert.Equal("Live vocal", library.Load("live-vocal").Name);
        Assert.Equal("Other", library.Load("OTHER").Name);
        Assert.Equal(["Live-Vocal", "other"], library.List().Select(listing => listing.Name));
    }

    [Fact]
    public void A_path_is_taken_as_it_is()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder.File("mine.json"), Vocal);
        Assert.Equal("Live vocal", new PresetLibrary().Load(folder.File("mine.json")).Name);
        Assert.Contains("ends in .json",
            Assert.Throws<PresetException>(() => new PresetLibrary().Load(folder.File("mine"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_listing_shows_the_good_and_names_the_problem_of_the_bad()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder.File("vocal.json"), Vocal);
        File.WriteAllText(folder.File("bad.json"), "{");
        File.WriteAllText(folder.File("notes.txt"), "not a preset");
        IReadOnlyList<PresetListing> list = new PresetLibrary(folder.Path, folder.File("nowhere")).List();
        Assert.Equal(["bad", "vocal"], list.Select(listing => listing.Name));
        Assert.StartsWith($"{folder.File("bad.json")}: line 1", list[0].Problem, StringComparison.Ordinal);
        Assert.Equal(("Live vocal", "d", null, "gain, echo"),
            (list[1].Title, list[1].Description, list[1].Problem, string.Join(", ", list[1].Effects)));
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_nearest_and_where_it_looked()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder.File("live-vocal.json"), Vocal);
        string nowhere = folder.File("nowhere");
        Assert.Equal(
            $"--preset 'live-vokal': there is no such preset; did you mean 'live-vocal'? (looked in {folder.Path}, {nowhere}, which is not there)",
            Assert.Throws<PresetException>(() => new PresetLibrary(folder.Path, nowhere).Load("live-vokal")).Message);
        Assert.Equal($"--preset 'tuba': there is no such preset; there are 'live-vocal' (looked in {folder.Path})",
            Assert.Throws<PresetException>(() => new PresetLibrary(folder.Path).Load("tuba")).Message);
    }

    [Theory]
    [InlineData("gain", "gain", 0)]
    [InlineData("treshold", "threshold", 1)]
    [InlineData("gian", "gain", 1)]
    [InlineData("Gain", "gain", 0)]
    [InlineData("", "gain", 4)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_counts_slips_of_the_finger(string a, string b, int distance)
    {
        Assert.Equal(distance, PresetText.Distance(a, b));
        Assert.Equal(distance, PresetText.Distance(b, a));
    }
}
