using PluginHost.Neural.Random;
using PluginHost.Neural.Steps;
using PluginHost.Testing;
using Xunit;

namespace PluginHost.Neural.Tests.Steps;

public sealed class StepSamplerTests
{
    public static TheoryData<RecurrentCell, StepHead, int> Kinds => new(
        [(RecurrentCell.Gru, StepHead.Set, 1), (RecurrentCell.Lstm, StepHead.Set, 2), (RecurrentCell.Gru, StepHead.Bits, 2), (RecurrentCell.Lstm, StepHead.Bits, 1)]);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_probabilities_of_all_sets_sum_to_one(RecurrentCell cell, StepHead head, int layers)
    {
        (StepSampler sampler, StepState state) = Started(SmallModels.Model(SmallModels.Shape(cell, head, layers)));
        Assert.Equal(1, Probabilities(sampler, state).Sum(), 1e-6);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Sets_are_drawn_as_often_as_their_probability_says(RecurrentCell cell, StepHead head, int layers)
    {
        (StepSampler sampler, StepState state) = Started(SmallModels.Model(SmallModels.Shape(cell, head, layers)));
        double[] expected = Probabilities(sampler, state);
        int[] seen = new int[expected.Length];
        CounterRandom random = new(8, 1, 0);
        StepToken[] tokens = new StepToken[8];
        const int Draws = 40_000;
        for (int i = 0; i < Draws; i++)
        {
            int set = 0, count = sampler.Sample(state, 1, 1, [], ref random, tokens);
            for (int k = 0; k < count; k++)
                set |= 1 << tokens[k].Token;
            seen[set]++;
        }
        // Pearson's chi-square; rare sets are counted together. Beyond 70 lies less than one in 10,000 for 31 degrees of freedom.
        double chi = 0, rare = 0, rareSeen = 0;
        for (int set = 0; set < expected.Length; set++)
            if (expected[set] * Draws < 10)
                (rare, rareSeen) = (rare + expected[set] * Draws, rareSeen + seen[set]);
            else
                chi += Math.Pow(seen[set] - expected[set] * Draws, 2) / (expected[set] * Draws);
        chi += rare > 5 ? Math.Pow(rareSeen - rare, 2) / rare : 0;
        Assert.InRange(chi, 0.1, 70);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Step_by_step_gives_what_the_tape_gives(RecurrentCell cell, StepHead head, int layers)
    {
        StepShape shape = SmallModels.Shape(cell, head, layers);
        StepModel model = SmallModels.Model(shape);
        List<StepSequence> pieces = SmallModels.Pieces(shape, 5, 1, longest: 230);
        StepSampler sampler = new(model);
        StepState state = new(model);
        double nats = 0;
        foreach (StepSequence piece in pieces)
        {
            state.Clear();
            for (int t = 0; t < piece.Count; t++)
            {
                sampler.Advance(state, piece.Inputs[t]);
                nats -= sampler.LogLikelihood(state, piece.Tokens[t]);
            }
        }
        Assert.Equal(nats / pieces.Sum(piece => piece.Count), StepEvaluation.NatsPerStep(model, pieces), 1e-5);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_step_allocates_nothing(RecurrentCell cell, StepHead head, int layers)
    {
        (StepSampler sampler, StepState state) = Started(SmallModels.Model(SmallModels.Shape(cell, head, layers, classes: 7)));
        StepToken[] tokens = new StepToken[8];
        int[] inputs = [1, 9];
        float[] bias = new float[6];
        StepState other = new(SmallModels.Model(SmallModels.Shape(cell, head, layers, classes: 7)));
        void Steps()
        {
            CounterRandom random = new(1, 1, 0);
            for (int i = 0; i < 100; i++)
            {
                sampler.Advance(state, inputs);
                sampler.Sample(state, 0.9f, 0.9f, bias, ref random, tokens);
                sampler.LogLikelihood(state, inputs.AsSpan(0, 1));
                other.CopyFrom(state);
            }
        }
        Steps();
        Assert.Equal(0, AllocationGate.Measure(Steps));
    }

    // The same on every processor, with and without its vector instructions: no sum and no exponential depends on them.
    [Theory]
    [InlineData(RecurrentCell.Gru, StepHead.Set, 840627951)]
    [InlineData(RecurrentCell.Lstm, StepHead.Set, 1865605512)]
    [InlineData(RecurrentCell.Gru, StepHead.Bits, 676275254)]
    public void The_same_seed_gives_the_same_bits_everywhere(RecurrentCell cell, StepHead head, uint expected)
    {
        StepModel model = SmallModels.Model(SmallModels.Shape(cell, head, 2, classes: 7));
        StepSampler sampler = new(model);
        StepState state = new(model);
        CounterRandom random = new(2026, 1, 0);
        StepToken[] tokens = new StepToken[8];
        uint hash = 2166136261;
        int[] inputs = [0, 4];
        for (int step = 0; step < 300; step++)
        {
            sampler.Advance(state, inputs);
            int count = sampler.Sample(state, 1, 0.95f, [], ref random, tokens);
            foreach (StepToken token in tokens.AsSpan(0, count))
                hash = (((hash ^ (uint)token.Token) * 16777619 ^ token.Velocity) * 16777619 ^ token.Length) * 16777619;
            inputs = [count % 4, 4 + (count > 0 ? tokens[0].Token : 7)];
        }
        foreach (float value in state.Values.Span)
            hash = (hash ^ BitConverter.SingleToUInt32Bits(value)) * 16777619;
        Assert.Equal(expected, hash);
    }

    [Theory]
    [InlineData(StepHead.Set)]
    [InlineData(StepHead.Bits)]
    public void A_bias_of_minus_infinity_forbids_a_token(StepHead head)
    {
        (StepSampler sampler, StepState state) = Started(SmallModels.Model(SmallModels.Shape(head: head)));
        CounterRandom random = new(1, 2, 0);
        StepToken[] tokens = new StepToken[8];
        bool others = false;
        for (int i = 0; i < 2_000; i++)
        {
            int count = sampler.Sample(state, 1.5f, 1, [0, float.NegativeInfinity, 0, 0, 0, 0], ref random, tokens);
            Assert.DoesNotContain(tokens[..count], token => token.Token == 1);
            others |= count > 1;
        }
        Assert.True(others);
        float[] all = [.. Enumerable.Repeat(float.NegativeInfinity, 6)];
        Assert.Equal(0, sampler.Sample(state, 1, 1, all, ref random, tokens));
    }

    [Fact]
    public void At_temperature_zero_the_likeliest_is_taken_and_a_small_share_does_the_same()
    {
        (StepSampler sampler, StepState state) = Started(SmallModels.Model(SmallModels.Shape()));
        StepToken[] cold = new StepToken[8], narrow = new StepToken[8];
        for (ulong seed = 0; seed < 20; seed++)
        {
            CounterRandom first = new(seed, 0, 0), second = new(seed + 100, 0, 0);
            int a = sampler.Sample(state, 0, 1, [], ref first, cold), b = sampler.Sample(state, 1, 1e-6f, [], ref second, narrow);
            Assert.Equal(cold[..a], narrow[..b]);
        }
    }

    [Fact]
    public void A_full_result_ends_the_set()
    {
        (StepSampler sampler, StepState state) = Started(SmallModels.Model(SmallModels.Shape()));
        CounterRandom random = new(1, 3, 0);
        Assert.Equal(2, sampler.Sample(state, 1, 1, [0, 0, 0, 0, 0, float.NegativeInfinity], ref random, new StepToken[2]));
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        (StepSampler sampler, StepState state) = Started(SmallModels.Model(SmallModels.Shape()));
        CounterRandom random = new(1, 4, 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => sampler.Advance(state, [12]));
        Assert.Throws<ArgumentOutOfRangeException>(() => sampler.Sample(state, float.NaN, 1, [], ref random, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => sampler.Sample(state, 1, 0, [], ref random, []));
        Assert.Throws<ArgumentException>(() => sampler.Sample(state, 1, 1, [0], ref random, []));
        Assert.Throws<ArgumentException>(() => sampler.LogLikelihood(state, [3, 3]));
        Assert.Throws<ArgumentException>(() => sampler.LogLikelihood(new StepState(SmallModels.Model(SmallModels.Shape(RecurrentCell.Lstm))), [3]));
    }

    private static (StepSampler, StepState) Started(StepModel model)
    {
        StepSampler sampler = new(model);
        StepState state = new(model);
        sampler.Advance(state, [1, 5]);
        sampler.Advance(state, [2, 11]);
        return (sampler, state);
    }

    private static double[] Probabilities(StepSampler sampler, StepState state) => [.. Enumerable.Range(0, 32)
        .Select(set => Math.Exp(sampler.LogLikelihood(state, [.. Enumerable.Range(0, 5).Where(token => (set >> token & 1) != 0)])))];
}
