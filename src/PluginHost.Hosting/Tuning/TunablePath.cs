using System.Numerics;
using System.Runtime.Intrinsics;
using PluginHost.Dsp.Arithmetic;
using PluginHost.Engine.Chains;
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
        SlotPath<T>[] paths = [.. Enumerable.Range(0, slots.Count).Where(slot => !slots[slot].IsBypassed)
            .Select(slot => new SlotPath<T>(slots[slot], _format, ValuesOf(slot, travel)))];
        T[] planar = new T[input.Length * BlockFrames];
        int length = input[0].Length;
        for (int start = 0; start < length; start += BlockFrames)
        {
            int frames = Math.Min(BlockFrames, length - start);
            Span<T> block = planar.AsSpan(0, input.Length * frames);
            for (int i = 0; i < block.Length; i++)
                block[i] = T.CreateTruncating(input[i / frames][start + (i % frames)]);
            foreach (SlotPath<T> path in paths)
                path.Process(block);
            take(block, start, frames);
        }
    }

    private Func<Parameter, T> ValuesOf<T>(int slot, Func<int, T> travel)
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

    private sealed class SlotPath<T>(Slot slot, AudioFormat format, Func<Parameter, T> valueOf)
        where T : struct, IFloatingPointIeee754<T>
    {
        private readonly ITunableProcessor<T> _processor = ((ITunable)slot.Effect).CreateProcessor(format, valueOf);
        private readonly T[] _dry = slot.Mix == 1 ? [] : new T[format.Channels * format.MaxFrames];
        private readonly T _mix = T.CreateTruncating(slot.Mix);

        public void Process(Span<T> planar)
        {
            Span<T> dry = _dry.Length == 0 ? [] : _dry.AsSpan(0, planar.Length);
            if (!dry.IsEmpty)
                planar.CopyTo(dry);
            _processor.Process(planar);
            for (int i = 0; i < dry.Length; i++)
                planar[i] = dry[i] + (_mix * (planar[i] - dry[i]));
        }
    }
}
