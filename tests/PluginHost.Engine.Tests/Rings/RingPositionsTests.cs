using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PluginHost.Engine.Rings;
using Xunit;

namespace PluginHost.Engine.Tests.Rings;

public class RingPositionsTests
{
    private static readonly string[] Writers = [nameof(RingPositions.Written), nameof(RingPositions.TakenSeenByWriter), nameof(RingPositions.Dropped)];

    private static readonly string[] Readers = [nameof(RingPositions.Taken), nameof(RingPositions.WrittenSeenByReader)];

    [Fact]
    public void What_each_side_writes_lies_within_one_cache_line()
    {
        Assert.Single(Writers.Select(field => Offset(field) / 64).Distinct());
        Assert.Single(Readers.Select(field => Offset(field) / 64).Distinct());
    }

    [Fact]
    public void Two_lines_lie_between_the_sides_and_between_each_and_anything_else()
    {
        int size = Unsafe.SizeOf<RingPositions>();
        foreach (int mine in Writers.Select(Offset))
        {
            Assert.All(Readers.Select(Offset), other => Assert.True(Math.Abs(mine - other) >= 96));
            Assert.True(mine >= 128);
        }
        Assert.All(Readers.Select(Offset), mine => Assert.True(size - mine - sizeof(long) >= 96));
    }

    private static int Offset(string field) => (int)Marshal.OffsetOf<RingPositions>(field);
}
