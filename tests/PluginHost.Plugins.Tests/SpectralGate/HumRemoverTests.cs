using PluginHost.Plugins.Hum;
using PluginHost.Sdk;
using Xunit;
using static PluginHost.Plugins.Tests.Support.Signals;

namespace PluginHost.Plugins.Tests.SpectralGate;

public class HumRemoverTests
{
    private const int Lines = 20;

    [Theory]
    [InlineData(50, 44_100)]
    [InlineData(50, 96_000)]
    [InlineData(60, 44_100)]
    [InlineData(60, 96_000)]
    public void Drifting_hum_under_noise_is_found_within_a_second_and_falls_by_20_dB(int hertz, int rate)
    {
        for (int seed = 0; seed < 3; seed++)
        {
            float[] hum = Hum(hertz, rate, 4, seed), noise = Gaussian(hum.Length, seed);
            noise = Scaled(noise, (float)Math.Pow(10, (LevelDb(hum) - 30 - LevelDb(noise)) / 20));
            (float[][] output, int locked) = Remove(rate, HumChoice.Auto, Sum(hum, noise));
            Assert.InRange(locked, 1, rate);
            // What is left of the hum, and what was done to the noise, alike.
            float[] left = Sum(output[0], Scaled(noise, -1));
            Assert.InRange(LevelDb(left.AsSpan(locked + (rate / 5))) - LevelDb(hum.AsSpan(locked)), -200, -20);
        }
    }

    [Fact]
    public void Each_channel_loses_its_own_hum()
    {
        const int rate = 48_000;
        // Of the same mains, as is the drift.
        float[] hum = Hum(50, rate, 3, 1), other = Hum(50, rate, 3, 2, level: 0.05f, mainsSeed: 1);
        (float[][] output, int locked) = Remove(rate, HumChoice.Auto, hum, other);
        Assert.InRange(locked, 1, rate);
        Assert.InRange(LevelDb(output[0].AsSpan(2 * rate)) - LevelDb(hum), -200, -20);
        Assert.InRange(LevelDb(output[1].AsSpan(2 * rate)) - LevelDb(other), -200, -20);
    }

    [Theory]
    [InlineData(44_100)]
    [InlineData(96_000)]
    public void A_held_chord_is_not_hum_and_passes_bit_for_bit(int rate)
    {
        for (int seed = 0; seed < 8; seed++)
        {
            float[] chord = Chord(rate, 3, seed);
            (float[][] output, int locked) = Remove(rate, HumChoice.Auto, chord);
            Assert.Equal(-1, locked);
            Assert.Equal(chord, output[0]);
        }
    }

    [Fact]
    public void Noise_is_not_hum()
    {
        for (int seed = 0; seed < 8; seed++)
        {
            float[] noise = Gaussian(3 * 48_000, seed, 0.1f);
            (float[][] output, int locked) = Remove(48_000, HumChoice.Auto, noise);
            Assert.Equal(-1, locked);
            Assert.Equal(noise, output[0]);
        }
    }

    [Theory]
    [InlineData(50)]
    [InlineData(60)]
    public void Hum_that_stops_leaves_no_phantom_after_100_ms(int hertz)
    {
        const int rate = 48_000, stop = 2 * rate;
        float[] hum = Hum(hertz, rate, 3, 4), cut = [.. hum.AsSpan(0, stop), .. new float[rate]];
        (float[][] output, int locked) = Remove(rate, HumChoice.Auto, cut);
        Assert.InRange(locked, 1, rate);
        Assert.InRange(LevelDb(output[0].AsSpan(stop + (rate / 10))) - LevelDb(hum), -400, -60);
    }

    [Theory]
    [InlineData(HumChoice.Off)]
    [InlineData(HumChoice.At60)]
    public void Hum_that_is_not_looked_for_passes_bit_for_bit(object choice)
    {
        float[] hum = Hum(50, 48_000, 2, 5);
        (float[][] output, int locked) = Remove(48_000, (HumChoice)choice, hum);
        Assert.Equal(-1, locked);
        Assert.Equal(hum, output[0]);
    }

    [Fact]
    public void The_frequency_it_tells_is_that_of_the_hum()
    {
        var remover = new HumRemover(48_000, 1);
        remover.Choose(HumChoice.Auto);
        float[] hum = Sum(Gaussian(96_000, 1, 0.001f), [.. Enumerable.Range(0, 96_000).Select(n =>
            (float)Enumerable.Range(1, 20).Sum(k => 0.05 / k * Math.Sin(Math.Tau * k * 50.04 * n / 48_000)))]);
        Play(remover, [hum], 512);
        Assert.Equal(50.04f, remover.Hertz, 0.005f);
    }

    /// <summary>Runs it in blocks; gives the output and the frame at which it locked, -1 for never.</summary>
    private static (float[][] Output, int Locked) Remove(int rate, HumChoice choice, params float[][] input)
    {
        var remover = new HumRemover(rate, input.Length);
        remover.Choose(choice);
        float[][] output = [.. input.Select(channel => channel.ToArray())];
        return (output, Play(remover, output, 512));
    }

    private static int Play(HumRemover remover, float[][] signal, int block)
    {
        int locked = -1, frames;
        float[] planar = new float[signal.Length * block];
        for (int start = 0; start < signal[0].Length; start += frames)
        {
            frames = Math.Min(Math.Min(block, remover.MostFrames), signal[0].Length - start);
            var audio = new AudioBuffer(planar, signal.Length, frames, block);
            for (int channel = 0; channel < signal.Length; channel++)
                signal[channel].AsSpan(start, frames).CopyTo(audio[channel]);
            remover.Process(audio);
            for (int channel = 0; channel < signal.Length; channel++)
                audio[channel].CopyTo(signal[channel].AsSpan(start));
            if (remover.IsLocked && locked < 0)
                locked = start + frames;
        }
        return locked;
    }

    /// <summary>Lines of random phases that fall by 3 dB per octave, with a drift of 0.02 % to and fro.</summary>
    private static float[] Hum(double hertz, int rate, int seconds, int seed, float level = 0.2f, int? mainsSeed = null)
    {
        Random random = new(seed), grid = new(mainsSeed ?? seed);
        double[] phases = [.. Enumerable.Range(0, Lines + 1).Select(_ => Math.Tau * random.NextDouble())];
        float[] hum = new float[seconds * rate];
        double mains = grid.NextDouble(), start = grid.NextDouble();
        for (int n = 0; n < hum.Length; n++)
        {
            mains += hertz / rate * (1 + (0.0002 * Math.Sin(Math.Tau * (start + (n / (8.0 * rate))))));
            double sum = 0;
            for (int k = 1; k <= Lines; k++)
                sum += Math.Cos((Math.Tau * k * mains) + phases[k]) / Math.Sqrt(k);
            hum[n] = (float)(level * sum / 3);
        }
        return hum;
    }

    /// <summary>Three to five tempered notes of ten harmonics, from A2 (110 Hz) up, out of one scale.</summary>
    private static float[] Chord(int rate, int seconds, int seed)
    {
        var random = new Random(100 + seed);
        float[] chord = new float[seconds * rate];
        for (int note = 0; note < 3 + (seed % 3); note++)
        {
            double hertz = 110 * Math.Pow(2, random.Next(30) / 12.0), phase = random.NextDouble();
            for (int k = 1; k <= 10; k++)
            {
                for (int n = 0; n < chord.Length; n++)
                    chord[n] += (float)(0.1 / k * Math.Sin(Math.Tau * k * (phase + (hertz * n / rate))));
            }
        }
        return chord;
    }
}
