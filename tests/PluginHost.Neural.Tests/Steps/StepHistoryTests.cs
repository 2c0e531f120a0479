using PluginHost.Neural.Random;
using PluginHost.Neural.Steps;
using PluginHost.Testing;
using Xunit;

namespace PluginHost.Neural.Tests.Steps;

public sealed class StepHistoryTests
{
    [Fact]
    public void The_longest_earlier_agreement_is_found()
    {
        StepHistory history = Pushed([[1], [2], [3], [9], [2], [3], [7], [1], [2], [3]]);
        Assert.Equal(3, history.Match(out ReadOnlySpan<int> followed));
        Assert.Equal([9], followed);
        Assert.Equal(0, Pushed([[1], [2], [3], [9]]).Match(out followed));
        Assert.True(followed.IsEmpty);
    }

    [Fact]
    public void It_finds_what_a_search_through_everything_finds()
    {
        CounterRandom random = new(4, 4, 0);
        List<int[]> steps = [];
        StepHistory history = new(400, 4);
        for (int i = 0; i < 400; i++)
        {
            steps.Add(random.NextInt32(3) == 0 ? [] : [.. Enumerable.Range(0, 2).Where(_ => random.NextInt32(2) == 0)]);
            history.Push(steps[^1]);
            (int place, int length) = Search(steps);
            Assert.Equal(length, history.Match(out ReadOnlySpan<int> followed));
            Assert.Equal(length == 0 ? [] : steps[place], followed);
            int back = 1 + random.NextInt32(8), agreement = 0;
            while (agreement + back < steps.Count && steps[^(agreement + 1)].SequenceEqual(steps[^(agreement + 1 + back)]))
                agreement++;
            Assert.Equal(agreement, history.Agreement(back));
            Assert.Equal(back > steps.Count ? [] : steps[^back], history.Back(back));
        }
    }

    [Fact]
    public void It_counts_how_long_the_last_step_has_stood()
    {
        Assert.Equal(2, Pushed([[1], [2], [2], [2]]).Age);
        Assert.Equal(0, Pushed([[2], [1]]).Age);
    }

    [Fact]
    public void A_copy_goes_on_like_the_original()
    {
        StepHistory history = Pushed([[1], [2], [1]]), copy = new(16, 4);
        copy.CopyFrom(history);
        copy.Push([2]);
        Assert.Equal(2, copy.Match(out ReadOnlySpan<int> followed));
        Assert.Equal([1], followed);
        for (int i = 0; i < 40; i++)
            copy.Push([3, 4, 5, 6, 7]);
        Assert.InRange(copy.Count, 8, 16);
        Assert.Equal([3, 4, 5, 6], copy.Back(1));
        copy.Clear();
        Assert.Equal(0, copy.Match(out _));
        Assert.True(copy.Back(1).IsEmpty);
    }

    [Fact]
    public void A_full_one_goes_on_as_if_it_had_begun_later()
    {
        CounterRandom random = new(6, 6, 0);
        StepHistory history = new(32, 2), late = new(64, 2);
        int began = 0;
        for (int i = 0; i < 300; i++)
        {
            int[] step = random.NextInt32(2) == 0 ? [] : [random.NextInt32(2)];
            history.Push(step);
            late.Push(step);
            if (history.Count < late.Count)
            {
                // Rebuilt from what is still held.
                began++;
                late.Clear();
                for (int back = history.Count; back >= 1; back--)
                    late.Push(history.Back(back));
            }
            Assert.Equal(late.Match(out ReadOnlySpan<int> expected), history.Match(out ReadOnlySpan<int> followed));
            Assert.Equal(expected, followed);
            Assert.Equal(late.Agreement(4), history.Agreement(4));
        }
        Assert.InRange(began, 10, 40);
    }

    [Fact]
    public void It_allocates_nothing()
    {
        StepHistory history = new(64, 4), other = new(64, 4);
        int[] tokens = [1, 2];
        Assert.Equal(0, AllocationGate.Measure(() =>
        {
            history.Push(tokens);
            history.Match(out _);
            other.CopyFrom(history);
        }));
    }

    private static (int Place, int Length) Search(List<int[]> steps)
    {
        (int place, int longest) = (0, 0);
        for (int candidate = steps.Count - 1; candidate > 0 && longest < StepHistory.LongestMatch; candidate--)
        {
            int length = 0;
            while (length < StepHistory.LongestMatch && length < candidate && steps[candidate - 1 - length].SequenceEqual(steps[^(1 + length)]))
                length++;
            if (length > longest)
                (place, longest) = (candidate, length);
        }
        return (place, longest);
    }

    private static StepHistory Pushed(int[][] steps)
    {
        StepHistory history = new(16, 4);
        foreach (int[] step in steps)
            history.Push(step);
        return history;
    }
}
