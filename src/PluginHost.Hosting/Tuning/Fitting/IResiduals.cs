namespace PluginHost.Hosting.Tuning.Fitting;

/// <summary>Numbers that should all be 0, as functions of travels.</summary>
internal interface IResiduals
{
    /// <summary>Gets the parameters. [any-thread]</summary>
    int Count { get; }

    /// <summary>Gets the mean square below which nothing is left to be found. [any-thread]</summary>
    double Exact { get; }

    /// <summary>Computes the mean of the squares. [control-thread]</summary>
    /// <param name="travels">One for each parameter.</param>
    double Squares(double[] travels);

    /// <summary>Computes how they change with the travels. [control-thread]</summary>
    /// <param name="travels">One for each parameter.</param>
    /// <param name="equations">For as many; overwritten.</param>
    void Linearize(double[] travels, NormalEquations equations);
}
