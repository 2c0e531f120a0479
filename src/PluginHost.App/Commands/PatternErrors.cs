using PluginHost.Patterns.Corpus;
using PluginHost.Patterns.Generation;
using PluginHost.Patterns.Midi;
using PluginHost.Patterns.Music;

namespace PluginHost.App.Commands;

/// <summary>Turns what can be wrong with music, models and training data into the one line that the user sees.</summary>
internal static class PatternErrors
{
    public static int Guard(Func<int> work)
    {
        try
        {
            return work();
        }
        catch (Exception problem) when (problem is CorpusException or MidiException or MusicException or PatternModelException
            or InvalidDataException or ArgumentException or InvalidOperationException)
        {
            throw new CommandError(problem.Message);
        }
    }
}
