using PluginHost.Sdk;

namespace PluginHost.Hosting.Plugins;

/// <summary>What one instance of an effect was set to, to be carried over to another, perhaps of a newer build. Holds no object
/// of the plugin.</summary>
public sealed class EffectState
{
    private readonly (string Id, float Target)[] _targets;
    private readonly byte[] _state;
    private readonly string? _notSaved;

    private EffectState((string Id, float Target)[] targets, byte[] state, string? notSaved)
    {
        (_targets, _state, _notSaved) = (targets, state, notSaved);
    }

    /// <summary>Takes the parameter targets and <see cref="AudioEffect.SaveState"/> of an effect. Allocates. [control-thread]</summary>
    /// <param name="effect">May be processing.</param>
    /// <returns>The state; an effect that fails to save gives its parameters alone, and a notice when they are applied.</returns>
    public static EffectState Capture(AudioEffect effect)
    {
        ArgumentNullException.ThrowIfNull(effect);
        (string, float)[] targets = [.. effect.Parameters.Select(parameter => (parameter.Id, parameter.Target))];
        try
        {
            return new EffectState(targets, effect.SaveState(), null);
        }
        catch (Exception error)
        {
            return new EffectState(targets, [], $"The state was lost: saving it failed with {error.InOneLine()}");
        }
    }

    /// <summary>Sets another instance likewise, as far as it can follow. [control-thread &amp; not processing]</summary>
    /// <param name="effect">A new instance; parameters that this state does not know keep their values.</param>
    /// <returns>One sentence for each thing that could not be carried over as it was; empty when all was. Allocates.</returns>
    public IReadOnlyList<string> Apply(AudioEffect effect)
    {
        ArgumentNullException.ThrowIfNull(effect);
        List<string> notices = [];
        foreach ((string id, float target) in _targets)
        {
            Parameter? parameter = effect.Parameters.FirstOrDefault(known => known.Id == id);
            if (parameter is null)
            {
                notices.Add($"The parameter '{id}' is gone: its value {ParameterText.Plain(target)} was dropped.");
                continue;
            }
            parameter.Target = Math.Clamp(target, parameter.Minimum, parameter.Maximum);
            if (target < parameter.Minimum || target > parameter.Maximum)
                notices.Add($"The parameter '{id}' was {ParameterText.Plain(target)} and is now "
                    + $"{ParameterText.Plain(parameter.Target)}: it must be {ParameterText.Range(parameter)}.");
        }
        if (_notSaved is not null)
            notices.Add(_notSaved);
        if (_state.Length > 0)
            LoadState(effect, notices);
        return notices;
    }

    private void LoadState(AudioEffect effect, List<string> notices)
    {
        try
        {
            effect.LoadState(_state);
        }
        catch (Exception error)
        {
            notices.Add($"The state of {_state.Length} bytes was dropped: loading it failed with {error.InOneLine()}");
        }
    }
}
