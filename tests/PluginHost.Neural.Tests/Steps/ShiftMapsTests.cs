using PluginHost.Neural.Random;
using PluginHost.Neural.Steps;
using Xunit;

namespace PluginHost.Neural.Tests.Steps;

public sealed class ShiftMapsTests
{
    private static readonly StepShape Shape = new(13, 20, RecurrentCell.Gru, 8, 1, StepHead.Set, 8, 0, 0, 0);

    [Fact]
    public void Blocks_that_wrap_lose_nothing()
    {
        ShiftMaps maps = new(new StepShift(-5, 6, [new ShiftBlock(8, 12, Wraps: true)], [new ShiftBlock(1, 12, Wraps: true)]), Shape);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 14, 15, 16, 17, 18, 19, 8, 9, 10, 11, 12, 13], maps.Features(6).ToArray());
        Assert.Equal(0, maps.Tokens(-5)[0]);
        Assert.Equal(Enumerable.Range(0, 13), maps.Tokens(-5).ToArray().Order());
    }

    [Fact]
    public void Tokens_that_would_be_lost_limit_the_shifts()
    {
        ShiftMaps maps = new(new StepShift(-5, 6, [], [new ShiftBlock(0, 13)]), Shape);
        StepSequence piece = new() { Inputs = [[], []], Tokens = [[1], [10]] };
        CounterRandom random = new(1, 1, 0);
        HashSet<int> chosen = [.. Enumerable.Range(0, 100).Select(_ => maps.Choose(piece, ref random))];
        Assert.Equal([-1, 0, 1, 2], chosen.Order());
    }

    [Fact]
    public void A_shifted_batch_is_the_batch_of_the_shifted_piece()
    {
        StepSequence piece = new() { Inputs = [[0, 9], [12]], Tokens = [[0, 11], [4, 5]] };
        StepSequence shifted = new() { Inputs = [[0, 12], [15]], Tokens = [[2, 3], [7, 8]] };
        ShiftMaps maps = new(new StepShift(-3, 3, [new ShiftBlock(8, 12)], [new ShiftBlock(0, 12, Wraps: true)]), Shape);
        StepBatch one = Fill(new LaneChunk(piece, 3, 0, 2), maps), other = Fill(new LaneChunk(shifted, 0, 0, 2), maps);
        for (int row = 0; row < 2; row++)
        {
            Assert.Equal(other.Features[row], one.Features[row]);
            Assert.Equal(other.Tokens[row], one.Tokens[row]);
        }
    }

    [Fact]
    public void Blocks_outside_the_model_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new ShiftMaps(new StepShift(-1, 1, [new ShiftBlock(10, 12)], []), Shape));
        Assert.Throws<ArgumentException>(() => new ShiftMaps(new StepShift(1, 2, [], []), Shape));
    }

    private static StepBatch Fill(LaneChunk chunk, ShiftMaps maps)
    {
        StepBatch batch = new(Shape, 1);
        batch.Fill([chunk], maps, 0, default);
        return batch;
    }
}
