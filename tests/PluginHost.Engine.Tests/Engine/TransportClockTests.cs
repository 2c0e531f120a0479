using PluginHost.Sdk;
using PluginHost.Testing;
using Xunit;

namespace PluginHost.Engine.Tests.Engine;

public class TransportClockTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Positions_do_not_depend_on_how_the_stream_is_cut(int seed)
    {
        TransportClock whole = new(44_100, 123.4);
        TransportClock cut = new(44_100, 123.4);
        foreach (double tempo in new[] { 123.4, 87.6, 200 })
        {
            whole.TempoBpm = cut.TempoBpm = tempo;
            whole.Next(10_000);
            foreach (int piece in Noise.Cuts(10_000, 500, seed))
                cut.Next(piece);
        }
        Assert.Equal(whole.Next(1), cut.Next(1));
        Assert.Equal(30_001, cut.FramePosition);
    }

    [Fact]
    public void A_change_of_tempo_bends_the_beat_and_does_not_tear_it()
    {
        TransportClock clock = new(48_000, 120);
        clock.Next(24_000);
        clock.TempoBpm = 60;
        Assert.Equal(new Transport(60, 1, 24_000), clock.Next(48_000));
        Assert.Equal(new Transport(60, 2, 72_000), clock.Next(1));
    }
}
