using System.CommandLine;
using System.Runtime.ExceptionServices;
using EdgeSeed.Config.Binding;
using EdgeSeed.Lifetime;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Memory;
using EdgeSeed.Serve;
using EdgeSeed.Status;
using EdgeSeed.Terminal;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;

namespace EdgeSeed.Commands;

/// <summary>Runs a service in the foreground: starts it, shows what it does, and stops it at Ctrl-C or SIGTERM.</summary>
internal static class ServiceRun
{
    /// <summary>How long a service that must end by a fault is given to close what it can.</summary>
    private static readonly TimeSpan s_lastPatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_redrawInterval = TimeSpan.FromSeconds(1);

    /// <summary>Runs <c>serve</c>.</summary>
    /// <returns>0 when it was stopped, 1 when it could not start or a part of it failed.</returns>
    public static Task<int> ServeAsync(ParseResult parsed, ServiceSettings settings) => RunAsync(parsed, settings, async (terminal, line, logging, stop) =>
    {
        MemoryPlan.Of(settings.Config.Service).LimitHeap();
        Service service = await SeedService.StartAsync(settings, TimeProvider.System, logging).ConfigureAwait(false);
        var showing = new ServiceShow(terminal, line, service.Status, service.PageUrl);
        await UntilEndAsync(showing.RunAsync(service.FirstPass, s_redrawInterval, stop), service.Fatal, service).ConfigureAwait(false);
    });

    /// <summary>Runs <c>track</c>.</summary>
    /// <returns>0 when it was stopped, 1 when it could not start or a part of it failed.</returns>
    public static Task<int> TrackAsync(ParseResult parsed, ServiceSettings settings) => RunAsync(parsed, settings, async (terminal, line, logging, stop) =>
    {
        Service service = await TrackService.StartAsync(settings, TimeProvider.System, logging).ConfigureAwait(false);
        terminal.Output.WriteLine($"{Product.Name}   tracking at {service.AnnounceUrl} and {service.AnnounceUrl.Replace("http:", "udp:", StringComparison.Ordinal)}");
        await UntilEndAsync(ShowAsync(), service.Fatal, service).ConfigureAwait(false);

        async Task ShowAsync()
        {
            while (!stop.IsCancellationRequested)
            {
                line.Show(StatusSentence.Of(await service.Status.ReadAsync().ConfigureAwait(false), columns: line.Room));
                await Task.WhenAny(Task.Delay(s_redrawInterval, stop)).ConfigureAwait(false);
            }
            line.Clear();
        }
    });

    /// <summary>Waits until the service is told to stop, or a part of it fails without which it must end; closes it in either case.</summary>
    /// <exception cref="ServiceFaultException">A part failed.</exception>
    /// <exception cref="OutputException">What is shown can be written no more.</exception>
    internal static async Task UntilEndAsync(Task showing, Task<PartFault> fatal, IAsyncDisposable service)
    {
        PartFault? failed = await Task.WhenAny(showing, fatal).ConfigureAwait(false) == fatal ? await fatal.ConfigureAwait(false) : null;
        if (failed is null && showing.Exception?.InnerException is OutputException unwritten)
        {
            await service.DisposeAsync().ConfigureAwait(false);
            ExceptionDispatchInfo.Throw(unwritten);
        }
        if (failed is null && showing.IsFaulted) failed = new PartFault("the status", showing.Exception.InnerException!, 1, RestartIn: null);
        if (failed is null)
        {
            await service.DisposeAsync().ConfigureAwait(false);
            return;
        }
        // Whatever waits for the part that is dead waits for ever: what is closed by then is closed.
        await service.DisposeAsync().AsTask().WaitAsync(s_lastPatience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        throw new ServiceFaultException(failed.Part, failed.Exception);
    }

    private static async Task<int> RunAsync(
        ParseResult parsed, ServiceSettings settings, Func<TerminalSurface, StatusLine, ILoggerFactory, CancellationToken, Task> run)
    {
        TerminalSurface terminal = CommandRun.Terminal(parsed);
        var line = new StatusLine(terminal, TimeProvider.System);
        using var stop = new StopSignals();
        using LoggerFactory logging = LoggingTo(line, settings);
        try
        {
            await run(terminal, line, logging, stop.Token).ConfigureAwait(false);
        }
        catch (ServiceStartException exception)
        {
            line.Clear();
            return CommandRun.Fail(parsed, exception.Message);
        }
        catch (ServiceFaultException fault)
        {
            line.Clear();
            return CommandRun.Fail(parsed, fault.Message);
        }
        terminal.Error.WriteLine("Stopped.");
        return ExitCode.Ok;
    }

    private static LoggerFactory LoggingTo(StatusLine line, ServiceSettings settings)
    {
        // On a terminal the page address and the status line say what an informational message would.
        bool forJournal = settings.Config.Log.Format switch
        {
            Config.LogFormat.Journal => true,
            Config.LogFormat.Auto => SystemdHelpers.IsSystemdService(),
            _ => false,
        };
        bool isChosen = settings.Origins.Find("log.level") is not null;
        LogLevel level = isChosen || forJournal ? settings.Config.Log.Level : LogLevel.Warning;
        return new LoggerFactory([new LineLog(line.Print, level, forJournal)]);
    }
}
