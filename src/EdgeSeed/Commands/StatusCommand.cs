using System.CommandLine;
using System.Text;
using EdgeSeed.Config;
using EdgeSeed.Service;
using EdgeSeed.Terminal;

namespace EdgeSeed.Commands;

/// <summary><c>edgeseed status</c>: what the running service does, as it says at <c>/status.txt</c> and <c>/status.json</c>.</summary>
internal sealed class StatusCommand : TaughtCommand
{
    private readonly Option<string?> _state = new("--state") { Description = "State directory of the service [default: the usual one]", HelpName = "DIR" };
    private readonly Option<int?> _port = new("--port") { Description = "Port of its page, instead of looking into the state directory", HelpName = "PORT" };
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON, as /status.json gives it" };

    /// <summary>Adds its arguments and action.</summary>
    public StatusCommand() : base("status", "Say what the running service does")
    {
        Options.Add(_state);
        Options.Add(_port);
        Options.Add(_json);
        _port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > 65535) result.AddError("--port is a number from 1 to 65535.");
        });
        SetAction(RunAsync);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("edgeseed status", "a table of what is seeded, and what is wrong"),
        new("edgeseed status --json | jq .upload", "figures for a script"),
        new("edgeseed status --port 8080", "the service whose page is on that port of this machine"),
    ];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string statePath = StatePath.Resolve(parsed.GetValue(_state) ?? "");
        string? page = parsed.GetValue(_port) is { } port ? $"http://127.0.0.1:{port}/" : AddressNote.Read(statePath);
        if (page is null) return CommandRun.Fail(parsed, $"no service runs with the state directory {statePath} (--state DIR or --port PORT names another)");
        using var stop = new StopSignals();
        try
        {
            bool asJson = parsed.GetValue(_json);
            ReadOnlyMemory<byte> body = await StatusClient.ReadAsync(new Uri(page), asJson ? "/status.json" : "/status.txt", stop.Token).ConfigureAwait(false);
            string text = Encoding.UTF8.GetString(body.Span);
            TextWriter output = parsed.InvocationConfiguration.Output;
            if (asJson) output.WriteLine(text);
            else foreach (string line in text.TrimEnd('\n').Split('\n')) output.WriteLine(PrintableText.Of(line));
            return ExitCode.Ok;
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception exception) when (exception is IOException or UriFormatException)
        {
            return CommandRun.Fail(parsed, $"no service answers at {PrintableText.Of(page)}: {exception.Message}");
        }
    }
}
