using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Engine.WebSeeds;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;
using EdgeSeed.Tests.Common;

namespace EdgeSeed.Engine.Tests.WebSeeds;

/// <summary>Downloads from web servers that answer rightly, wrongly, or with anything at all.</summary>
public sealed class WebSeedClientTests : IAsyncDisposable
{
    private const int Length = 300_001, PieceLength = 32 * 1024;

    private readonly byte[] _bytes = PatternBlocks.Range(5, Length);
    private readonly MemoryTarget _target = new(Length);
    private readonly SeedSession _session;
    private readonly UploadBudget _budget = new(UploadBudget.Unlimited, TimeProvider.System);

    public WebSeedClientTests() => _session = new SeedSession(new EngineOptions(), _budget, new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0), TimeProvider.System);

    public ValueTask DisposeAsync() => _session.DisposeAsync();

    [Fact]
    public async Task Server_with_ranges_gives_everything()
    {
        await using var server = new HttpTrackerFake(RightAsync);
        await using WebSeedList seeds = await FetchAsync(server);
        await CompleteAsync();
        Assert.Null(seeds.Problem);
    }

    [Fact]
    public async Task Server_that_answers_in_chunks_gives_everything()
    {
        await using var server = new HttpTrackerFake(async (_, stream, range) => await ChunkedAsync(stream, _bytes[range]));
        await using WebSeedList seeds = await FetchAsync(server);
        await CompleteAsync();
    }

    [Fact]
    public async Task Server_within_our_network_that_redirects_is_not_followed()
    {
        await using var server = new HttpTrackerFake((_, stream, _) => HttpTrackerFake.SendAsync(stream, "HTTP/1.1 302 Found\r\nLocation: /setup.cgi?reboot=1\r\nContent-Length: 0\r\n\r\n"));
        await using WebSeedList seeds = await FetchAsync(server);
        await Eventually.IsAsync(() => seeds.Problem is not null);
        Assert.Contains("local network", seeds.Problem, StringComparison.Ordinal);
        Assert.Equal("/x", await server.RequestAsync());
    }

    [Theory]
    [InlineData("relay/0/toggle")]
    [InlineData("x?cmnd=Power%20off")]
    [InlineData("cm?x=/x")]
    public async Task Server_within_our_network_is_asked_for_nothing_but_what_the_torrent_names(string path)
    {
        await using var server = new HttpTrackerFake(RightAsync);
        Metainfo torrent = Torrent(Seed(server)[..^1] + path);
        await AddAsync(torrent);
        await using var seeds = new WebSeedList(_session, torrent, _budget, TimeProvider.System, Supervisor.Alone(TimeProvider.System));
        await Eventually.IsAsync(() => seeds.Problem is not null);
        Assert.Equal(0, server.ConnectionCount);
    }

    [Fact]
    public async Task Server_that_sends_another_range_is_not_banned_for_it()
    {
        int asked = 0;
        await using var server = new HttpTrackerFake((target, stream, range) =>
            ++asked == 1 ? SendAsync(stream, "206 Partial Content", range, _bytes[range], shift: 16_384) : RightAsync(target, stream, range));
        await using WebSeedList seeds = await FetchAsync(server);
        await CompleteAsync();
        Assert.Equal(0, (await _session.ReadStatusAsync()).Torrents[0].Download!.FailedPieces);
    }

    [Fact]
    public async Task Server_whose_data_is_wrong_is_named_and_not_asked_again()
    {
        await using var server = new HttpTrackerFake((_, stream, range) => SendAsync(stream, "206 Partial Content", range, new byte[_bytes[range].Length]));
        await using WebSeedList seeds = await FetchAsync(server);
        await Eventually.IsAsync(() => seeds.Problem is not null);
        Assert.Contains(Seed(server), seeds.Problem, StringComparison.Ordinal);
        Assert.Contains("its data is wrong", seeds.Problem, StringComparison.Ordinal);
        // What it sent first is still being hashed when it may be asked once more.
        Assert.InRange(server.RequestCount, 1, 2);
        Assert.True((await _session.ReadStatusAsync()).Torrents[0].Download!.FailedPieces > 0);
    }

    /// <summary>Many servers one after the other, each of which spoils its answers in its own way; then one that answers rightly.</summary>
    [Fact]
    public async Task Answers_of_any_kind_do_no_harm_and_the_download_completes()
    {
        const int Number = 23, Servers = 60;
        var random = new Random(Number);
        // Else all of it comes whole by chance sooner or later, and nobody is asked any more.
        byte[] lacking = [.. _bytes[..^1], (byte)~_bytes[^1]];
        await using var server = new HttpTrackerFake(async (_, stream, range) =>
        {
            using var right = new MemoryStream();
            if (random.Next(2) == 0) await ChunkedAsync(right, lacking[range]);
            else await SendAsync(right, "206 Partial Content", range, lacking[range]);
            byte[] answer = right.ToArray();
            for (int i = random.Next(1, 4); i > 0; i--) answer[random.Next(random.Next(2) == 0 ? 120 : answer.Length)] = (byte)random.Next(256);
            await stream.WriteAsync(answer.AsMemory(0, random.Next(3) == 0 ? random.Next(answer.Length) : answer.Length));
        });
        Metainfo torrent = Torrent(Seed(server));
        await AddAsync(torrent);
        for (int i = 0; i < Servers; i++)
        {
            var source = new WebSource(Seed(server));
            var client = new WebSeedClient(_session, torrent, new WebSourceTurns([source], TimeProvider.System), new EdgeSeed.Engine.Web.HttpDial(EdgeSeed.Engine.Network.Egress.Anywhere, static (_, _) => Task.FromResult<System.Net.IPAddress[]>([System.Net.IPAddress.Loopback]), _budget, TimeProvider.System), TimeProvider.System);
            using var stop = new CancellationTokenSource();
            Task running = client.RunAsync(stop.Token);
            // Who says that more is to come than there is would be waited for.
            for (int looks = 0; looks < 20 && source.Problem is null && !running.IsCompleted; looks++) await Task.Delay(5);
            await stop.CancelAsync();
            await Task.WhenAny(running);
            Assert.True(running.IsCanceled || running.IsCompletedSuccessfully, running.Exception?.ToString());
        }
        Assert.True(server.RequestCount > Servers / 2, $"Seed {Number}: {server.RequestCount} answers prove nothing.");
        await using var honest = new HttpTrackerFake(RightAsync);
        await using var seeds = new WebSeedList(_session, Torrent(Seed(honest)), _budget, TimeProvider.System, Supervisor.Alone(TimeProvider.System));
        await CompleteAsync();
    }

    [Fact]
    public async Task Web_seeds_that_fail_make_room_for_the_next()
    {
        await using var dead = new HttpTrackerFake((_, stream, _) => HttpTrackerFake.SendAsync(stream, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
        await using var server = new HttpTrackerFake(RightAsync);
        Metainfo torrent = Torrent([.. Enumerable.Range(0, 20).Select(i => $"{dead.Announce}/{i}/x"), Seed(server), Seed(server)]);
        Assert.Equal(21, torrent.WebSeeds.Count);
        await AddAsync(torrent);
        await using var seeds = new WebSeedList(_session, torrent, _budget, TimeProvider.System, Supervisor.Alone(TimeProvider.System));
        await CompleteAsync();
        Assert.True(dead.RequestCount <= 40, $"{dead.RequestCount} requests to servers that should rest");
    }

    /// <summary>Of small pieces it was given as many as may be begun at a time; a peer that has others, as one that super-seeds, is asked for those.</summary>
    [Fact]
    public async Task Web_seed_that_fails_leaves_nothing_begun_behind()
    {
        const int pieces = 2560, block = TorrentLayout.BlockLength;
        await using var dead = new HttpTrackerFake((_, stream, _) => HttpTrackerFake.SendAsync(stream, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
        Metainfo torrent = Torrent(new byte[pieces * block], block, Seed(dead));
        var target = new MemoryTarget(pieces * block);
        await AddAsync(torrent, target);
        await using var seeds = new WebSeedList(_session, torrent, _budget, TimeProvider.System, Supervisor.Alone(TimeProvider.System));
        await Eventually.IsAsync(() => seeds.Problem is not null);
        byte[] hello = [.. GivingPeer.State(PeerMessageId.HaveNone), .. Have(0), .. Have(pieces - 1), .. GivingPeer.State(PeerMessageId.Unchoke)];
        await using GivingPeer peer = await GivingPeer.JoinAsync(_session, "127.0.0.1", "127.0.7.9", torrent.InfoHash, static (_, _, length) => new byte[length], hello);
        await Eventually.IsAsync(async () => (await _session.ReadVerifiedAsync(torrent.InfoHash))!.Value.Count() == 2);
    }

    [Fact]
    public async Task Server_without_ranges_gives_small_files_whole()
    {
        await using var server = new HttpTrackerFake((_, stream, _) => SendAsync(stream, "200 OK", .._bytes.Length, _bytes));
        await using WebSeedList seeds = await FetchAsync(server);
        await CompleteAsync();
    }

    [Fact]
    public async Task Slow_web_seed_does_not_hold_up_the_end()
    {
        var never = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var slow = new HttpTrackerFake(async (_, stream, range) =>
        {
            await SendAsync(stream, "206 Partial Content", range, _bytes[range][..20_000], declared: _bytes[range].Length);
            await never.Task;
        });
        Metainfo torrent = Torrent(Seed(slow));
        await AddAsync(torrent);
        await using var first = new WebSeedList(_session, torrent, _budget, TimeProvider.System, Supervisor.Alone(TimeProvider.System));
        await Eventually.IsAsync(() => slow.RequestCount != 0);
        await using var server = new HttpTrackerFake(RightAsync);
        await using var second = new WebSeedList(_session, Torrent(Seed(server)), _budget, TimeProvider.System, Supervisor.Alone(TimeProvider.System));
        await CompleteAsync();
        never.SetResult();
    }

    /// <summary>Where the torrent's file is on a server.</summary>
    private static string Seed(HttpTrackerFake server) => server.Announce[..^"announce".Length] + "x";

    private async Task<WebSeedList> FetchAsync(HttpTrackerFake server)
    {
        Metainfo torrent = Torrent(Seed(server));
        await AddAsync(torrent);
        return new WebSeedList(_session, torrent, _budget, TimeProvider.System, Supervisor.Alone(TimeProvider.System));
    }

    private static byte[] Have(int piece)
    {
        byte[] message = new byte[MessageWriter.PieceIndexLength];
        MessageWriter.WritePieceIndex(message, PeerMessageId.Have, (uint)piece);
        return message;
    }

    private Task<AddTorrentResult> AddAsync(Metainfo torrent) => AddAsync(torrent, _target);

    private Task<AddTorrentResult> AddAsync(Metainfo torrent, MemoryTarget target) => _session.AddAsync(new SeedTorrent
    {
        InfoHash = torrent.InfoHash,
        Layout = torrent.Layout,
        Verified = new Bitfield(torrent.PieceCount),
        Content = target,
        Info = new MemoryBlocks(torrent.InfoBytes),
        Download = new DownloadOrder { PieceHashes = torrent.PieceHashes, Target = target },
    });

    private async Task CompleteAsync()
    {
        await _session.WaitForDownloadAsync(Torrent("").InfoHash).WaitAsync(DownloadSwarm.Patience);
        Assert.True(_bytes.AsSpan().SequenceEqual(_target.Bytes));
    }

    private Task RightAsync(string target, Stream stream, Range range) => SendAsync(stream, "206 Partial Content", range, _bytes[range]);

    private static async Task SendAsync(Stream stream, string status, Range range, byte[] body, int shift = 0, int? declared = null)
    {
        await HttpTrackerFake.SendAsync(stream, string.Create(
            CultureInfo.InvariantCulture, $"HTTP/1.1 {status}\r\nContent-Length: {declared ?? body.Length}\r\nContent-Range: bytes {range.Start.Value + shift}-{range.End.Value - 1 + shift}/{Length}\r\n\r\n"));
        await stream.WriteAsync(body);
    }

    private static async Task ChunkedAsync(Stream stream, byte[] body)
    {
        await HttpTrackerFake.SendAsync(stream, "HTTP/1.1 206 Partial Content\r\nTransfer-Encoding: chunked\r\n\r\n");
        foreach (byte[] chunk in body.Chunk(10_000))
        {
            await HttpTrackerFake.SendAsync(stream, $"{chunk.Length:x}\r\n");
            await stream.WriteAsync(chunk);
            await HttpTrackerFake.SendAsync(stream, "\r\n");
        }
        await HttpTrackerFake.SendAsync(stream, "0\r\n\r\n");
    }

    private Metainfo Torrent(params string[] webSeeds) => Torrent(_bytes, PieceLength, webSeeds);

    private static Metainfo Torrent(byte[] bytes, int pieceLength, params string[] webSeeds)
    {
        var hashes = new List<byte>();
        foreach (byte[] piece in bytes.Chunk(pieceLength)) hashes.AddRange(SHA1.HashData(piece));
        byte[] file =
        [
            .. Encoding.ASCII.GetBytes($"d4:infod6:lengthi{bytes.Length}e4:name1:x12:piece lengthi{pieceLength}e6:pieces{hashes.Count}:"), .. hashes,
            .. Encoding.ASCII.GetBytes($"e8:url-listl{string.Concat(webSeeds.Select(seed => $"{seed.Length}:{seed}"))}ee"),
        ];
        Assert.True(MetainfoParser.TryParse(file, new MetainfoLimits(), out Metainfo? torrent, out MetainfoError fault), fault.ToString());
        return torrent!;
    }
}
