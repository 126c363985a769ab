using System.CommandLine;
using System.CommandLine.Help;
using System.Text;
using EdgeSeed.Commands;
using EdgeSeed.Config;
using EdgeSeed.Config.Types;

namespace EdgeSeed.Tests.House;

/// <summary>Writes <c>edgeseed(1)</c> from the commands and <c>seed.toml(5)</c> from the configuration's schema, as roff(7).</summary>
internal static class ManualPages
{
    public static string EdgeSeed()
    {
        RootCommand root = CommandTree.Build();
        var page = new StringBuilder();
        Head(page, "EDGESEED", 1, "edgeseed", "BitTorrent tracker and seeder for a small always-on box");
        page.Append(".SH SYNOPSIS\n");
        foreach (Command command in Leaves(root)) page.Append($".B {Roff(PathOf(command))}\n{Roff(Usage(command))}\n.br\n");
        page.Append(".SH DESCRIPTION\n");
        Paragraph(page, "Publishes folders and USB drives over BitTorrent: it makes torrents, tracks and seeds them, and shows a page with links. "
            + "It keeps to an upload budget and to a fixed amount of memory, and never writes to what it publishes.");
        page.Append(".SH COMMANDS\n");
        foreach (Command command in Leaves(root)) Describe(page, command);
        page.Append(".SH EXIT STATUS\n");
        Item(page, "0", "Done; for a service: stopped cleanly.");
        Item(page, "1", "What was asked for failed, or the data is damaged.");
        Item(page, "2", "The command line or the configuration was not understood.");
        Item(page, "130", "Interrupted before it was done.");
        page.Append(".SH FILES\n");
        Item(page, ServiceOptions.DefaultConfigFile, "The service's configuration.");
        Item(page, "/var/lib/edgeseed", "The service's state: torrents made here, what was verified, counters.");
        page.Append(".SH SEE ALSO\n.BR seed.toml (5),\n.BR systemctl (1)\n");
        return page.ToString();
    }

    public static string SeedToml()
    {
        var page = new StringBuilder();
        Head(page, "SEED.TOML", 5, "seed.toml", "configuration of edgeseed");
        page.Append(".SH SYNOPSIS\n").Append($".I {ServiceOptions.DefaultConfigFile}\n");
        page.Append(".SH DESCRIPTION\n");
        Paragraph(page, "A TOML 1.1 document of at most 64 KiB. Every key has a default, so the file may leave any of them out, or be missing; one that has become empty is taken for an accident and refused. An unknown key is a mistake, and every mistake is "
            + "reported with its line and column by edgeseed config check.");
        page.Append(".PP\n");
        Paragraph(page, "A running service takes edits up by itself, except for keys marked (restart). An edit with a mistake changes nothing and is shown on the page.");
        page.Append(".PP\n");
        Paragraph(page, "Rates: \"4 KB/s\" = 4,000, \"4 KiB/s\" = 4,096, \"32 kbit/s\" = 4,000 bytes a second, \"unlimited\". "
            + "Sizes: \"10 GB\", \"32 MiB\". Durations: \"90s\", \"30m\", \"12h\", \"7d\".");
        foreach (ConfigSection section in ConfigSchema.Sections)
        {
            page.Append($".SH {Roff(section.IsArray ? $"[[{section.Path}]]" : $"[{section.Path}]")}\n");
            Paragraph(page, section.Doc);
            foreach ((ConfigKey key, string toml) in section.Defaults)
            {
                string range = key.Range.Length == 0 ? "" : $" ({key.Range})";
                Item(page, $"{key.Name} = {toml}", $"{key.Doc} Expects {key.Expected}{range}.{(key.Effect == ConfigEffect.Restart ? " (restart)" : "")}");
            }
        }
        page.Append(".SH SEE ALSO\n.BR edgeseed (1)\n");
        return page.ToString();
    }

    private static void Head(StringBuilder page, string title, int section, string name, string what) =>
        page.Append($".\\\" Generated from the program; see tests/EdgeSeed.Tests/House/ManualPageTests.cs.\n.TH {title} {section}\n.SH NAME\n{name} \\- {Roff(what)}\n");

    private static IEnumerable<Command> Leaves(Command command) =>
        command.Subcommands.Count == 0 ? [command] : command.Subcommands.Where(child => !child.Hidden).SelectMany(Leaves);

    private static string PathOf(Command command) =>
        command is RootCommand ? "edgeseed" : $"{PathOf((Command)command.Parents.Single())} {command.Name}";

    private static string Usage(Command command)
    {
        IEnumerable<string> arguments = command.Arguments.Select(argument =>
        {
            string many = argument.Arity.MaximumNumberOfValues > 1 ? $"{argument.Name}..." : argument.Name;
            return argument.Arity.MinimumNumberOfValues == 0 ? $"[{many}]" : many;
        });
        return string.Join(' ', (string[])[.. OptionsOf(command).Any() ? (string[])["[OPTION...]"] : [], .. arguments]);
    }

    private static IEnumerable<Option> OptionsOf(Command command) =>
        command.Options.Where(option => option is not (HelpOption or VersionOption) && !option.Hidden);

    private static void Describe(StringBuilder page, Command command)
    {
        page.Append($".SS {Roff($"{PathOf(command)} {Usage(command)}")}\n");
        Paragraph(page, command.Description + ".");
        foreach (Argument argument in command.Arguments) Item(page, argument.Name, argument.Description + ".");
        foreach (Option option in OptionsOf(command))
        {
            string names = string.Join(", ", option.Aliases.OrderBy(alias => alias.Length).Append(option.Name).Distinct());
            Item(page, option.HelpName is { } value ? $"{names} {value}" : names, option.Description + ".");
        }
        if (command is not TaughtCommand { Examples.Count: > 0 } taught) return;
        foreach (CommandExample example in taught.Examples)
            page.Append($".PP\n.RS 4\n.nf\n{Roff("$ " + example.Line)}\n.fi\n{Roff(example.Meaning)}\n.RE\n");
    }

    private static void Item(StringBuilder page, string tag, string text)
    {
        page.Append($".TP\n.B {Roff(tag)}\n");
        Paragraph(page, text);
    }

    private static void Paragraph(StringBuilder page, string text) => page.Append(Roff(text)).Append('\n');

    // Characters that roff would take for its own: escapes, hyphens that must stay typeable, control characters at a line's start.
    private static string Roff(string text)
    {
        string escaped = text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);
        return escaped.Length > 0 && escaped[0] is '.' or '\'' ? "\\&" + escaped : escaped;
    }
}
