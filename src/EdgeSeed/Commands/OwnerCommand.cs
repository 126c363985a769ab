using System.CommandLine;
using System.Net.Sockets;
using EdgeSeed.Config;
using EdgeSeed.Lifetime;
using EdgeSeed.Owner;
using EdgeSeed.Terminal;

namespace EdgeSeed.Commands;

/// <summary>A command by which the running service is told what to do, over its control socket.</summary>
internal abstract class OwnerCommand : TaughtCommand
{
    private const int NotPermitted = 13;

    private readonly Option<string?> _state = new("--state") { Description = "State directory of the service [default: the usual one]", HelpName = "DIR" };

    /// <summary>Adds its option and action.</summary>
    protected OwnerCommand(string name, string description) : base(name, description)
    {
        Options.Add(_state);
        SetAction(RunAsync);
    }

    /// <summary>What a command line asks for; null after it was said what is wrong with it.</summary>
    protected abstract OwnerOrder? Order(ParseResult parsed);

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (Order(parsed) is not { } order) return ExitCode.Usage;
        string statePath = StatePath.Resolve(parsed.GetValue(_state) ?? "");
        try
        {
            ControlReply reply = await ControlSocket.AskAsync(statePath, order.ToString(), cancellation).ConfigureAwait(false);
            if (!reply.IsDone) return CommandRun.Fail(parsed, PrintableText.Of(reply.Message));
            parsed.InvocationConfiguration.Output.WriteLine($"{PrintableText.Of(reply.Message)}.");
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
