using PluginHost.Dsp.Convolution;
using Xunit;

namespace PluginHost.Dsp.Tests;

public class PartitionedConvolverTests
{
    public static TheoryData<int, int> Setups()
    {
        var setups = new TheoryData<int, int>();
        for (int index = 0; index < ConvolutionVectors.Instance.Convolutions.Length; index++)
        {
            foreach (int largest in new[] { 64, 512, 4096 })
                setups.Add(index, largest);
        }
        return setups;
    }

    [Theory]
    [MemberData(nameof(Setups))]
    public void It_convolves_as_numpy_does_in_double(int index, int largest)
    {
        ConvolutionVector theirs = ConvolutionVectors.Instance.Convolutions[index];
        float[] ours = theirs.Input;
        new PartitionedConvolver(theirs.Response, largest).Process(ours);
        double error = 0, worst = 0;
        for (int i = 0; i < theirs.Output.Length; i++)
        {
            double difference = ours[i * ConvolutionVector.Step] - theirs.Output[i];
            error += difference * difference / theirs.Output.Length;
            worst = Math.Max(worst, Math.Abs(difference));
        }
        Assert.InRange(10 * Math.Log10((error / theirs.Power) + 1e-30), -300, -128);
        Assert.InRange(20 * Math.Log10((worst / Math.Sqrt(theirs.Power)) + 1e-30), -300, -115);
    }

    [Fact]
    public void The_largest_partitions_give_what_the_smallest_give()
    {
        float[] response = Tones.Noise(140_000, 1), few = Tones.Noise(240_000, 2), many = [.. few];
        new PartitionedConvolver(response, PartitionedConvolver.MaxPartition).Process(few);
        new PartitionedConvolver(response, 64).Process(many);
        double error = few.Zip(many, (a, b) => Math.Pow(a - b, 2)).Sum(), power = many.Sum(a => (double)a * a);
        Assert.InRange(10 * Math.Log10(error / power), -300, -120);
    }

    [Theory]
    [InlineData(20, 64)]
    [InlineData(64, 64)]
    [InlineData(10_000, 4096)]
    [InlineData(70_000, 32_768)]
    public void An_impulse_gives_the_response_at_the_same_frame(int taps, int largest)
    {
        float[] response = Tones.Noise(taps, 1), signal = new float[taps + 1000];
        signal[123] = 1;
        new PartitionedConvolver(response, largest).Process(signal);
        Assert.All(signal[..123], sample => Assert.Equal(0, sample, 1e-5f));
        for (int k = 0; k < taps; k++)
            Assert.Equal(response[k], signal[123 + k], 1e-5f);
        Assert.All(signal[(123 + taps)..], sample => Assert.Equal(0, sample, 1e-5f));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(512)]
    [InlineData(4096)]
    public void The_output_does_not_depend_on_how_the_stream_is_cut(int largest)
    {
        float[] response = Tones.Noise(20_000, 1), whole = Tones.Noise(50_000, 2), cut = [.. whole];
        new PartitionedConvolver(response, largest).Process(whole);
        var convolver = new PartitionedConvolver(response, largest);
        var random = new Random(3);
        for (int done = 0, run; done < cut.Length; done += run)
        {
            run = Math.Min(random.Next(4) == 0 ? random.Next(0, 3000) : random.Next(0, 80), cut.Length - done);
            convolver.Process(cut.AsSpan(done, run));
        }
        Assert.Equal(whole, cut);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(30_011)]
    public void After_a_reset_it_is_as_new(int frames)
    {
        float[] response = Tones.Noise(20_000, 1), fresh = Tones.Noise(40_000, 2), again = [.. fresh];
        var convolver = new PartitionedConvolver(response);
        convolver.Process(fresh);
        float[] other = Tones.Noise(frames, 5);
        convolver.Process(other);
        convolver.Reset();
        convolver.Process(again);
        Assert.Equal(fresh, again);
    }

    [Fact]
    public void What_is_not_a_number_is_gone_after_the_response()
    {
        float[] response = Tones.Noise(5_000, 1), signal = Tones.Noise(20_000, 2), clean = [.. signal];
        signal[100] = float.NaN;
        new PartitionedConvolver(response, 512).Process(signal);
        new PartitionedConvolver(response, 512).Process(clean);
        Assert.Equal(float.NaN, signal[100]);
        Assert.Equal(clean[..64], signal[..64]);
        Assert.Equal(clean[(100 + 5_000 + 1024)..], signal[(100 + 5_000 + 1024)..]);
    }

    [Fact]
    public void Responses_and_partitions_out_of_range_are_refused_by_value()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PartitionedConvolver([]));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new PartitionedConvolver(new float[PartitionedConvolver.MaxTaps + 1]));
        Assert.Throws<ArgumentException>(() => new PartitionedConvolver([1, float.NaN]));
        foreach (int largest in new[] { 0, 32, 128, 65_536 })
        {
            var refusal = Assert.Throws<ArgumentOutOfRangeException>(() => new PartitionedConvolver([1], largest));
            Assert.Equal(largest, refusal.ActualValue);
        }
    }
}
