using System.Diagnostics;
using PluginHost.Engine.Chains;
using PluginHost.Engine.Drivers;
using PluginHost.Engine.Timing;
using PluginHost.Sdk;
using PluginHost.Testing;
using Xunit;

namespace PluginHost.Engine.Tests.Chains;

public class FaultTests
{
    private const int Latency = 20;

    /// <summary>The sound of the effect is its input upside down: the farthest that wet and dry can be apart.</summary>
    private static readonly float Step = Signals.SineStep + (1.05f / ChainRig.FadeFrames);

    public static TheoryData<FaultKind> Kinds => [FaultKind.Exception, FaultKind.NotFinite, FaultKind.Runaway, FaultKind.Deadline];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_fault_is_heard_as_a_fade_to_the_aligned_input_and_raised_once(FaultKind kind)
    {
        Patient patient = new(kind);
        using ChainRig rig = RigOf(patient);
        rig.Feed(Signals.Sine, 1_024);
        patient.IsSick = true;
        rig.Feed(Signals.Sine, 3_000);

        SlotFault fault = Assert.Single(rig.TakeFaults());
        Assert.Equal((kind, 0, "slot-1"), (fault.Kind, fault.SlotIndex, fault.SlotId));
        Assert.Equal(kind == FaultKind.Exception, fault.Cause is InvalidOperationException);
        Assert.True(fault.FramePosition >= 1_024 && (kind == FaultKind.Deadline || fault.FramePosition == 1_024));
        Assert.Equal(kind, rig.Slot.Fault);
        Signals.AssertFinite(rig.Output);
        Signals.AssertNoClick(rig.Output, Step);
        Signals.AssertIs(rig.Output, 3_500, Signals.Sine, Latency);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_slot_armed_again_fades_back_in_and_can_fault_again(FaultKind kind)
    {
        Patient patient = new(kind);
        using ChainRig rig = RigOf(patient);
        patient.IsSick = true;
        rig.Feed(Signals.Sine, 3_000);
        Assert.Single(rig.TakeFaults());

        patient.IsSick = false;
        rig.Slot.Rearm();
        rig.Feed(Signals.Sine, 2_000);
        Assert.Equal(FaultKind.None, rig.Slot.Fault);
        Signals.AssertIs(rig.Output, 4_000, Signals.Sine, Latency, gain: -1);

        patient.IsSick = true;
        rig.Feed(Signals.Sine, 3_000);
        Assert.Single(rig.TakeFaults());
        Signals.AssertFinite(rig.Output);
        Signals.AssertNoClick(rig.Output, Step);
        Signals.AssertIs(rig.Output, 7_500, Signals.Sine, Latency);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_slot_that_is_still_sick_when_armed_again_is_set_aside_and_raised_again(FaultKind kind)
    {
        Patient patient = new(kind);
        using ChainRig rig = RigOf(patient);
        patient.IsSick = true;
        for (int i = 0; i < 3; i++)
        {
            rig.Feed(Signals.Sine, 2_000);
            Assert.Equal(kind, Assert.Single(rig.TakeFaults()).Kind);
            rig.Slot.Rearm();
        }
        Signals.AssertNoClick(rig.Output, Step);
    }

    [Fact]
    public void A_fault_before_the_fade_of_the_last_one_has_ended_does_not_click()
    {
        Patient patient = new(FaultKind.Exception);
        using ChainRig rig = RigOf(patient);
        rig.Feed(Signals.Sine, 1_024);
        for (int i = 0; i < 6; i++)
        {
            patient.IsSick = true;
            rig.Feed(Signals.Sine, 64);
            patient.IsSick = false;
            rig.Slot.Rearm();
            rig.Feed(Signals.Sine, 192);
        }
        Assert.Equal(6, rig.TakeFaults().Count);
        Signals.AssertNoClick(rig.Output, Signals.SineStep + (2.1f / ChainRig.FadeFrames));
    }

    [Fact]
    public void A_reset_that_throws_is_contained_and_the_effect_is_not_run()
    {
        TestEffect effect = new((in ProcessContext context) => context.Audio[0].Fill(0.25f));
        using ChainRig rig = new(effect);
        rig.Slot.IsBypassed = true;
        rig.Feed(Signals.Sine, 2_000);
        effect.OnResetting = () => throw new InvalidOperationException("no reset");
        rig.Slot.IsBypassed = false;
        int blocks = effect.Blocks;
        rig.Feed(Signals.Sine, 1_000);
        SlotFault fault = Assert.Single(rig.TakeFaults());
        Assert.Equal("slot 1 (slot-1) set aside: it threw InvalidOperationException: no reset", fault.Describe());
        Assert.Equal(blocks, effect.Blocks);
        Signals.AssertIs(rig.Output, 1_000, Signals.Sine, 0);

        rig.Slot.Rearm();
        rig.Feed(Signals.Sine, 1_000);
        Assert.Single(rig.TakeFaults());
        Signals.AssertIs(rig.Output, 1_000, Signals.Sine, 0);
    }

    [Fact]
    public void The_other_slots_play_on_as_if_nothing_had_happened()
    {
        TestEffect first = new((in ProcessContext context) => Scale(context.Audio[0], 0.5f));
        TestEffect sick = new((in ProcessContext _) => { });
        TestEffect last = new((in ProcessContext context) => Scale(context.Audio[0], 4));
        using ChainRig rig = new(first, sick, last);
        int resets = last.WasReset;
        sick.OnBlock = (in ProcessContext context) => context.Audio[0][0] = float.NaN;
        rig.Feed(Signals.Sine, 64 * 50);
        Assert.Equal(1, Assert.Single(rig.TakeFaults()).SlotIndex);
        Assert.Equal([FaultKind.None, FaultKind.NotFinite, FaultKind.None], rig.Chain.Slots.Select(slot => slot.Fault));
        Assert.Equal(resets, last.WasReset);
        // Nothing went before, so the fade has no step to hide: the dry signal is heard from the very first sample.
        Signals.AssertIs(rig.Output, 0, Signals.Sine, 0, gain: 2);
    }

    [Fact]
    public void A_slot_held_up_by_collections_is_excused()
    {
        Patient patient = new(FaultKind.Deadline);
        using ChainRig rig = RigOf(patient);
        patient.IsSick = true;
        patient.Collects = true;
        rig.Feed(Signals.Sine, 64 * 40);
        Assert.Empty(rig.TakeFaults());
        Assert.Equal(FaultKind.None, rig.Slot.Fault);
    }

    [Fact]
    public void A_slot_found_stuck_earlier_is_never_run()
    {
        TestEffect effect = new((in ProcessContext context) => context.Audio.Clear());
        using ChainRig rig = new(effect);
        int blocks = effect.Blocks;
        rig.Slot.SetAside(FaultKind.Stuck);
        rig.Feed(Signals.Noise, 1_000);
        Assert.Equal((blocks, FaultKind.Stuck), (effect.Blocks, rig.Slot.Fault));
        Assert.Empty(rig.TakeFaults());
        Signals.AssertIs(rig.Output, 0, Signals.Noise, 0);
    }

    [Fact]
    public void Offline_a_slow_slot_is_never_set_aside()
    {
        Patient patient = new(FaultKind.Deadline);
        using ChainRig rig = RigOf(patient);
        rig.Observer = null;
        patient.IsSick = true;
        rig.Feed(Signals.Sine, 2_000);
        Assert.Empty(rig.TakeFaults());
    }

    [Theory]
    [InlineData(FaultKind.NotFinite, "slot 3 (eq) set aside: it gave a sample that is infinite or not a number")]
    [InlineData(FaultKind.Runaway, "slot 3 (eq) set aside: its level ran away")]
    [InlineData(FaultKind.Deadline, "slot 3 (eq) set aside: it kept missing the block's deadline")]
    [InlineData(FaultKind.Stuck, "slot 3 (eq) set aside: it did not return from a block")]
    public void A_fault_is_told_in_one_line(FaultKind kind, string text) =>
        Assert.Equal(text, new SlotFault(2, "eq", kind, null, 0).Describe());

    private static void Scale(Span<float> row, float gain)
    {
        foreach (ref float sample in row)
            sample *= gain;
    }

    private static ChainRig RigOf(Patient patient)
    {
        ChainRig rig = new(patient);
        if (patient.Kind == FaultKind.Deadline)
            rig.Observer = new BlockObserver(Patient.HurriedRate, PortableAudioThread.Instance);
        return rig;
    }

    /// <summary>A delay turned upside down that can fall sick in one of the known ways.</summary>
    private sealed class Patient(FaultKind kind) : AudioEffect
    {
        /// <summary>Ten times faster than sound, so that being late does not take long.</summary>
        public const int HurriedRate = 480_000;

        private readonly DelayEffect _delay = new(Latency, Latency, gain: -1);

        public FaultKind Kind => kind;

        public bool IsSick { get; set; }

        public bool Collects { get; set; }

        public override int LatencyFrames => Latency;

        public override void Process(in ProcessContext context)
        {
            _delay.Process(context);
            if (!IsSick)
                return;
            Span<float> row = context.Audio[0];
            switch (kind)
            {
                case FaultKind.NotFinite:
                    row[row.Length / 2] = context.Transport.FramePosition % 128 == 0 ? float.NaN : float.NegativeInfinity;
                    break;
                case FaultKind.Runaway:
                    row[^1] = -101;
                    break;
                case FaultKind.Deadline:
                    Spin(row.Length);
                    if (Collects)
                        GC.Collect(0);
                    break;
                default:
                    row.Fill(float.NaN);
                    throw new InvalidOperationException("test");
            }
        }

        protected override void OnPrepare() => _delay.Prepare(Format);

        protected override void OnReset() => _delay.Reset();

        protected override void OnDispose() => _delay.Dispose();

        private static void Spin(int frames)
        {
            long until = Stopwatch.GetTimestamp() + (2 * frames * Stopwatch.Frequency / HurriedRate);
            while (Stopwatch.GetTimestamp() < until)
            {
            }
        }
    }
}
