namespace PluginHost.Hosting.Tuning.Losses;

/// <summary>How far a signal is from what is wanted, and which way each of its samples should move.</summary>
internal interface ILoss
{
    /// <summary>Measures a signal. [control-thread]</summary>
    /// <param name="signal">Channels of the length and number that the loss was made for.</param>
    /// <param name="gradient">Room for the derivative of the loss for each sample; null when it is not wanted.</param>
    /// <returns>0 or more; 0 for what is wanted.</returns>
    double Measure(float[][] signal, float[][]? gradient);
}
