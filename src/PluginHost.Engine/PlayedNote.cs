using PluginHost.Sdk;

namespace PluginHost.Engine;

/// <summary>A note that left the chain.</summary>
/// <param name="Frame">When, in frames since the start.</param>
/// <param name="Beat">When, in quarter notes since the start.</param>
/// <param name="TempoBpm">The tempo there, in quarter notes a minute.</param>
/// <param name="Note">The note; its own frame counts within a block of the past.</param>
public readonly record struct PlayedNote(long Frame, double Beat, double TempoBpm, NoteEvent Note);
