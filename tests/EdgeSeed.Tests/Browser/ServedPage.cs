using System.Net;
using System.Net.Sockets;
using EdgeSeed.Config;
using EdgeSeed.Lifetime;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Owner;
using EdgeSeed.Protocol;
using EdgeSeed.Status;
using EdgeSeed.Torrents;
using EdgeSeed.Web;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeSeed.Tests.Browser;

/// <summary>The web server on loopback over a snapshot of the test's own.</summary>
internal sealed class ServedPage : ITorrentFiles, IAsyncDisposable
{
    private WebServer? _server;

    /// <summary>What is shown, from the next second on.</summary>
    public required StatusSnapshot Status { get; set; }

    public WebConfig Web { get; set; } = new() { Refresh = TimeSpan.FromMilliseconds(200) };

    public Uri Url { get; private set; } = null!;

    /// <summary>What was asked for on the owner's page, each of which is refused.</summary>
    public List<OwnerOrder> Orders { get; } = [];

    public Uri WithPassword(string password, string path) => new($"http://owner:{password}@{Url.Authority}/{path}");

    public static async Task<ServedPage> StartAsync(StatusSnapshot status, string passwordHash = "")
    {
        using var probe = new Socket(SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)probe.LocalEndPoint!).Port;
        probe.Close();
        var page = new ServedPage { Status = status, Url = new Uri($"http://127.0.0.1:{port}/") };
        var board = new StatusBoard(() => Task.FromResult(page.Status), TimeProvider.System);
        page.Web = page.Web with { AdminPasswordHash = passwordHash };
        var program = new StatusEndpoint(board, null);
        var requests = new RequestSwitch(
            board, program, page, () => page.Web, () => new RequestedHost("none", []),
            new TrackerUrls([], null), tracker: null)
        {
            Owner = new OwnerEndpoint(board, program, page.Refuse, () => page.Web, Supervisor.Alone(TimeProvider.System)),
        };
        page._server = await WebServer.StartAsync([new IPEndPoint(IPAddress.Loopback, port)], requests, null, null, new WebConfig(), Supervisor.Alone(TimeProvider.System), NullLoggerFactory.Instance);
        return page;
    }

    public Task<Shelved<DressedTorrent>> ReadAsync(InfoHash infoHash, string? announceUrl, CancellationToken cancellation) => Task.FromResult<Shelved<DressedTorrent>>(default);

    public Task<Shelved<TorrentDetail>> DescribeAsync(InfoHash infoHash, int? page, CancellationToken cancellation) => Task.FromResult(new Shelved<TorrentDetail>(new TorrentDetail
    {
        Files = [new PublishedFile("<script>alert(2)</script>.jpg", "a.jpg", 1_000, IsDamaged: false), new PublishedFile("b.jpg", "b.jpg", 2_000, IsDamaged: true)],
        Page = 2,
        Pages = 3,
        Clients = [new ClientCount("Transmission", 2, 3_000, 0.5)],
        CopiesInReach = 2,
    }));

    private Task<ControlReply> Refuse(OwnerOrder order, CancellationToken cancellation)
    {
        Orders.Add(order);
        return Task.FromResult(new ControlReply(false, "no, not now"));
    }

    public ValueTask DisposeAsync() => _server!.DisposeAsync();
}
