using System.ComponentModel;
using EdgeSeed.Config;
using EdgeSeed.Engine;
using EdgeSeed.Engine.Announcing;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Network;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage;
using EdgeSeed.Terminal;
using EdgeSeed.Torrents;

namespace EdgeSeed.Downloads;

/// <summary>One <c>edgeseed get</c>, from what was typed to a torrent that is seeded.</summary>
internal sealed class GetRun(GetSettings settings, TerminalSurface terminal, TimeProvider time)
{
    private const int FirstPort = 6881;
    private const int LastPort = 6889;

    private readonly Supervisor _supervisor = new(time, static _ => { });
    private readonly GetReport _report = GetReport.For(settings, terminal, time);

    private readonly ListenAddresses _listen = new(settings.Bind is null ? [] : [settings.Bind], settings.Dns, publicHost: "", time);

    /// <summary>Runs until it is complete, or with seeding until it is stopped.</summary>
    /// <param name="stop">Ctrl-C or SIGTERM: what was downloaded is kept, and the next run goes on.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        try
        {
            Task<int> running = RunSessionAsync(stop);
            if (await Task.WhenAny(running, _supervisor.Fatal).ConfigureAwait(false) == running) return await running.ConfigureAwait(false);
            PartFault fault = await _supervisor.Fatal.ConfigureAwait(false);
            _report.Failed($"{fault.Part} failed by a bug; what is verified by then is found by the next run: {fault.Exception}");
            return ExitCode.Failed;
        }
        catch (GetException exception)
        {
            _report.Failed(exception.Message);
            return ExitCode.Failed;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            if (settings.IsListing) _report.Failed("stopped before the torrent was known");
            else _report.Stopped(isComplete: false);
            return ExitCode.Interrupted;
        }
    }

    private async Task<int> RunSessionAsync(CancellationToken stop)
    {
        if (!Directory.Exists(settings.Folder)) throw new GetException($"{settings.Folder}: there is no such folder");
        LocalPath folder = LocalPath.FromString(settings.Folder);
        var budget = new UploadBudget(settings.Upload.BytesPerSecond, time, _supervisor);
        _listen.Egress.Budget = budget;
        SeedSession session = OpenSession(budget);
        await using (session.ConfigureAwait(false))
        {
            session.DownloadBytesPerSecond = settings.Download.BytesPerSecond;
            DhtKeeper? dht = settings.UsesDht ? JoinDht(session) : null;
            try
            {
                return await SeekAsync(session, budget, folder, stop).ConfigureAwait(false);
            }
            finally
            {
                if (dht is not null) await dht.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private DhtKeeper JoinDht(SeedSession session)
    {
        IReadOnlyList<string> nodes = settings.DhtNodes is { Count: > 0 } given ? given : new SeederConfig().DhtBootstrap;
        return new DhtKeeper(session, isReadOnly: false, () => nodes, _listen, file: null, time, _supervisor);
    }

    private async Task<int> SeekAsync(SeedSession session, UploadBudget budget, LocalPath folder, CancellationToken stop)
    {
        using var discovery = new DiscoveryKeeper(session, isWanted: true, _listen, _supervisor, log: null);
        var announcer = new Announcer(new AnnouncerOptions(), new AnnounceIdentity(session.PeerId, session.Port, _listen.Bound[0]), time, _supervisor)
        {
            Egress = _listen.Egress,
            Progress = session.ReadProgressAsync,
            Peers = session,
            Budget = budget,
        };
        await using (announcer.ConfigureAwait(false))
        {
            using DeviceWatch? watch = WatchDevice(session, announcer, discovery);
            var means = new DownloadMeans(session, announcer, _listen.Egress, budget, time, _supervisor, IsAskedFor: true);
            FoundTorrent found = await new TorrentFinder(_report, means).FindAsync(settings.Source, folder, stop).ConfigureAwait(false);
            return settings.IsListing ? List(found.Torrent) : await new GetDownload(settings, _report, means).RunAsync(found, folder, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Watches the network interface by which everything goes, where there is one.</summary>
    private DeviceWatch? WatchDevice(SeedSession session, Announcer announcer, DiscoveryKeeper discovery) => _listen.Egress.Device is null ? null : new DeviceWatch(
        _listen,
        back =>
        {
            if (back.IsBroken) _ = _supervisor.RunAsync("session", session.RouteReturnedAsync, CancellationToken.None);
            announcer.RetryNow(back.IsMoved);
            discovery.Look();
        },
        _supervisor, log: null);

    private int List(Metainfo torrent)
    {
        TorrentDescription description = TorrentDescription.Of(torrent, withFiles: true, settings.Only.Count == 0 ? null : file => FileSelection.IsMatch(file, settings.Only));
        if (settings.Only.Count > 0 && description.Files is [])
            throw new GetException(FileSelection.NoMatch(torrent));
        if (settings.IsJson) terminal.Output.WriteLine(ReportJson.Of(description));
        else TorrentReport.Write(terminal.Output, description);
        return ExitCode.Ok;
    }

    private SeedSession OpenSession(UploadBudget budget)
    {
        for (int port = settings.PeerPort ?? FirstPort; ; port = port == LastPort ? 0 : port + 1)
        {
            try
            {
                var budgets = new UploadBudgets(budget, new UploadBudget(UploadBudget.Unlimited, time));
                return new SeedSession(new EngineOptions(), budgets, _listen.Peers(port), time, _supervisor, _listen.Egress);
            }
            catch (Win32Exception exception) when (settings.PeerPort is not null || port == 0)
            {
                throw new GetException(PortRefusal.Of(_listen, port, "peers", "--peer-port", exception.NativeErrorCode, exception.Message));
            }
            catch (Win32Exception)
            {
                // Taken; the next one may be free.
            }
        }
    }
}
