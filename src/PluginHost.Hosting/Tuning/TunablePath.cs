using System.Numerics;
using System.Runtime.Intrinsics;
using PluginHost.Dsp.Arithmetic;
using PluginHost.Engine.Chains;
using PluginHost.Hosting.Tuning.Fitting;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Tuning;

/// <summary>The slots from the first tuned one on, as a function of the travels of the tuned parameters.</summary>
/// <param name="slots">Slots whose effects are all <see cref="ITunable"/>; bypassed ones are left out.</param>
/// <param name="parameters">What is tuned; everything else stays as it is set.</param>
/// <param name="format">Rate and channels.</param>
internal sealed class TunablePath(IReadOnlyList<Slot> slots, IReadOnlyList<TunedParameter> parameters, AudioFormat format)
{
    // So that a block of numbers with derivatives (64 bytes each) stays in the first cache.
    private const int BlockFrames = 256;

    private readonly AudioFormat _format = format with { MaxFrames = BlockFrames };

    /// <summary>Gets what is tuned. [any-thread]</summary>
    public IReadOnlyList<TunedParameter> Parameters => parameters;

    /// <summary>Gets the sample rate in Hz. [any-thread]</summary>
    public int SampleRate => format.SampleRate;

    /// <summary>Renders a signal from silence. Allocates. [control-thread]</summary>
    /// <param name="travels">One for each parameter, 0 to 1.</param>
    /// <param name="input">Channels of equal length.</param>
    /// <param name="output">As many, as long.</param>
    public void Render(ReadOnlySpan<double> travels, float[][] input, float[][] output)
    {
        double[] values = travels.ToArray();
        Run<double>(i => values[i], input, (planar, start, frames) =>
        {
            for (int i = 0; i < planar.Length; i++)
                output[i / frames][start + (i % frames)] = (float)planar[i];
        });
    }

    /// <summary>Renders a signal and how it changes. Eight parameters at a time. Allocates. [control-thread]</summary>
    /// <param name="travels">One for each parameter, 0 to 1.</param>
    /// <param name="input">Channels of equal length.</param>
    /// <param name="output">As many, as long.</param>
    /// <param name="slopes">As much for each parameter: the derivative of the output with respect to its travel.</param>
    public void Render(ReadOnlySpan<double> travels, float[][] input, float[][] output, float[][][] slopes)
    {
        double[] values = travels.ToArray();
        for (int first = 0; first < values.Length; first += Dual.Lanes)
        {
            int lane0 = first;
            Run(i => i - lane0 is >= 0 and < Dual.Lanes and int lane ? Dual.Setting(values[i], lane) : values[i], input,
                (planar, start, frames) =>
                {
                    for (int i = 0; i < planar.Length; i++)
                    {
                        int channel = i / frames, at = start + (i % frames);
                        output[channel][at] = (float)planar[i].Value;
                        for (int parameter = lane0; parameter < Math.Min(lane0 + Dual.Lanes, values.Length); parameter++)
                            slopes[parameter][channel][at] = planar[i].Slopes[parameter - lane0];
                    }
                });
        }
    }

    /// <summary>Computes how a weighted sum of the output changes with each travel: sum of weight times d output / d
    /// travel. Eight parameters at a time. Allocates. [control-thread]</summary>
    /// <param name="travels">One for each parameter.</param>
    /// <param name="input">Channels of equal length.</param>
    /// <param name="weights">As many, as long: the derivative of a loss for each sample of the output.</param>
    /// <param name="gradient">One result for each parameter.</param>
    public void Gradient(ReadOnlySpan<double> travels, float[][] input, float[][] weights, Span<double> gradient)
    {
        double[] values = travels.ToArray();
        for (int first = 0; first < values.Length; first += Dual.Lanes)
        {
            Vector256<double> low = default, high = default;
            int lane0 = first;
            Run(i => i - lane0 is >= 0 and < Dual.Lanes and int lane ? Dual.Setting(values[i], lane) : values[i], input,
                (planar, start, frames) =>
                {
                    Vector256<float> sum = WeightedSlopes(planar, weights, start, frames);
                    low += Vector256.WidenLower(sum);
                    high += Vector256.WidenUpper(sum);
                });
            for (int lane = 0; lane < Math.Min(Dual.Lanes, values.Length - first); lane++)
                gradient[first + lane] = lane < 4 ? low[lane] : high[lane - 4];
        }
    }

