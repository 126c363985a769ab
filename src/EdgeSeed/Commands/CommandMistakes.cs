using System.CommandLine;
using System.CommandLine.Parsing;
using EdgeSeed.Config.Types;

namespace EdgeSeed.Commands;

/// <summary>What is wrong with a command line, in words that say what was probably meant.</summary>
internal static class CommandMistakes
{
    /// <summary>Begins an option; alone it ends them.</summary>
    private const string Dashes = "--";

    /// <summary>Every mistake of one command line, a sentence each; none when it can be run.</summary>
    public static List<string> Of(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        // A word that is no command leaves all that follows without meaning.
        if (command.Subcommands.Count > 0 && parsed.UnmatchedTokens is [var word, ..]) return [Unknown(word, command)];

        List<string> mistakes = [];
        foreach (string option in OptionsTakenForPaths(parsed)) mistakes.Add(Unknown(option, command));
        // What follows an option that is not known may be its value.
        if (mistakes.Count > 0) return mistakes;
        foreach (string token in parsed.UnmatchedTokens) mistakes.Add(Unknown(token, command));
        if (mistakes.Count > 0) return mistakes;
        if (command.Subcommands.Count > 0 && command.Action is null)
            return [$"{command.Name} needs a command: {string.Join(", ", command.Subcommands.Select(static below => below.Name))}"];
        foreach (Argument argument in command.Arguments)
        {
            if (argument.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(argument) is not { Tokens.Count: > 0 })
                mistakes.Add($"{command.Name} needs {("AEIO".Contains(argument.Name[0]) ? "an" : "a")} {argument.Name}");
        }
        foreach (SymbolResult child in parsed.CommandResult.Children)
        {
            if (child.Tokens.Any(static token => token.Value.Length == 0) && NameOf(child) is { } name) mistakes.Add($"{name} is empty");
        }
        if (mistakes.Count > 0) return mistakes;
        foreach (ParseError error in parsed.Errors) mistakes.Add(error.Message);
        return mistakes;
    }

    /// <summary>What a value belongs to; null where an empty one is as good as any other.</summary>
    private static string? NameOf(SymbolResult result) => result switch
    {
        ArgumentResult { Argument: var argument } => argument.Name,
        OptionResult { Option: { Name: not ("--comment" or "--source") } option } => option.Name,
        _ => null,
    };

    /// <summary>Arguments that look like options: a mistyped option would else be a file that is not there. After a bare <c>--</c> all are meant.</summary>
    private static IEnumerable<string> OptionsTakenForPaths(ParseResult parsed)
    {
        if (parsed.Tokens.Any(token => token.Value == Dashes)) yield break;
        foreach (SymbolResult child in parsed.CommandResult.Children)
        {
            if (child is not ArgumentResult) continue;
            foreach (Token token in child.Tokens)
            {
                if (token.Value.Length > 1 && token.Value[0] == '-') yield return token.Value;
            }
        }
    }

    /// <summary>That a word is not known, and which one was probably meant.</summary>
    /// <param name="word">What was typed.</param>
    /// <param name="command">The command it stands behind.</param>
    public static string Unknown(string word, Command command)
    {
        bool isOption = word.StartsWith('-');
        List<string> known = [];
        if (isOption) foreach (Option option in command.Options) known.Add(option.Name);
        else foreach (Command below in command.Subcommands) known.Add(below.Name);
        string kind = isOption ? "option" : command.Subcommands.Count > 0 ? "command" : "argument";
        string meant = EditDistance.Nearest(word, known) is { } near ? $"; did you mean '{near}'?" : "";
        return $"there is no {kind} '{word}'{meant}";
    }
}
