using System.CommandLine;
using System.Globalization;
using System.Text;
using EdgeSeed.Config;
using EdgeSeed.Network;
using EdgeSeed.Terminal;

namespace EdgeSeed.Commands;

/// <summary><c>edgeseed status</c>: what the running service does, as it says at <c>/status.txt</c> and <c>/status.json</c>.</summary>
internal sealed class StatusCommand : TaughtCommand
{
    private static readonly TimeSpan s_watchInterval = TimeSpan.FromSeconds(1);

    private readonly Option<string?> _state = new("--state") { Description = "State directory of the service [default: the usual one]", HelpName = "DIR" };
    private readonly Option<int?> _port = new("--port") { Description = "Port of its page, instead of looking into the state directory", HelpName = "PORT" };
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON, as /status.json gives it; a member keeps its name and meaning as long as \"format\" stays" };
    private readonly Option<bool> _watch = new("--watch", "-w") { Description = "Keep the table on the screen and up to date until Ctrl-C" };

    /// <summary>Adds its arguments and action.</summary>
    public StatusCommand() : base("status", "Say what the running service does")
    {
        Options.Add(_state);
        Options.Add(_port);
        Options.Add(_json);
        Options.Add(_watch);
        _port.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(ushort.TryParse(token.Value, CultureInfo.InvariantCulture, out ushort port) && port > 0)) result.AddError("--port is a number from 1 to 65535.");
        });
        Validators.Add(result =>
        {
            if (result.GetValue(_json) && result.GetValue(_watch)) result.AddError("--json and --watch do not go together.");
        });
        SetAction(RunAsync);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("edgeseed status", "a table of what is seeded, and what is wrong"),
        new("edgeseed status --watch", "the same, live"),
        new("edgeseed status --json | jq .upload", "figures for a script"),
        new("edgeseed status --port 8080", "the service whose page is on that port of this machine"),
    ];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string statePath = StatePath.Resolve(parsed.GetValue(_state) ?? "");
        string? page = parsed.GetValue(_port) is { } port ? string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/") : AddressNote.Read(statePath);
        if (page is null) return CommandRun.Fail(parsed, $"no service runs with the state directory {statePath} (--state DIR or --port PORT names another)");
        using var stop = new StopSignals();
        TerminalSurface terminal = CommandRun.Terminal(parsed);
        try
        {
            var service = new Uri(page);
            if (parsed.GetValue(_watch)) return await WatchAsync(terminal, service, stop.Token).ConfigureAwait(false);
            bool asJson = parsed.GetValue(_json);
            string text = await ReadAsync(service, asJson ? "/status.json" : "/status.txt", stop.Token).ConfigureAwait(false);
            if (asJson) parsed.InvocationConfiguration.Output.WriteLine(text);
            else foreach (string line in Lines(text)) terminal.Output.WriteLine(line);
            return ExitCode.Ok;
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception exception) when (exception is IOException or UriFormatException)
        {
            return CommandRun.Fail(parsed, $"no service answers at {(Uri.TryCreate(page, UriKind.Absolute, out Uri? asked) ? Shown(asked) : PrintableText.Of(page))}: {exception.Message}");
        }
    }

    /// <summary>Shows the table again and again; a service that is away is waited for.</summary>
    private static async Task<int> WatchAsync(TerminalSurface terminal, Uri page, CancellationToken stop)
    {
        using var screen = new WatchScreen(terminal);
        while (!stop.IsCancellationRequested)
        {
            string target = terminal.IsInteractive
                ? string.Create(CultureInfo.InvariantCulture, $"/status.txt?columns={screen.Columns}&rows={screen.Rows}")
                : "/status.txt";
            try
            {
                screen.Show(Lines(await ReadAsync(page, target, stop).ConfigureAwait(false)));
            }
            catch (IOException exception)
            {
                screen.Show([$"No service answers at {Shown(page)}: {exception.Message}"]);
            }
            catch (OperationCanceledException)
            {
                break;
            }
            await Task.WhenAny(Task.Delay(s_watchInterval, stop)).ConfigureAwait(false);
        }
        return ExitCode.Ok;
    }

    /// <summary>Without the secret.</summary>
    private static string Shown(Uri page) => PrintableText.Of(page.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) + "/");

    private static async Task<string> ReadAsync(Uri page, string target, CancellationToken stop) =>
        Encoding.UTF8.GetString((await StatusClient.ReadAsync(page, target, stop).ConfigureAwait(false)).Span);

    /// <summary>Whoever answers on that port: nothing that it says moves the cursor here.</summary>
    private static List<string> Lines(string text)
    {
        var lines = new List<string>();
        foreach (string line in text.TrimEnd('\n').Split('\n')) lines.Add(PrintableText.Of(line));
        return lines;
    }
}
