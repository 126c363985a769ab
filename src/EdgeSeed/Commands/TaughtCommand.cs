using System.CommandLine;

namespace EdgeSeed.Commands;

/// <summary>A command whose help ends with examples: what to type, and what it does.</summary>
/// <param name="name">The word that selects it.</param>
/// <param name="description">One sentence, for the list of commands and the head of its own help.</param>
internal abstract class TaughtCommand(string name, string description) : Command(name, description)
{
    /// <summary>Lines to type and their meaning, simplest first.</summary>
    public abstract IReadOnlyList<CommandExample> Examples { get; }
}

/// <summary>One line of the examples in a command's help.</summary>
/// <param name="Line">What to type.</param>
/// <param name="Meaning">What it does, without a full stop.</param>
internal readonly record struct CommandExample(string Line, string Meaning);
