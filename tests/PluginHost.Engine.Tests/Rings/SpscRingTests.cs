using PluginHost.Engine.Rings;
using Xunit;

namespace PluginHost.Engine.Tests.Rings;

public class SpscRingTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(1000, 1024)]
    public void The_capacity_is_rounded_up_to_a_power_of_two(int wanted, int given) => Assert.Equal(given, new SpscRing<int>(wanted).Capacity);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData((1 << 30) + 1)]
    public void An_impossible_capacity_is_refused(int capacity) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SpscRing<int>(capacity));

    [Fact]
    public void An_empty_ring_gives_nothing_and_touches_nothing()
    {
        SpscRing<int> ring = new(4);
        int[] destination = [7, 7];

        Assert.False(ring.TryRead(out int element));
        Assert.Equal(0, element);
        Assert.False(ring.TryRead(destination));
        Assert.Equal(0, ring.Read(destination));
        Assert.Equal(0, ring.Skip(3));
        Assert.Equal([7, 7], destination);
        Assert.Equal(0, ring.Count);
    }

    [Fact]
    public void A_full_ring_refuses_one_element_and_counts_it()
    {
        SpscRing<int> ring = new(2);
        Assert.True(ring.TryWrite(1));
        Assert.True(ring.TryWrite(2));

        Assert.False(ring.TryWrite(3));

        Assert.Equal((2, 1L), (ring.Count, ring.Dropped));
        Assert.True(ring.TryRead(out int first));
        Assert.True(ring.TryRead(out int second));
        Assert.Equal((1, 2), (first, second));
    }

    [Fact]
    public void Elements_that_do_not_all_fit_are_refused_and_counted_as_a_whole()
    {
        SpscRing<int> ring = new(4);
        Assert.True(ring.TryWrite([1, 2]));

        Assert.False(ring.TryWrite([3, 4, 5]));

        Assert.Equal((2, 3L), (ring.Count, ring.Dropped));
        Assert.True(ring.TryWrite([3, 4]));
        Assert.Equal([1, 2, 3, 4], ReadAll(ring));
    }

    [Fact]
    public void More_than_the_capacity_never_fits() => Assert.False(new SpscRing<int>(4).TryWrite(new int[5]));

    [Fact]
    public void Reading_whole_takes_nothing_when_too_little_is_there()
    {
        SpscRing<int> ring = new(4);
        ring.TryWrite([1, 2]);

        Assert.False(ring.TryRead(new int[3]));

        Assert.Equal([1, 2], ReadAll(ring));
    }

    [Fact]
    public void Reading_takes_what_is_there()
    {
        SpscRing<int> ring = new(4);
        ring.TryWrite([1, 2, 3]);
        int[] destination = [7, 7, 7, 7];

        Assert.Equal(3, ring.Read(destination));

        Assert.Equal([1, 2, 3, 7], destination);
    }

    [Fact]
    public void Skipping_throws_the_oldest_away()
    {
        SpscRing<int> ring = new(4);
        ring.TryWrite([1, 2, 3]);

        Assert.Equal(2, ring.Skip(2));
        Assert.Equal([3], ReadAll(ring));
        Assert.Equal(0, ring.Skip(1));
    }

    [Fact]
    public void Every_split_of_every_length_wraps_around_the_end()
    {
        for (int offset = 0; offset < 8; offset++)
        {
            for (int length = 0; length <= 8; length++)
            {
                SpscRing<int> ring = new(8);
                ring.TryWrite(new int[offset]);
                ring.Skip(offset);
                int[] sent = [.. Enumerable.Range(1, length)];

                Assert.True(ring.TryWrite(sent));

                Assert.Equal(length, ring.Count);
                Assert.Equal(sent, ReadAll(ring));
            }
        }
    }

    [Fact]
    public void What_was_read_or_skipped_is_no_longer_held()
    {
        SpscRing<object> ring = new(4);
        WeakReference[] sent = Pass(ring);

        GC.Collect();

        Assert.All(sent, reference => Assert.False(reference.IsAlive));
        GC.KeepAlive(ring);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference[] Pass(SpscRing<object> ring)
    {
        object[] sent = [new(), new(), new()];
        ring.TryWrite(sent);
        ring.TryRead(out _);
        ring.Read(new object[1]);
        ring.Skip(1);
        return [.. sent.Select(item => new WeakReference(item))];
    }

    private static int[] ReadAll(SpscRing<int> ring)
    {
        int[] read = new int[ring.Count];
        Assert.True(ring.TryRead(read));
        return read;
    }
}
