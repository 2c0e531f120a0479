using PluginHost.Patterns.Generation;

namespace PluginHost.Plugins.Plans;

/// <summary>One writer of bars, kept in step with the bars that are asked of it.</summary>
/// <param name="writer">Who writes.</param>
internal sealed class Scribe(IBarWriter writer)
{
    private int _epoch = -1;
    private int _next;

    /// <summary>Gets whether it failed once; then it is not asked again. [any-thread]</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Writes a bar. [worker-thread]</summary>
    /// <returns>False when it failed; the bar is then to be written by somebody else.</returns>
    public bool TryWrite(in PlanRequest request, in BarRequest wanted, Bar bar)
    {
        if (IsBroken)
            return false;
        try
        {
            // Who comes in anew, after a reset or while others played, begins with an empty memory.
            if (_epoch != request.Number.Epoch || _next != request.Number.Bar)
                writer.Reset(request.Seed);
            writer.Write(wanted, bar);
            (_epoch, _next) = (request.Number.Epoch, request.Number.Bar + 1);
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
}
