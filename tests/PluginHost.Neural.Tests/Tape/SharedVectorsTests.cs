using System.Globalization;
using System.Runtime.InteropServices;
using PluginHost.Neural.Nodes;
using PluginHost.Neural.Tape;
using PluginHost.Neural.Tests.Nodes;
using Xunit;

namespace PluginHost.Neural.Tests.Tape;

/// <summary>One layer of 200 units over 8 sequences of 100 frames against PyTorch, from the folder of reference data beside the clone.</summary>
public sealed class SharedVectorsTests
{
    private const int Keys = 88, Hidden = 200, Batch = 8, Steps = 100;

    [Fact]
    public void A_whole_training_step_agrees_with_PyTorch()
    {
        string? folder = Folder();
        Assert.SkipWhen(folder is null, "the reference data is not beside this clone");
        ParameterSet parameters = new();
        Parameter inputWeight = parameters.Add("w_ih", 3 * Hidden, Keys), inputBias = parameters.Add("b_ih", 3 * Hidden);
        Parameter weight = parameters.Add("w_hh", 3 * Hidden, Hidden), bias = parameters.Add("b_hh", 3 * Hidden);
        Parameter outputWeight = parameters.Add("o_w", Keys, Hidden), outputBias = parameters.Add("o_b", Keys);
        foreach (Parameter parameter in parameters.Parameters)
            Floats(folder, parameter.Name).CopyTo(parameters.Span(parameter));
        SequenceLayout layout = new();
        layout.Set([.. Enumerable.Repeat(Steps, Batch)]);
        IndexRows targets = new();
        foreach (float[] row in Floats(folder, "y").Chunk(Keys))
            targets.AddRow([.. Enumerable.Range(0, Keys).Where(key => row[key] != 0)]);
        GradientTape tape = new(parameters);
        Tensor input = LinearNode.Apply(tape, tape.Constant(Floats(folder, "x"), Steps * Batch, Keys), inputWeight, inputBias);
        Tensor h = GruNode.Apply(tape, layout, input, weight, bias, default);
        float[] weights = [.. Enumerable.Repeat(1f, Steps * Batch)];
        BitsNode.Apply(tape, LinearNode.Apply(tape, h, outputWeight, outputBias), targets, weights, 1f / (Steps * Batch));
        tape.Backward();
        double loss = double.Parse(File.ReadAllText(Path.Combine(folder, "loss.txt")), CultureInfo.InvariantCulture);
        Assert.Equal(loss, tape.Loss, loss * 1e-6);
        foreach (Parameter parameter in parameters.Parameters)
            GradientCheck.Compare(parameter.Name, [.. Floats(folder, "g_" + parameter.Name).Select(value => (double)value)],
                tape.Gradients.Slice(parameter.Offset, parameter.Count), 2e-6);
    }

    private static float[] Floats(string folder, string name) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(folder, name + ".f32"))).ToArray();

    private static string? Folder()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (Directory.Exists(Path.Combine(at.FullName, "shared", "data", "neural", "gradients")))
                return Path.Combine(at.FullName, "shared", "data", "neural", "gradients");
        return null;
    }
}
