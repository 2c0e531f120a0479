using PluginHost.Neural.Checkpoints;
using PluginHost.Neural.Steps;
using Xunit;

namespace PluginHost.Neural.Tests.Steps;

public sealed class StepModelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("steps").FullName;

    private string FilePath => Path.Combine(_folder, "model.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(RecurrentCell.Gru, StepHead.Set, 0)]
    [InlineData(RecurrentCell.Lstm, StepHead.Bits, 4)]
    public void A_saved_model_comes_back(RecurrentCell cell, StepHead head, int classes)
    {
        StepModel model = SmallModels.Model(SmallModels.Shape(cell, head, 2, classes));
        model.SetCard("data", "made up");
        model.Save(FilePath);
        StepModel back = StepModel.Load(FilePath);
        Assert.Equal(model.Shape, back.Shape);
        Assert.Equal("made up", Assert.Single(back.Card).Value);
        Assert.Equal(model.Weights.Set.Values, back.Weights.Set.Values);
    }

    [Theory]
    [InlineData("steps.version", "2", "version 2")]
    [InlineData("steps.version", null, "no model over steps")]
    [InlineData("steps.hidden", "24", "where 12 x 72 is needed")]
    [InlineData("steps.hidden", "17", "Hidden is 17")]
    [InlineData("steps.hidden", "1e9", "'1e9'")]
    [InlineData("steps.cell", "7", "there is no cell 7")]
    [InlineData("steps.layers", "3", "has no array 'layer.1.input.weight'")]
    public void A_card_that_does_not_fit_is_refused(string key, string? value, string message)
    {
        SmallModels.Model(SmallModels.Shape()).Save(FilePath);
        Safetensors file = Safetensors.Read(FilePath);
        file.Metadata.Remove(key);
        if (value is not null)
            file.Metadata[key] = value;
        file.Write(FilePath);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => StepModel.Load(FilePath));
        Assert.StartsWith(FilePath, error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_card_claims_takes_no_memory_before_its_arrays_are_there()
    {
        SmallModels.Model(SmallModels.Shape()).Save(FilePath);
        Safetensors file = Safetensors.Read(FilePath);
        file.Tensors.Clear();
        (file.Metadata["steps.features"], file.Metadata["steps.hidden"], file.Metadata["steps.layers"]) = ("8192", "2048", "4");
        file.Write(FilePath);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => StepModel.Load(FilePath));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    [Fact]
    public void The_models_own_names_are_kept_off_the_card() =>
        Assert.Throws<ArgumentException>(() => SmallModels.Model(SmallModels.Shape()).SetCard("steps.hidden", "3"));
}
