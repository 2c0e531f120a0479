using System.Numerics;
using PluginHost.Plugins.Acoustics;
using Xunit;

namespace PluginHost.Plugins.Tests.RoomLoop;

public class ImageSourceTests
{
    public static TheoryData<string> Rooms => [.. RoomPlan.All.Select(plan => plan.Name)];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void The_first_sound_comes_straight_from_the_loudspeaker(string name)
    {
        RoomPlan plan = Plan(name);
        foreach (Vector3 microphone in new[] { plan.Microphone, plan.Moved })
        {
            float[] response = ImageSource.Response(plan, microphone, 48_000);
            double metres = Vector3.Distance(plan.Speaker, microphone), frames = metres / 343 * 48_000;
            int first = Array.FindIndex(response, sample => MathF.Abs(sample) > 0.3f / (float)metres);
            Assert.InRange(first, frames - 1.5, frames + 1);
            // The samples of a windowed sinc add up to 1; no reflection arrives within that time.
            double sum = response[((int)frames - 7)..((int)frames + 9)].Sum(sample => (double)sample);
            Assert.Equal(1 / metres, sum, 0.02 / metres);
        }
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Reverberation_falls_as_fast_as_Eyring_says(string name)
    {
        RoomPlan plan = Plan(name);
        // Without the bass, which images that all push make last longer than walls would.
        float[] response = new RoomPath(plan, plan.Microphone, 16_000).Response;
        // Schroeder, "New method of measuring reverberation time", JASA 37, 1965: energy still to come, -5 to -25 dB.
        double[] left = new double[response.Length];
        double sum = 0;
        for (int n = response.Length - 1; n >= 0; n--)
            left[n] = sum += response[n] * (double)response[n];
        double from = Array.FindIndex(left, energy => energy < left[0] * 0.316);
        double to = Array.FindIndex(left, energy => energy < left[0] * 0.00316);
        double seconds = 3 * (to - from) / 16_000;
        // Eyring thinks of sound that goes all ways. In a box, what runs along its long side lasts longer: measured 0.93 to 1.33.
        Assert.InRange(seconds / plan.DecaySeconds, 0.8, 1.4);
    }

    [Theory]
    [InlineData(8_000)]
    [InlineData(44_100)]
    [InlineData(192_000)]
    public void A_room_is_the_same_at_every_rate(int rate)
    {
        RoomPlan plan = Plan("wedge");
        float[] response = ImageSource.Response(plan, plan.Microphone, rate);
        float[] known = ImageSource.Response(plan, plan.Microphone, 96_000);
        foreach (double hertz in new[] { 150, 440, 1_000, 1_234, 2_500 })
        {
            Complex here = At(response, hertz / rate), there = At(known, hertz / 96_000);
            Assert.InRange((here - there).Magnitude, 0, 0.03 * there.Magnitude + 0.03);
        }
    }

    [Theory]
    [InlineData(8_000)]
    [InlineData(192_000)]
    public void Every_path_is_finite_and_starts_where_its_sound_does(int rate)
    {
        foreach (RoomPlan plan in RoomPlan.All)
        {
            RoomPath path = new(plan, plan.Moved, rate);
            Assert.All(path.Response, sample => Assert.True(float.IsFinite(sample)));
            double frames = Vector3.Distance(plan.Speaker, plan.Moved) / 343 * rate;
            Assert.InRange(path.LeadFrames, frames - 9, frames);
        }
    }

    internal static RoomPlan Plan(string name) => RoomPlan.All.Single(plan => plan.Name == name);

    private static Complex At(float[] response, double frequency)
    {
        Complex sum = Complex.Zero;
        for (int n = 0; n < response.Length; n++)
            sum += Complex.FromPolarCoordinates(response[n], -Math.Tau * frequency * n);
        return sum;
    }
}
