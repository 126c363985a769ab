using System.Net;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Engine.Tests.Simulation;

/// <summary>A session on a clock moved by hand, with one torrent of known bytes.</summary>
internal sealed class SessionFixture : IAsyncDisposable
{
    public const int PieceLength = 64 * 1024;

    private SessionFixture(EngineOptions options, long bytesPerSecond)
    {
        Budget = new UploadBudget(bytesPerSecond, Clock);
        Budgets = new UploadBudgets(Budget, new UploadBudget(UploadBudget.Unlimited, Clock));
        Session = new SeedSession(options, Budgets, [new IPEndPoint(IPAddress.IPv6Any, 0)], Clock, new Supervisor(Clock, static _ => { }));
        Clock.Advanced += Session.Wake;
    }

    public ManualClock Clock { get; } = new();

    public UploadBudget Budget { get; }

    public UploadBudgets Budgets { get; }

    public SeedSession Session { get; }

    public PatternBlocks Disk { get; private set; } = null!;

    public TorrentLayout Layout { get; private set; }

    public InfoHash InfoHash { get; } = Hash(1);

    public byte[] Info { get; private init; } = PatternBlocks.Range(77, 40_000);

    public static InfoHash Hash(byte number)
    {
        var bytes = new byte[InfoHash.Length];
        Array.Fill(bytes, number);
        return new InfoHash(bytes);
    }

    public static async Task<SessionFixture> StartAsync(
        EngineOptions? options = null, long bytesPerSecond = UploadBudget.Unlimited, long length = 10 * PieceLength + 12_345, Action<Bitfield>? withhold = null, int infoBytes = 40_000)
    {
        var fixture = new SessionFixture(options ?? new EngineOptions(), bytesPerSecond)
        {
            Layout = new TorrentLayout(length, PieceLength),
            Disk = new PatternBlocks(length),
            Info = PatternBlocks.Range(77, infoBytes),
        };
        Assert.Equal(AddTorrentResult.Added, await fixture.AddAsync(fixture.InfoHash, fixture.Disk, withhold: withhold));
        return fixture;
    }

    public Task<AddTorrentResult> AddAsync(InfoHash infoHash, BlockSource disk, int drive = 0, Action<Bitfield>? withhold = null)
    {
        var layout = new TorrentLayout(disk.TotalLength, PieceLength);
        var verified = new Bitfield(layout.PieceCount);
        verified.SetAll();
        withhold?.Invoke(verified);
        return Session.AddAsync(new SeedTorrent
        {
            InfoHash = infoHash,
            Layout = layout,
            Verified = verified,
            Content = disk,
            Info = new MemoryBlocks(Info),
            Drive = drive,
        });
    }

    /// <summary>Joins while the clock runs: what is said first is paid from the budget too.</summary>
    public async Task<RawPeer> JoinAsync(InfoHash infoHash, bool isInterested = true, string from = "127.0.0.1", int stepMilliseconds = 1)
    {
        Task<RawPeer> joining = RawPeer.JoinAsync(Session, infoHash, isInterested: isInterested, from: from);
        while (!joining.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromMilliseconds(stepMilliseconds));
            await Session.ReadStatusAsync();
        }
        return await joining;
    }

    /// <summary>Lets seconds pass, each seen by the session.</summary>
    public async Task PassAsync(int seconds)
    {
        for (int second = 0; second < seconds; second++)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            await Session.ReadStatusAsync();
        }
    }

    /// <summary>Waits until the session's state is as wanted: each look is a round trip through its loop.</summary>
    public async Task<SessionStatus> UntilAsync(Func<SessionStatus, bool> condition)
    {
        DateTime end = DateTime.UtcNow.AddSeconds(20);
        while (true)
        {
            SessionStatus status = await Session.ReadStatusAsync();
            AssertAddsUp(status);
            if (condition(status)) return status;
            if (DateTime.UtcNow > end) throw new TimeoutException($"The session did not get there: {status}");
            await Task.Yield();
        }
    }

    /// <summary>Every connection and every request is in one place: where it ended, or among those that are there.</summary>
    public static void AssertAddsUp(SessionStatus status)
    {
        Assert.Equal(status.AcceptedConnections + status.OpenedConnections, status.Disconnects.Sum() + status.Peers + status.PendingHandshakes);
        Assert.Equal(status.Requests, status.SentBlocks + status.RejectedRequests + status.ForgottenRequests + status.WaitingRequests);
    }

    public async ValueTask DisposeAsync()
    {
        AssertAddsUp(await Session.ReadStatusAsync());
        Clock.Advanced -= Session.Wake;
        Disk.Release();
        await Session.DisposeAsync();
    }
}
