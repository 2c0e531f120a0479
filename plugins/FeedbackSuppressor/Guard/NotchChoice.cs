namespace PluginHost.Plugins.Guard;

/// <summary>Which notch reaches far enough, which two can be one, and which one is needed least. Does not allocate.
/// [audio-thread]</summary>
internal static class NotchChoice
{
    /// <summary>Finds the notch that a frequency lies in, or almost.</summary>
    public static Notch? Near(ReadOnlySpan<Notch> notches, float frequencyHz)
    {
        Notch? nearest = null;
        float least = 0.7f;
        foreach (Notch notch in notches)
        {
            if (!notch.Used || notch.Leaving)
                continue;
            float off = Math.Abs(MathF.Log2(frequencyHz / notch.FrequencyHz)) / notch.WidthOctaves;
            if (off < least)
            {
                least = off;
                nearest = notch;
            }
        }
        return nearest;
    }

    /// <summary>Finds a proven one that can be made to reach to another band, the one that stays narrowest.</summary>
    public static Notch? Beside(ReadOnlySpan<Notch> notches, float frequencyHz, float width, in GuardSettings settings)
    {
        Notch? best = null;
        float least = settings.MaxWidthOctaves;
        foreach (Notch notch in notches)
        {
            if (!notch.Used || !notch.Proven || notch.Leaving)
                continue;
            float together = notch.WidthWith(frequencyHz, width);
            if (together > least)
                continue;
            least = together;
            best = notch;
        }
        return best;
    }

    /// <summary>Finds of all pairs the one that makes the narrowest.</summary>
    public static (Notch First, Notch Second)? Pair(ReadOnlySpan<Notch> notches, in GuardSettings settings)
    {
        (Notch, Notch)? best = null;
        float least = settings.MaxWidthOctaves;
        foreach (Notch one in notches)
        {
            foreach (Notch other in notches)
            {
                if (one == other || !one.Used || !other.Used || !one.Proven || !other.Proven || one.Leaving || other.Leaving)
                    continue;
                float together = one.WidthWith(other.FrequencyHz, other.WidthOctaves);
                if (together > least)
                    continue;
                least = together;
                best = (one, other);
            }
        }
        return best;
    }

    /// <summary>Finds the shallowest that is not locked, of these the one without a sign for longest.</summary>
    public static Notch? Least(ReadOnlySpan<Notch> notches)
    {
        Notch? least = null;
        foreach (Notch notch in notches)
        {
            if (!notch.Used || notch.Leaving || notch.Locked)
                continue;
            if (least is null || notch.Filter.TargetDb > least.Filter.TargetDb
                || (notch.Filter.TargetDb == least.Filter.TargetDb && notch.SignHop < least.SignHop))
                least = notch;
        }
        return least;
    }
}
