using PluginHost.Neural.Checkpoints;
using PluginHost.Neural.Nodes;
using PluginHost.Neural.Optimisers;
using PluginHost.Neural.Tape;
using Xunit;

namespace PluginHost.Neural.Tests.Nodes;

/// <summary>Results and gradients against those of PyTorch 1.13.1, written once by Vectors/make.py.</summary>
public sealed class PyTorchTests
{
    private const double Tolerance = 2e-6;

    [Theory]
    [InlineData("gru")]
    [InlineData("lstm")]
    public void A_recurrence_with_its_input_layer_agrees(string name)
    {
        Safetensors vectors = Load(name);
        ParameterSet parameters = Weights(vectors, "weight_ih_l0", "bias_ih_l0", "weight_hh_l0", "bias_hh_l0");
        SequenceLayout layout = new();
        layout.Set([12, 12, 12]);
        Check(vectors, parameters, 36, (tape, x) =>
        {
            Tensor input = LinearNode.Apply(tape, x, parameters.Parameters[0], parameters.Parameters[1]);
            float[] h0 = vectors.Tensors["h0"].Values;
            if (name == "gru")
                return GruNode.Apply(tape, layout, input, parameters.Parameters[2], parameters.Parameters[3], tape.Constant(h0, 3, 16));
            float[] c0 = vectors.Tensors["c0"].Values;
            float[] both = [.. Enumerable.Range(0, 3).SelectMany(b => h0[(b * 16)..(b * 16 + 16)].Concat(c0[(b * 16)..(b * 16 + 16)]))];
            return LstmNode.Apply(tape, layout, input, parameters.Parameters[2], parameters.Parameters[3], tape.Constant(both, 3, 32), out _);
        });
    }

    [Fact]
    public void The_layer_normalisation_agrees()
    {
        Safetensors vectors = Load("layernorm");
        ParameterSet parameters = Weights(vectors, "weight", "bias");
        Check(vectors, parameters, 7, (tape, x) => LayerNormNode.Apply(tape, x, parameters.Parameters[0], parameters.Parameters[1]));
    }

    [Fact]
    public void The_dilated_convolution_agrees()
    {
        Safetensors vectors = Load("conv1d");
        ParameterSet parameters = Weights(vectors, "weight", "bias");
        SequenceLayout layout = new();
        layout.Set([20, 20]);
        Check(vectors, parameters, 40, (tape, x) => ConvolutionNode.Apply(tape, layout, x, parameters.Parameters[0], parameters.Parameters[1], 4));
    }

    [Fact]
    public void Three_steps_of_the_optimiser_agree()
    {
        Safetensors vectors = Load("adamw");
        ParameterSet parameters = new();
        Parameter weight = parameters.Add("weight", 5, 7), bias = parameters.Add("bias", 5);
        AdamW optimiser = new(parameters) { Decay = 0.1 };
        float[] gradients = new float[parameters.Count];
        foreach (Parameter parameter in parameters.Parameters)
            vectors.Tensors[parameter.Name + ".before"].Values.CopyTo(parameters.Span(parameter));
        for (int step = 0; step < 3; step++)
        {
            foreach (Parameter parameter in parameters.Parameters)
                vectors.Tensors[$"{parameter.Name}.grad{step}"].Values.CopyTo(gradients, parameter.Offset);
            optimiser.Step(gradients, 0.03);
        }
        foreach (Parameter parameter in (Parameter[])[weight, bias])
            GradientCheck.Compare(parameter.Name, Doubles(vectors, parameter.Name + ".after"), parameters.Span(parameter), Tolerance);
    }

    private static void Check(Safetensors vectors, ParameterSet parameters, int rows, Func<GradientTape, Tensor, Tensor> apply)
    {
        GradientTape tape = new(parameters);
        float[] values = vectors.Tensors["x"].Values;
        Tensor x = tape.Allocate(rows, values.Length / rows);
        values.CopyTo(x.Span);
        Tensor y = apply(tape, x);
        DirectionNode.Apply(tape, y, vectors.Tensors["direction"].Values);
        tape.Backward();
        GradientCheck.Compare("y", Doubles(vectors, "y"), y.Span, Tolerance);
        GradientCheck.Compare("x", Doubles(vectors, "x.grad"), x.GradientSpan, Tolerance);
        foreach (Parameter parameter in parameters.Parameters)
            GradientCheck.Compare(parameter.Name, Doubles(vectors, parameter.Name + ".grad"), tape.Gradients.Slice(parameter.Offset, parameter.Count), Tolerance);
    }

    private static ParameterSet Weights(Safetensors vectors, params string[] names)
    {
        ParameterSet parameters = new();
        foreach (string name in names)
            parameters.Add(name, vectors.Tensors[name].Shape);
        foreach (Parameter parameter in parameters.Parameters)
            vectors.Tensors[parameter.Name].Values.CopyTo(parameters.Span(parameter));
        return parameters;
    }

    private static double[] Doubles(Safetensors vectors, string name) => [.. vectors.Tensors[name].Values.Select(value => (double)value)];

    private static Safetensors Load(string name) => Safetensors.Read(Path.Combine(AppContext.BaseDirectory, "Vectors", name + ".safetensors"));
}
