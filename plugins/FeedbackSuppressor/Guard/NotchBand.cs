namespace PluginHost.Plugins.Guard;

/// <summary>What a notch reaches: its centre and its width.</summary>
/// <param name="FrequencyHz">Centre.</param>
/// <param name="WidthOctaves">Width where the cut is half as deep, in octaves.</param>
internal readonly record struct NotchBand(float FrequencyHz, float WidthOctaves)
{
    /// <summary>Computes the band that reaches over this one and another. [audio-thread]</summary>
    public NotchBand With(NotchBand other)
    {
        // Octaves from the centre of this one.
        float off = MathF.Log2(other.FrequencyHz / FrequencyHz);
        float low = Math.Min(-WidthOctaves / 2, off - (other.WidthOctaves / 2));
        float high = Math.Max(WidthOctaves / 2, off + (other.WidthOctaves / 2));
        return new NotchBand(FrequencyHz * MathF.Pow(2, (low + high) / 2), high - low);
    }
}
