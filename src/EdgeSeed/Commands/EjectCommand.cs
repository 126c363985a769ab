using System.CommandLine;
using System.Net.Sockets;
using EdgeSeed.Config;
using EdgeSeed.Lifetime;
using EdgeSeed.Terminal;

namespace EdgeSeed.Commands;

/// <summary><c>edgeseed eject [DRIVE]</c>: has the running service let a drive go, and says when it may be pulled out.</summary>
internal sealed class EjectCommand : TaughtCommand
{
    private const int NotPermitted = 13;

    private readonly Argument<string> _drive = new("DRIVE")
    {
        Description = "Label, UUID or mount point; may be left out when there is one drive",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = _ => "",
    };

    private readonly Option<string?> _state = new("--state") { Description = "State directory of the service [default: the usual one]", HelpName = "DIR" };

    /// <summary>Adds its arguments and action.</summary>
    public EjectCommand() : base("eject", "Stop using a drive, so that it can be unplugged")
    {
        Arguments.Add(_drive);
        Options.Add(_state);
        SetAction(RunAsync);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("edgeseed eject", "the only drive that is plugged in"),
        new("edgeseed eject FILMS", "the drive with this label"),
    ];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string statePath = StatePath.Resolve(parsed.GetValue(_state) ?? "");
        try
        {
            EjectResult result = await ControlSocket.AskAsync(statePath, parsed.GetValue(_drive) ?? "", cancellation).ConfigureAwait(false);
            if (!result.IsSafe) return CommandRun.Fail(parsed, PrintableText.Of(result.Message));
            parsed.InvocationConfiguration.Output.WriteLine($"{PrintableText.Of(result.Message)}.");
            return ExitCode.Ok;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (SocketException exception) when (exception.NativeErrorCode == NotPermitted)
        {
            return CommandRun.Fail(parsed, "only the service's own user and root may do that: try with sudo");
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            return CommandRun.Fail(parsed, $"no service runs with the state directory {statePath} (--state DIR names another)");
        }
        catch (IOException exception)
        {
            return CommandRun.Fail(parsed, $"the service with the state directory {statePath} went away: {exception.Message}");
        }
    }
}
