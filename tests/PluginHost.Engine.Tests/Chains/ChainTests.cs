using PluginHost.Engine.Chains;
using PluginHost.Sdk;
using PluginHost.Testing;
using Xunit;

namespace PluginHost.Engine.Tests.Chains;

public class ChainTests
{
    [Fact]
    public void Slots_run_in_order_each_on_what_the_one_before_gave()
    {
        using ChainRig rig = new(
            new TestEffect((in ProcessContext context) => context.Audio[0].Fill(3)),
            new TestEffect((in ProcessContext context) => context.Audio[0][0] += 1),
            new TestEffect((in ProcessContext context) => context.Audio[0][0] *= 2));
        Assert.Equal([8, 3], rig.Feed(_ => 0, 2));
    }

    [Fact]
    public void An_empty_chain_is_a_wire()
    {
        using ChainRig rig = new();
        rig.Feed(Signals.Noise, 1_000);
        Signals.AssertIs(rig.Output, 0, Signals.Noise, 0);
        Assert.Equal((0, 0), (rig.Chain.LatencyFrames, rig.Chain.TailFrames));
    }

    [Fact]
    public void Latencies_and_tails_add_up_and_endless_stays_endless()
    {
        using Chain some = ChainOf(new TestEffect { Latency = 3, Tail = 100 }, new TestEffect { Latency = 4, Tail = 50 });
        using Chain endless = ChainOf(new TestEffect { Tail = int.MaxValue }, new TestEffect { Tail = 50 });
        Assert.Equal((7, 150), (some.LatencyFrames, some.TailFrames));
        Assert.Equal(int.MaxValue, endless.TailFrames);
    }

    [Fact]
    public void After_a_reset_it_is_as_new()
    {
        using ChainRig used = new(new DelayEffect(5, 5), new DelayEffect(100, 100));
        used.Chain.Slots[1].Mix = 0.5f;
        used.Feed(Signals.Noise, 777);
        used.Chain.Reset();
        using ChainRig fresh = new(new DelayEffect(5, 5), new DelayEffect(100, 100));
        fresh.Chain.Slots[1].Mix = 0.5f;
        fresh.Chain.Reset();
        Assert.Equal(fresh.Feed(_ => 0.25f, 500), used.Feed(_ => 0.25f, 500));
    }

