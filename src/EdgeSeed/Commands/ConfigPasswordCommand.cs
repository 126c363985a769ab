using System.CommandLine;
using System.Text;
using EdgeSeed.Config.Units;
using EdgeSeed.Terminal;

namespace EdgeSeed.Commands;

/// <summary>
/// <c>edgeseed config password</c>: turns a password into the line for <c>seed.toml</c> that opens the owner's page. The file itself is never
/// written, and the password is read without being shown, or from standard input.
/// </summary>
internal sealed class ConfigPasswordCommand : TaughtCommand
{
    private const int LeastCharacters = 8;

    /// <summary>Adds its action.</summary>
    public ConfigPasswordCommand() : base("password", "Turn a password into the line of seed.toml that opens the owner's page, /admin") => SetAction(Run);

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("edgeseed config password", "asks twice, shows nothing of what is typed, and prints the line"),
        new("edgeseed config password < secret.txt", "the first line of a file"),
    ];

    private static int Run(ParseResult parsed)
    {
        bool isTyped = !Console.IsInputRedirected;
        TextWriter error = parsed.InvocationConfiguration.Error;
        string password = isTyped ? Type(error, "Password: ") : Console.In.ReadLine() ?? "";
        if (password.Length < LeastCharacters) return CommandRun.Fail(parsed, $"a password has at least {LeastCharacters} characters");
        if (Encoding.UTF8.GetByteCount(password) > PasswordHash.MaxPasswordBytes) return CommandRun.Fail(parsed, $"a password has at most {PasswordHash.MaxPasswordBytes} bytes");
        if (isTyped && Type(error, "Once more: ") != password) return CommandRun.Fail(parsed, "the two are not the same");
        TextWriter output = parsed.InvocationConfiguration.Output;
        output.WriteLine("[web]");
        output.WriteLine($"admin_password_hash = \"{PasswordHash.Of(password)}\"");
        if (isTyped) error.WriteLine("Put this into seed.toml, below [web] if that is there already; it takes effect when the file is saved. Then open /admin on the page.");
        return ExitCode.Ok;
    }

    private static string Type(TextWriter terminal, string question)
    {
        terminal.Write(question);
        terminal.Flush();
        var typed = new StringBuilder();
        while (true)
        {
            ConsoleKeyInfo key = Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter) break;
            if (key.Key == ConsoleKey.Backspace) typed.Length = Math.Max(0, typed.Length - 1);
            else if (key.KeyChar >= ' ') typed.Append(key.KeyChar);
        }
        terminal.WriteLine();
        return typed.ToString();
    }
}
