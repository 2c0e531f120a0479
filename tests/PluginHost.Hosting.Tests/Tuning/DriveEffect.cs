using System.Numerics;
using PluginHost.Sdk;

namespace PluginHost.Hosting.Tests.Tuning;

/// <summary>How a plugin's author writes an effect that can be tuned: one shape over any number, called by both.</summary>
[AudioEffect("drive", "Drive")]
public sealed class DriveEffect : AudioEffect, ITunable
{
    private readonly Parameter _drive;
    private readonly Parameter _level;

    public DriveEffect()
    {
        _drive = Add(new Parameter("drive", "Drive", 0, 30, 6, ParameterUnit.Decibels));
        _level = Add(new Parameter("level", "Level", -30, 6, 0, ParameterUnit.Decibels));
    }

    public override void Process(in ProcessContext context)
    {
        for (int frame = 0; frame < context.Audio.Frames; frame++)
        {
            float drive = Decibels.ToGain(_drive.Next()), level = Decibels.ToGain(_level.Next());
            for (int channel = 0; channel < context.Audio.Channels; channel++)
                context.Audio[channel][frame] = Shape(context.Audio[channel][frame], drive, level);
        }
    }

    public ITunableProcessor<T> CreateProcessor<T>(in AudioFormat format, Func<Parameter, T> valueOf)
        where T : struct, IFloatingPointIeee754<T> =>
        new Path<T>(Decibels.ToGain(valueOf(_drive)), Decibels.ToGain(valueOf(_level)));

    private static T Shape<T>(T sample, T drive, T level)
        where T : struct, IFloatingPointIeee754<T> => T.Tanh(sample * drive) * level;

    private sealed class Path<T>(T drive, T level) : ITunableProcessor<T>
        where T : struct, IFloatingPointIeee754<T>
    {
        public void Process(Span<T> planar)
        {
            foreach (ref T sample in planar)
                sample = Shape(sample, drive, level);
        }
    }
}
