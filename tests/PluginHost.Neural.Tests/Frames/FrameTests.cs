using System.IO.Compression;
using System.Text;
using PluginHost.Neural.Frames;
using PluginHost.Neural.Random;
using PluginHost.Neural.Steps;
using Xunit;

namespace PluginHost.Neural.Tests.Frames;

public sealed class FrameTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("frames").FullName;

    private string FilePath => Path.Combine(_folder, "a.txt.gz");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Pieces_are_read_by_split(bool zipped)
    {
        Write("train\t60.64 - 62\ntest\t61\nvalid\t-\ntrain\t50", zipped);
        FrameFile file = FrameFile.Read(FilePath);
        Assert.Equal(2, file.Train.Count);
        Assert.Equal([[60, 64], [], [62]], file.Train[0].Frames);
        Assert.Equal([[61]], file.Test[0].Frames);
        Assert.Equal([[]], file.Valid[0].Frames);
    }

    [Theory]
    [InlineData("train 60", "line 1")]
    [InlineData("train\t60\nother\t60", "line 2")]
    [InlineData("train\t64.60", "'64.60' is no frame")]
    [InlineData("train\t60.60", "'60.60' is no frame")]
    [InlineData("train\t128", "'128' is no frame")]
    [InlineData("train\t60..64", "'60..64' is no frame")]
    public void A_line_of_another_form_is_refused(string text, string message)
    {
        Write(text, false);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => FrameFile.Read(FilePath));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_files_give_one_kind_of_error()
    {
        Write(string.Join('\n', Enumerable.Range(0, 50).Select(i => $"train\t{40 + i}.{60 + i} - {50 + i}")), true);
        byte[] good = File.ReadAllBytes(FilePath);
        CounterRandom random = new(3, 1, 0);
        int refused = 0;
        for (int round = 0; round < 1_000; round++)
        {
            byte[] bad = (byte[])good.Clone();
            bad[random.NextInt32(bad.Length)] = (byte)random.NextInt32(256);
            File.WriteAllBytes(FilePath, bad);
            try
            {
                FrameFile.Read(FilePath);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 300, 1_000);
    }

    [Fact]
    public void Features_know_nothing_of_the_future()
    {
        FrameEncoding encoding = new(21, 88, [4, 8], match: true);
        FramePiece piece = Piece(60), other = new("", [.. piece.Frames.Select((frame, t) => t < 20 ? frame : [30])]);
        StepSequence a = encoding.Encode(piece), b = encoding.Encode(other);
        Assert.Equal(piece.Frames.Length - 1, a.Count);
        // Step 19 sounds frame 20, the first that differs.
        for (int step = 0; step <= 19; step++)
            Assert.Equal(a.Inputs[step], b.Inputs[step]);
        Assert.NotEqual(a.Inputs[20], b.Inputs[20]);
        Assert.Equal(piece.Frames[1].Select(note => note - 21), a.Tokens[0]);
    }

    [Fact]
    public void A_shifted_piece_is_the_transposed_piece()
    {
        FrameEncoding encoding = new(21, 88, [4, 8], match: true);
        StepShape shape = new(88, encoding.Features, RecurrentCell.Gru, 8, 1, StepHead.Set, 8, 0, 0, 0);
        ShiftMaps maps = new(encoding.Shift(-5, 6), shape);
        StepSequence piece = encoding.Encode(Piece(60)), transposed = encoding.Encode(Piece(63));
        for (int step = 0; step < piece.Count; step++)
        {
            Assert.Equal(transposed.Inputs[step], piece.Inputs[step].Select(feature => maps.Features(3)[feature]));
            Assert.Equal(transposed.Tokens[step], piece.Tokens[step].Select(token => maps.Tokens(3)[token]));
        }
    }

    [Fact]
    public void An_encoding_comes_back_from_its_text()
    {
        FrameEncoding encoding = FrameEncoding.Parse("21 88 4,8 match");
        Assert.Equal("21 88 4,8 match", encoding.ToString());
        Assert.Equal(new FrameEncoding(21, 88, [4, 8], match: true).Features, encoding.Features);
        Assert.Equal("30 40  plain", new FrameEncoding(30, 40, [], match: false).ToString());
        Assert.Throws<FormatException>(() => FrameEncoding.Parse("21 88 4;8 match"));
        Assert.Throws<ArgumentException>(() => FrameEncoding.Parse("100 88 4 match"));
    }

    [Fact]
    public void A_model_tells_its_encoding()
    {
        FrameEncoding encoding = new(40, 20, [4], match: true);
        StepModel model = new(new StepShape(20, encoding.Features, RecurrentCell.Gru, 8, 1, StepHead.Set, 8, 0, 0, 0), 1);
        Assert.Throws<FormatException>(() => FrameEncoding.Of(model));
        model.SetCard(FrameEncoding.CardName, "40 20 4,8 match");
        Assert.Throws<FormatException>(() => FrameEncoding.Of(model));
        model.SetCard(FrameEncoding.CardName, encoding.ToString());
        Assert.Equal(encoding.ToString(), FrameEncoding.Of(model).ToString());
    }

    [Fact]
    public void Blocks_that_wrap_lose_nothing_and_others_limit_the_shifts()
    {
        StepShape shape = new(13, 20, RecurrentCell.Gru, 8, 1, StepHead.Set, 8, 0, 0, 0);
        ShiftMaps wrapping = new(new StepShift(-5, 6, [new ShiftBlock(8, 12, Wraps: true)], [new ShiftBlock(1, 12, Wraps: true)]), shape);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 14, 15, 16, 17, 18, 19, 8, 9, 10, 11, 12, 13], wrapping.Features(6).ToArray());
        Assert.Equal(0, wrapping.Tokens(-5)[0]);
        Assert.Equal(Enumerable.Range(0, 13), wrapping.Tokens(-5).ToArray().Order());
        ShiftMaps ending = new(new StepShift(-5, 6, [], [new ShiftBlock(0, 13)]), shape);
        StepSequence piece = new() { Inputs = [[], []], Tokens = [[1], [10]] };
        CounterRandom random = new(1, 1, 0);
        HashSet<int> chosen = [.. Enumerable.Range(0, 100).Select(_ => ending.Choose(piece, ref random))];
        Assert.Equal([-1, 0, 1, 2], chosen.Order());
    }

    private static FramePiece Piece(int key)
    {
        CounterRandom random = new(5, 5, 0);
        return new FramePiece("a", [.. Enumerable.Range(0, 50).Select(_ => random.NextInt32(3) == 0 ? (int[])[] : [key - 12, key + random.NextInt32(5)])]);
    }

    private void Write(string text, bool zipped)
    {
        using FileStream file = File.Create(FilePath);
        using Stream stream = zipped ? new GZipStream(file, CompressionLevel.Fastest) : file;
        stream.Write(Encoding.UTF8.GetBytes(text));
    }
}