    [Fact]
    public void A_reset_that_throws_names_the_slot()
    {
        TestEffect effect = new();
        using Chain chain = ChainOf(new TestEffect(), effect);
        effect.OnResetting = () => throw new InvalidOperationException("stuck");
        Assert.Contains("slot 2 (slot-2): Reset threw InvalidOperationException: stuck", Assert.Throws<ChainException>(chain.Reset).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_with_latencies_is_its_input_delayed_by_their_sum()
    {
        using ChainRig rig = new(new DelayEffect(5, 5), new DelayEffect(64, 64), new DelayEffect(100, 100));
        rig.Chain.Slots[1].IsBypassed = true;
        rig.Feed(Signals.Noise, 2_000);
        Signals.AssertIs(rig.Output, 0, Signals.Noise, rig.Chain.LatencyFrames);
    }

    [Fact]
    public void Notes_reach_every_slot_in_order_and_emitted_ones_the_later_slots_only()
    {
        List<string> heard = [];
        bool listening = false;
        TestEffect Listener(int slot, params NoteEvent[] emits) => new((in ProcessContext context) =>
        {
            if (!listening)
                return;
            heard.Add($"{slot}: {string.Join(' ', context.Notes.ToArray().Select(note => $"{note.Key}@{note.Frame}"))}");
            foreach (NoteEvent note in emits)
                context.Emit(note);
        });
        using Chain chain = ChainOf(Listener(1, Note(5, 70), Note(1, 71)), Listener(2, Note(3, 72)), Listener(3));
        listening = true;
        Process(chain, 8, Note(3, 60), Note(0, 61));
        Process(chain, 8);
        Assert.Equal(
            ["1: 61@0 60@3", "2: 61@0 71@1 60@3 70@5", "3: 61@0 71@1 60@3 72@3 70@5", "1: ", "2: 71@1 70@5", "3: 71@1 72@3 70@5"], heard);
    }

    [Fact]
    public void A_note_emitted_outside_the_block_is_heard_at_its_edge()
    {
        int[] frames = [];
        using Chain chain = ChainOf(
            new TestEffect((in ProcessContext context) =>
            {
                context.Emit(Note(-5, 60));
                context.Emit(Note(1_000, 61));
            }),
            new TestEffect((in ProcessContext context) => frames = [.. context.Notes.ToArray().Select(note => note.Frame)]));
        Process(chain, 8);
        Assert.Equal([0, 7], frames);
    }

    [Fact]
    public void A_slot_that_refuses_to_be_prepared_is_named()
    {
        Slot[] slots =
        [
            new("good", new TestEffect()), new("bad", new TestEffect { OnPreparing = () => throw new InvalidOperationException("no memory") }),
        ];
        ChainException refused = Assert.Throws<ChainException>(() => new Chain(ChainRig.Options, slots));
        Assert.Equal("slot 2 (bad): Prepare threw InvalidOperationException: no memory", refused.Message);
        Assert.IsType<InvalidOperationException>(refused.InnerException);
        Assert.All(slots, slot => Assert.Equal(0, ((TestEffect)slot.Effect).Disposed));
    }

    [Fact]
    public void The_effect_is_disposed_before_its_lease_and_each_but_once()
    {
        List<string> calls = [];
        Chain chain = new(ChainRig.Options, new Slot("a", new TestEffect { OnDisposing = () => calls.Add("effect") }, new Lease(() => calls.Add("lease"))));
        chain.Dispose();
        chain.Dispose();
        Assert.Equal(["effect", "lease"], calls);
    }

    [Fact]
    public void One_that_throws_on_disposal_keeps_neither_its_lease_nor_the_others()
    {
        List<string> calls = [];
        Chain chain = new(ChainRig.Options,
            new Slot("a", new TestEffect { OnDisposing = () => throw new InvalidOperationException("stuck file") }, new Lease(() => calls.Add("lease a"))),
            new Slot("b", new TestEffect { OnDisposing = () => calls.Add("effect b") }, new Lease(() => throw new IOException("locked"))),
            new Slot("c", new TestEffect { OnDisposing = () => calls.Add("effect c") }));
        AggregateException thrown = Assert.Throws<AggregateException>(chain.Dispose);
        Assert.Equal(["lease a", "effect b", "effect c"], calls);
        Assert.Equal(["a: Dispose threw InvalidOperationException: stuck file", "b: Dispose threw IOException: locked"],
            thrown.InnerExceptions.Select(inner => inner.Message));
    }

    [Fact]
    public void The_running_slot_is_told_while_it_runs()
    {
        List<int> running = [];
        Chain? chain = null;
        TestEffect[] effects = [new(Look), new(Look)];
        chain = ChainOf(effects);
        Process(chain, 8);
        Assert.Equal([0, 1], running);
        Assert.Equal(-1, chain.RunningSlot);
        chain.Dispose();

        void Look(in ProcessContext context)
        {
            if (chain is not null)
                running.Add(chain.RunningSlot);
        }
    }

    private static NoteEvent Note(int frame, byte key) => new(frame, NoteKind.On, 0, key, 1);

    private static Chain ChainOf(params AudioEffect[] effects) =>
        new(ChainRig.Options, effects.Select((effect, i) => new Slot($"slot-{i + 1}", effect)));

    private static void Process(Chain chain, int frames, params NoteEvent[] notes) =>
        chain.Process(new AudioBuffer(new float[frames], 1, frames, frames), new Transport(120, 0, 0), notes, null, null);

    private sealed class Lease(Action onDispose) : IDisposable
    {
        public void Dispose() => onDispose();
    }
}
