using PluginHost.Engine.Rings;
using Xunit;

namespace PluginHost.Engine.Tests.Rings;

/// <summary>Two threads, millions of elements: each carries its number twice, so a lost, doubled, swapped or torn one shows.</summary>
public class SpscRingStressTests
{
    private const int Elements = 4_000_000;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 3)]
    [InlineData(64, 64)]
    [InlineData(1024, 200)]
    public void Every_element_arrives_once_whole_and_in_order(int capacity, int longestSpan)
    {
        SpscRing<Payload> ring = new(capacity);
        // Small rings hand over at every element, which costs a switch of threads.
        int elements = capacity < 64 ? capacity * 5000 : Elements;
        long refused = 0;
        Thread writer = new(() => refused = Write(ring, elements, longestSpan));

        writer.Start();
        string? wrong = Read(ring, elements, longestSpan);
        Assert.True(writer.Join(TimeSpan.FromSeconds(30)) || wrong is not null, "the writer did not end");

        Assert.Null(wrong);
        Assert.Equal(0, ring.Count);
        Assert.Equal(refused, ring.Dropped);
    }

    private static long Write(SpscRing<Payload> ring, int elements, int longestSpan)
    {
        Random random = new(1);
        Payload[] span = new Payload[longestSpan];
        long refused = 0;
        SpinWait wait = default;
        for (int sent = 0; sent < elements;)
        {
            int length = Math.Min(random.Next(1, longestSpan + 1), elements - sent);
            for (int i = 0; i < length; i++)
                span[i] = new Payload(sent + i);
            bool taken = length == 1 ? ring.TryWrite(span[0]) : ring.TryWrite(span.AsSpan(0, length));
            if (taken)
                sent += length;
            else
            {
                refused += length;
                wait.SpinOnce(sleep1Threshold: -1);
            }
        }
        return refused;
    }

    private static string? Read(SpscRing<Payload> ring, int elements, int longestSpan)
    {
        Random random = new(2);
        Payload[] span = new Payload[longestSpan];
        SpinWait wait = default;
        for (int expected = 0; expected < elements;)
        {
            int length = Math.Min(random.Next(1, longestSpan + 1), elements - expected);
            int got = random.Next(3) switch
            {
                0 => ring.TryRead(out span[0]) ? 1 : 0,
                1 => ring.TryRead(span.AsSpan(0, length)) ? length : 0,
                _ => ring.Read(span.AsSpan(0, length)),
            };
            if (got == 0)
                wait.SpinOnce(sleep1Threshold: -1);
            for (int i = 0; i < got; i++, expected++)
            {
                if (!span[i].Is(expected))
                    return $"{span[i]} came where {expected} was due";
            }
        }
        return null;
    }

    /// <summary>As long as two machine words, so that it can tear.</summary>
    private readonly record struct Payload(long Number, long Complement)
    {
        public Payload(long number)
            : this(number, ~number)
        {
        }

        public bool Is(long number) => Number == number && Complement == ~number;
    }
}
