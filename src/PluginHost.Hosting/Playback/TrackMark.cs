namespace PluginHost.Hosting.Playback;

/// <summary>Where in the ring a track begins or goes on after a seek, for whoever wants to know what is heard.</summary>
/// <param name="At">The frame in the ring, counted from its beginning.</param>
/// <param name="Request">Number of the request that led there.</param>
/// <param name="Track">Place in the list, from 0.</param>
/// <param name="Seconds">The track's own time at that frame.</param>
/// <param name="LengthSeconds">The track's length; not a number when its header does not say.</param>
internal readonly record struct TrackMark(long At, int Request, int Track, double Seconds, double LengthSeconds);

/// <summary>Another place to play from.</summary>
/// <param name="Number">Counts up from 1.</param>
/// <param name="Track">Place in the list; one behind the last ends it.</param>
/// <param name="Seconds">The track's own time.</param>
internal sealed record PlaceRequest(int Number, int Track, double Seconds);
