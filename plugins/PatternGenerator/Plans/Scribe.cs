using PluginHost.Patterns.Generation;

namespace PluginHost.Plugins.Plans;

/// <summary>One writer of bars, kept in step with the bars that are asked of it.</summary>
/// <param name="writer">Who writes.</param>
/// <param name="styles">The writer's number for each style; none when it knows none.</param>
internal sealed class Scribe(IBarWriter writer, params int[] styles)
{
    private int _epoch = -1;
    private int _next;

    /// <summary>Gets whether it failed once; then it is not asked again. [any-thread]</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Gets whether it has not written the bars before: after a reset, or while others played. [worker-thread]</summary>
    public bool IsNew(in PlanRequest request) => _epoch != request.Number.Epoch || _next != request.Number.Bar;

    /// <summary>Begins with an empty memory. [worker-thread]</summary>
    public void Begin(in PlanRequest request)
    {
        writer.Reset(request.Seed);
        (_epoch, _next) = (request.Number.Epoch, request.Number.Bar);
    }

    /// <summary>Lets it hear a bar as if it had written it, if it can. [worker-thread]</summary>
    public void Hear(in BarRequest wanted, Bar bar)
    {
        if (!IsBroken && writer is BarWriter net)
            net.Hear(Styled(wanted), bar);
    }

    /// <summary>Writes a bar. [worker-thread]</summary>
    /// <returns>False when it failed; the bar is then to be written by somebody else.</returns>
    public bool TryWrite(in PlanRequest request, in BarRequest wanted, Bar bar)
    {
        if (IsBroken)
            return false;
        try
        {
            if (IsNew(request))
                Begin(request);
            writer.Write(Styled(wanted), bar);
            _next = request.Number.Bar + 1;
            return true;
        }
        catch (Exception)
        {
            // Whatever a damaged model does, the music goes on with the stored patterns, and a meter shows it.
            IsBroken = true;
            return false;
        }
    }

    /// <summary>Goes back to before the bar written last, to write it otherwise. [worker-thread]</summary>
    public void TakeBack(int bar)
    {
        if (!IsBroken && writer.Rewind(bar))
            _next = bar;
    }

    private BarRequest Styled(BarRequest wanted)
    {
        wanted.Style = (uint)wanted.Style < (uint)styles.Length ? styles[wanted.Style] : -1;
        return wanted;
    }
}
