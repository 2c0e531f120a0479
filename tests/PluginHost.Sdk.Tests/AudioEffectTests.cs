using System.Reflection;
using PluginHost.Testing;
using Xunit;

namespace PluginHost.Sdk.Tests;

public class AudioEffectTests
{
    private static readonly AudioFormat Format = new(48_000, 2, 64);

    [Fact]
    public void The_attribute_is_read_without_creating_the_effect()
    {
        CustomAttributeData attribute = typeof(GainEffect).GetCustomAttributesData()
            .Single(data => data.AttributeType == typeof(AudioEffectAttribute));
        Assert.Equal(["test-gain", "Test gain"], attribute.ConstructorArguments.Select(argument => (string)argument.Value!));
        AudioEffectAttribute read = typeof(GainEffect).GetCustomAttribute<AudioEffectAttribute>()!;
        Assert.Equal(("test-gain", "Test gain", "Multiplies."), (read.Id, read.Name, read.Description));
    }

    [Fact]
    public void Preparing_checks_the_format_before_the_effect_hears_of_it()
    {
        using TestEffect effect = new();
        Assert.Throws<ArgumentOutOfRangeException>(() => effect.Prepare(new AudioFormat(1, 2, 64)));
        Assert.Equal(0, effect.Prepared);
        Assert.Equal(default, effect.Format);
    }

    [Fact]
    public void Preparing_gives_the_format_then_prepares_then_resets()
    {
        List<string> calls = [];
        using TestEffect effect = new();
        effect.OnPreparing = () => calls.Add($"prepare {effect.Format.SampleRate}");
        effect.OnResetting = () => calls.Add("reset");
        effect.Prepare(Format);
        effect.Prepare(Format with { SampleRate = 96_000 });
        Assert.Equal(["prepare 48000", "reset", "prepare 96000", "reset"], calls);
    }

    [Fact]
    public void A_reset_brings_parameters_to_their_targets_at_once_and_keeps_them()
    {
        using GainEffect effect = new();
        effect.Prepare(Format);
        effect.Gain.Target = 2;
        effect.Gain.Next();
        effect.Reset();
        Assert.Equal((2f, false), (effect.Gain.Current, effect.Gain.IsSmoothing));
    }

    [Fact]
    public void Preparing_for_another_rate_keeps_the_smoothing_time()
    {
        using GainEffect effect = new();
        effect.Prepare(Format with { SampleRate = 8_000 });
        effect.Gain.Target = 2;
        Assert.NotEqual(2, effect.Gain.Skip(159));
        Assert.Equal(2, effect.Gain.Skip(1));
    }

    [Fact]
    public void Two_parameters_or_two_meters_of_one_id_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new ParameterHolder(new("a", "A", 0, 1, 0), new("a", "B", 0, 1, 0)));
        using ParameterHolder effect = new(new Parameter("a", "A", 0, 1, 0));
        effect.Add(new Meter("a", "A"));
        Assert.Throws<ArgumentException>(() => effect.Add(new Meter("a", "B")));
    }

    [Fact]
    public void Parameters_and_meters_are_listed_in_the_order_of_their_declaration()
    {
        using ParameterHolder effect = new(new("b", "B", 0, 1, 0), new("a", "A", 0, 1, 0));
        effect.Add(new Meter("z", "Z"));
        effect.Add(new Meter("y", "Y"));
        Assert.Equal(["b", "a"], effect.Parameters.Select(parameter => parameter.Id));
        Assert.Equal(["z", "y"], effect.Meters.Select(meter => meter.Id));
    }

    [Fact]
    public void An_effect_without_state_saves_nothing_and_refuses_anything()
    {
        using TestEffect effect = new();
        Assert.Empty(effect.SaveState());
        effect.LoadState([]);
        Assert.Contains("3 bytes", Assert.Throws<InvalidDataException>(() => effect.LoadState([1, 2, 3])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resetting_allocates_nothing()
    {
        using GainEffect effect = new();
        effect.Prepare(Format);
        effect.Reset();
        Assert.Equal(0, AllocationGate.Measure(effect.Reset));
    }

    [Fact]
    public void Disposing_reaches_the_effect()
    {
        TestEffect effect = new();
        effect.Dispose();
        Assert.Equal(1, effect.Disposed);
    }

    [Fact]
    public void A_context_hands_over_block_transport_and_notes_and_takes_notes()
    {
        NoteBuffer emitted = new();
        NoteEvent note = new(3, NoteKind.Off, 9, 36, 0);
        ProcessContext context = new(new AudioBuffer(new float[8], 2, 4, 4), new Transport(90, 1.5, 100), [note], emitted);
        context.Emit(note with { Frame = 1 });
        Assert.Equal((2, 4), (context.Audio.Channels, context.Audio.Frames));
        Assert.Equal(new Transport(90, 1.5, 100, 4, true), context.Transport);
        Assert.Equal([note], context.Notes.ToArray());
        Assert.Equal([note with { Frame = 1 }], emitted.Notes.ToArray());
        new ProcessContext(context.Audio, context.Transport).Emit(note);
    }
}