    /// <summary>Computes what a least-squares step needs, in one go over the signal. Allocates. [control-thread]</summary>
    /// <param name="travels">One for each parameter.</param>
    /// <param name="input">Channels of equal length.</param>
    /// <param name="target">As many, as long: what the output should be.</param>
    /// <param name="equations">For as many parameters; overwritten.</param>
    public void Linearize(ReadOnlySpan<double> travels, float[][] input, float[][] target, NormalEquations equations)
    {
        double[] values = travels.ToArray();
        equations.Clear();
        Strand<Dual>[] groups = [.. values.Chunk(Dual.Lanes).Select((_, group) =>
            new Strand<Dual>(this, i => i / Dual.Lanes == group ? Dual.Setting(values[i], i % Dual.Lanes) : values[i], input))];
        for (int start = 0; start < input[0].Length; start += BlockFrames)
        {
            int frames = Math.Min(BlockFrames, input[0].Length - start);
            foreach (Strand<Dual> group in groups)
                group.Run(start, frames);
            for (int row = 0; row < groups.Length; row++)
            {
                for (int channel = 0; channel < input.Length; channel++)
                    equations.AddError(row, groups[row].Channel(channel, frames), target[channel].AsSpan(start, frames));
                for (int column = 0; column <= row; column++)
                    equations.AddProducts(row, groups[row].Block(frames), column, groups[column].Block(frames));
            }
        }
    }

    private static Vector256<float> WeightedSlopes(ReadOnlySpan<Dual> planar, float[][] weights, int start, int frames)
    {
        Vector256<float> sum = default;
        for (int channel = 0; channel < weights.Length; channel++)
        {
            ReadOnlySpan<float> row = weights[channel].AsSpan(start, frames);
            ReadOnlySpan<Dual> samples = planar.Slice(channel * frames, frames);
            for (int i = 0; i < row.Length; i++)
                sum = Vector256.MultiplyAddEstimate(samples[i].Slopes, Vector256.Create(row[i]), sum);
        }
        return sum;
    }

    private void Run<T>(Func<int, T> travel, float[][] input, BlockAction<T> take)
        where T : struct, IFloatingPointIeee754<T>
    {
        Strand<T> strand = new(this, travel, input);
        for (int start = 0; start < input[0].Length; start += BlockFrames)
        {
            int frames = Math.Min(BlockFrames, input[0].Length - start);
            strand.Run(start, frames);
            take(strand.Block(frames), start, frames);
        }
    }

    private SlotPath<T>[] SlotsWith<T>(Func<int, T> travel)
        where T : struct, IFloatingPointIeee754<T> =>
        [.. slots.Where(slot => !slot.IsBypassed).Select(slot => new SlotPath<T>(slot, _format, ValuesOf(travel)))];

    private Func<Parameter, T> ValuesOf<T>(Func<int, T> travel)
        where T : struct, IFloatingPointIeee754<T> => parameter =>
    {
        for (int i = 0; i < parameters.Count; i++)
        {
            if (ReferenceEquals(parameters[i].Parameter, parameter))
                return parameters[i].ValueAt(travel(i));
        }
        return T.CreateTruncating(parameter.Target);
    };

    private delegate void BlockAction<T>(ReadOnlySpan<T> planar, int start, int frames);

    // The slots in one number type with settings of their own, and the block that goes through them.
    private sealed class Strand<T>(TunablePath path, Func<int, T> travel, float[][] input)
        where T : struct, IFloatingPointIeee754<T>
    {
        private readonly SlotPath<T>[] _slots = path.SlotsWith(travel);
        private readonly T[] _planar = new T[input.Length * BlockFrames];

        public void Run(int start, int frames)
        {
            Span<T> block = _planar.AsSpan(0, input.Length * frames);
            for (int i = 0; i < block.Length; i++)
                block[i] = T.CreateTruncating(input[i / frames][start + (i % frames)]);
            foreach (SlotPath<T> slot in _slots)
                slot.Process(block);
        }

        public ReadOnlySpan<T> Block(int frames) => _planar.AsSpan(0, input.Length * frames);

        public ReadOnlySpan<T> Channel(int channel, int frames) => _planar.AsSpan(channel * frames, frames);
    }
}
