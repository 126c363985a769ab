using System.CommandLine;
using EdgeSeed.Config.Binding;
using EdgeSeed.Lifetime;
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
    private static readonly TimeSpan s_redrawInterval = TimeSpan.FromSeconds(1);

    /// <summary>Runs <c>serve</c>.</summary>
    /// <returns>0 when it was stopped, 1 when it could not start.</returns>
    public static Task<int> ServeAsync(ParseResult parsed, ServiceSettings settings) => RunAsync(parsed, settings, async (terminal, line, logging, stop) =>
    {
        MemoryPlan.Of(settings.Config.Service).LimitHeap();
        SeedService service = await SeedService.StartAsync(settings, TimeProvider.System, logging).ConfigureAwait(false);
        await using (service.ConfigureAwait(false))
        {
            var showing = new ServiceShow(terminal, line, service.Status, service.PageUrl);
            await showing.RunAsync(service.FirstPass, s_redrawInterval, stop).ConfigureAwait(false);
        }
    });

    /// <summary>Runs <c>track</c>.</summary>
    /// <returns>0 when it was stopped, 1 when it could not start.</returns>
    public static Task<int> TrackAsync(ParseResult parsed, ServiceSettings settings) => RunAsync(parsed, settings, async (terminal, line, logging, stop) =>
    {
        TrackService service = await TrackService.StartAsync(settings, TimeProvider.System, logging).ConfigureAwait(false);
        await using (service.ConfigureAwait(false))
        {
            terminal.Output.WriteLine($"{Product.Name}   tracking at {service.AnnounceUrl} and {service.AnnounceUrl.Replace("http:", "udp:", StringComparison.Ordinal)}");
            while (!stop.IsCancellationRequested)
            {
                line.Show(StatusSentence.Of(await service.Status.ReadAsync().ConfigureAwait(false), columns: line.Room));
                await Task.WhenAny(Task.Delay(s_redrawInterval, stop)).ConfigureAwait(false);
            }
            line.Clear();
        }
    });

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
