using System.Buffers.Binary;
using System.Text;
using PluginHost.Neural.Checkpoints;
using PluginHost.Neural.Random;
using Xunit;

namespace PluginHost.Neural.Tests.Checkpoints;

public sealed class SafetensorsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("safetensors").FullName;

    private string FilePath => Path.Combine(_folder, "a.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_written_is_read()
    {
        Sample().Write(FilePath);
        Safetensors read = Safetensors.Read(FilePath);
        Assert.Equal("drums", read.Metadata["kind"]);
        Assert.Equal([1, 2, 3, 4, 5, 6], read.Get("b", 2, 3).Values);
        Assert.Equal([7], read.Get("a", 1).Values);
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Sixteen_bits_keep_three_digits()
    {
        Safetensors file = new();
        file.Add("a", [3], [1, 0.1f, -1234.5f], isHalf: true);
        file.Write(FilePath);
        float[] values = Safetensors.Read(FilePath).Get("a", 3).Values;
        Assert.Equal(1, values[0]);
        Assert.Equal(0.1f, values[1], 0.0001f);
        Assert.Equal(-1234.5f, values[2], 1f);
        Assert.Equal(6, new FileInfo(FilePath).Length - 8 - BinaryPrimitives.ReadInt64LittleEndian(File.ReadAllBytes(FilePath)));
    }

    [Fact]
    public void The_header_is_as_the_format_says()
    {
        Sample().Write(FilePath);
        byte[] bytes = File.ReadAllBytes(FilePath);
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        Assert.Equal(0, length % 8);
        Assert.Equal("""{"__metadata__":{"kind":"drums"},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[2,3],"data_offsets":[4,28]}}""",
            Encoding.UTF8.GetString(bytes, 8, length).TrimEnd());
        Assert.Equal(8 + length + 28, bytes.Length);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8, "follow the last array")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "was expected")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "was expected")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,4]}}""", 4, "of 3 values lies at")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,4]}}""", 4, "too large")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "cannot be")]
    [InlineData("""{"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}""", 4, "only F32 and F16")]
    [InlineData("""{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,8]}}""", 8, "of 2 values lies at")]
    [InlineData("""{"a":{"shape":[1],"data_offsets":[0,4]}}""", 4, "no dtype")]
    [InlineData("""{"a":{"dtype":"F32","shape":["x"],"data_offsets":[0,4]}}""", 4, "no whole number")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "was expected")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "comes twice")]
    [InlineData("""{"__metadata__":{"x":1}}""", 0, "no text")]
    [InlineData("""[1]""", 0, "no JSON object")]
    [InlineData("""{"a":""", 0, "not JSON")]
    public void A_header_that_lies_is_refused(string header, int data, string message)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] bytes = new byte[8 + text.Length + data];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, text.Length);
        text.CopyTo(bytes, 8);
        Refused(bytes, message);
    }

    [Fact]
    public void A_header_of_500_megabytes_is_refused_before_it_is_read()
    {
        byte[] bytes = new byte[100];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, 500_000_000);
        Refused(bytes, "a header of 500000000 bytes is claimed");
    }

    [Fact]
    public void Weights_that_are_not_finite_are_refused()
    {
        Safetensors file = Sample();
        file.Tensors["b"].Values[4] = float.NaN;
        file.Write(FilePath);
        Refused(File.ReadAllBytes(FilePath), "the array 'b' has the value NaN at 4");
    }

    [Fact]
    public void Damaged_files_give_one_kind_of_error()
    {
        Sample().Write(FilePath);
        byte[] good = File.ReadAllBytes(FilePath);
        CounterRandom random = new(3, 1, 0);
        int refused = 0;
        for (int round = 0; round < 3_000; round++)
        {
            byte[] bad = good[..(random.NextInt32(4) == 0 ? random.NextInt32(good.Length) : good.Length)];
            for (int i = random.NextInt32(4); i >= 0 && bad.Length > 0; i--)
                bad[random.NextInt32(bad.Length)] = (byte)random.NextInt32(256);
            File.WriteAllBytes(FilePath, bad);
            try
            {
                Safetensors.Read(FilePath);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 1_000, 3_000);
    }

    [Fact]
    public void A_write_that_fails_leaves_what_was_there()
    {
        Sample().Write(FilePath);
        byte[] before = File.ReadAllBytes(FilePath);
        Assert.Throws<IOException>(() => AtomicFile.Write(FilePath, stream =>
        {
            stream.WriteByte(1);
            throw new IOException("No space left on device");
        }));
        Assert.Equal(before, File.ReadAllBytes(FilePath));
        Assert.Single(Directory.GetFiles(_folder));
    }

    private static Safetensors Sample()
    {
        Safetensors file = new();
        file.Metadata["kind"] = "drums";
        file.Add("b", [2, 3], [1, 2, 3, 4, 5, 6]);
        file.Add("a", [1], [7]);
        return file;
    }

    private void Refused(byte[] bytes, string message)
    {
        File.WriteAllBytes(FilePath, bytes);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Safetensors.Read(FilePath));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(FilePath, error.Message, StringComparison.Ordinal);
    }
}
