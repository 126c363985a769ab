using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using EdgeSeed.Lifetime;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Serve;
using EdgeSeed.Status;
using EdgeSeed.Terminal;
using EdgeSeed.Tests.Common;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeSeed.Tests.Serve;

public sealed class SeedServiceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Serve_folder_publishes_each_entry_with_page_torrent_and_announce()
    {
        _folder.Fill("data/film.mkv", 300_000);
        _folder.Fill("data/photos/a.jpg", 40_000);
        _folder.Fill("data/photos/sub/b.jpg", 50_000);
        await using RunningService service = await RunningService.StartAsync(_folder["state"], _folder["data"]);
        StatusSnapshot status = await service.ReadyAsync();
        Assert.Equal(["film.mkv", "photos"], status.Torrents.Select(torrent => torrent.Name));
        Assert.All(status.Torrents, torrent => Assert.Equal((TorrentPhase.Seeding, 1), (torrent.State, torrent.Seeds)));

        string page = await service.Client.GetStringAsync(service.Page);
        foreach (PublishedTorrent torrent in status.Torrents)
        {
            Assert.Contains($"href=\"/torrents/{torrent.InfoHash}.torrent\"", page, StringComparison.Ordinal);
            byte[] file = await service.Client.GetByteArrayAsync(new Uri(service.Page, $"torrents/{torrent.InfoHash}.torrent"));
            Assert.True(MetainfoParser.TryParse(file, new MetainfoLimits(), out Metainfo? metainfo, out _));
            Assert.Equal(torrent.InfoHash, metainfo.InfoHash.ToString());
            Assert.Equal($"http://127.0.0.1:{service.Page.Port}/announce", metainfo.AnnounceTiers[0][0]);
        }
        string escaped = string.Concat(Convert.FromHexString(status.Torrents[0].InfoHash).Select(b => $"%{b:x2}"));
        byte[] box = [127, 0, 0, 1, (byte)(status.PeerPort >> 8), (byte)status.PeerPort];
        // In the form that proxies are asked in too (RFC 9112, 3.2.2).
        foreach (string origin in (string[])["", "http://x"])
        {
            byte[] reply = await service.AskAsync($"{origin}/announce?info_hash={escaped}&peer_id=-XX0000-aaaaaaaaaaaa&port=5000&left=1&compact=1", "x");
            Assert.True(reply.AsSpan().IndexOf(box) > 0, Encoding.Latin1.GetString(reply));
        }
    }

    [Theory]
    [InlineData("localhost:{0}", "http://localhost:{0}/announce")]
    [InlineData("evil.example:{0}", "http://127.0.0.1:{0}/announce")]
    public async Task Torrent_asked_for_by_a_host_names_the_tracker_by_it_only_when_it_is_ours(string host, string announce)
    {
        _folder.Fill("data/film.mkv", 30_000);
        await using RunningService service = await RunningService.StartAsync(_folder["state"], _folder["data"]);
        PublishedTorrent torrent = Assert.Single((await service.ReadyAsync()).Torrents);
        byte[] file = await service.AskAsync($"/torrents/{torrent.InfoHash}.torrent", string.Format(null, host, service.Page.Port));
        Assert.True(MetainfoParser.TryParse(file, new MetainfoLimits(), out Metainfo? metainfo, out _));
        Assert.Equal(torrent.InfoHash, metainfo.InfoHash.ToString());
        Assert.Equal(string.Format(null, announce, service.Page.Port), metainfo.AnnounceTiers[0][0]);
        Assert.DoesNotContain("evil", Encoding.Latin1.GetString(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Torrent_found_beside_its_data_is_used_and_keeps_its_own_trackers()
    {
        _folder.Fill("data/film.mkv", 300_000);
        Assert.Equal(ExitCode.Ok, (await Commands.CommandOutcome.RunAsync("make", _folder["data/film.mkv"], "-a", "http://other/announce", "-o", _folder["data/film.torrent"])).ExitCode);
        await using RunningService service = await RunningService.StartAsync(_folder["state"], _folder["data"]);
        PublishedTorrent torrent = Assert.Single((await service.ReadyAsync()).Torrents);
        Assert.Equal(TorrentPhase.Seeding, torrent.State);
        byte[] file = await service.Client.GetByteArrayAsync(new Uri(service.Page, $"torrents/{torrent.InfoHash}.torrent"));
        Assert.True(MetainfoParser.TryParse(file, new MetainfoLimits(), out Metainfo? metainfo, out _));
        Assert.Equal([$"http://127.0.0.1:{service.Page.Port}/announce", "http://other/announce"], metainfo.AnnounceTiers.Select(tier => tier[0]));
        Assert.Empty(Directory.EnumerateFiles(_folder["state/torrents"]));
    }

    [Fact]
    public async Task Torrent_found_with_damaged_data_offers_the_right_pieces_only_and_says_so()
    {
        _folder.Fill("data/film.mkv", 300_000);
        await Commands.CommandOutcome.RunAsync("make", _folder["data/film.mkv"], "-o", _folder["data/film.torrent"]);
        using (FileStream damaged = File.OpenWrite(_folder["data/film.mkv"])) damaged.Write([1, 2, 3]);
        await using RunningService service = await RunningService.StartAsync(_folder["state"], _folder["data"]);
        PublishedTorrent torrent = Assert.Single((await service.ReadyAsync()).Torrents);
        Assert.Equal(TorrentPhase.Partial, torrent.State);
        Assert.Equal("18 of 19 pieces are right; only these are offered.", ProblemSentence.ForOwner(torrent));
        // The box itself is nobody who downloads, and what is damaged has no button.
        Assert.Equal((0, 0), (torrent.Seeds, torrent.Leechers));
        foreach (string page in (string[])["", "torrents/" + torrent.InfoHash])
        {
            string text = await service.Client.GetStringAsync(new Uri(service.Page, page));
            Assert.Contains("18 of 19 pieces are right", text, StringComparison.Ordinal);
            Assert.DoesNotContain("/files/", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Damaged_file_says_which_piece_in_the_language_of_its_reader_and_leads_to_what_can_be_had()
    {
        _folder.Fill("data/album/a.mp4", 100_000);
        _folder.Fill("data/album/b.mp4", 100_000);
        await Commands.CommandOutcome.RunAsync("make", _folder["data/album"], "-o", _folder["data/album.torrent"]);
        using (FileStream damaged = File.OpenWrite(_folder["data/album/b.mp4"]))
        {
            damaged.Position = 40_000;
            damaged.Write([1, 2, 3]);
        }
        await using RunningService service = await RunningService.StartAsync(_folder["state"], _folder["data"]);
        PublishedTorrent torrent = Assert.Single((await service.ReadyAsync()).Torrents);
        string ownPage = $"torrents/{torrent.InfoHash}", page = await AskAsync(service, ownPage, "id");
        Assert.Contains("12 dari 13 potongan benar", page, StringComparison.Ordinal);
        Assert.Contains($"/files/{torrent.InfoHash}/album/a.mp4", page, StringComparison.Ordinal);
        Assert.DoesNotContain("album/b.mp4", page, StringComparison.Ordinal);
        Assert.Contains("<i>rusak di sini</i>", page, StringComparison.Ordinal);

        string refused = await AskAsync(service, $"files/{torrent.InfoHash}/album/b.mp4", "id", HttpStatusCode.ServiceUnavailable);
        Assert.Contains("nomor 8 dari 13", refused, StringComparison.Ordinal);
        Assert.Contains($"href=\"/{ownPage}#files\"", refused, StringComparison.Ordinal);
        using HttpResponseMessage plain = await service.Client.GetAsync(new Uri(service.Page, $"files/{torrent.InfoHash}/album/b.mp4"));
        Assert.Equal(
            "Part of this file is damaged or missing here. The first piece that is damaged or missing is number 8 of 13, counted from 0.\n", await plain.Content.ReadAsStringAsync());
        Assert.Equal(100_000, (await service.Client.GetByteArrayAsync(new Uri(service.Page, $"files/{torrent.InfoHash}/album/a.mp4"))).Length);
    }

    [Fact]
    public async Task Files_beyond_a_thousand_are_on_further_pages()
    {
        for (int i = 0; i < TorrentDetail.MaxFiles + 2; i++) _folder.Fill($"data/album/{i:D4}.txt", 3);
        await using RunningService service = await RunningService.StartAsync(_folder["state"], _folder["data"]);
        PublishedTorrent torrent = Assert.Single((await service.ReadyAsync()).Torrents);
        string first = await AskAsync(service, $"torrents/{torrent.InfoHash}", "en"), last = await AskAsync(service, $"torrents/{torrent.InfoHash}?page=2", "en");
        Assert.Contains("0999.txt", first, StringComparison.Ordinal);
        Assert.DoesNotContain("1000.txt", first, StringComparison.Ordinal);
        Assert.DoesNotContain("0999.txt", last, StringComparison.Ordinal);
        Assert.Contains("1001.txt", last, StringComparison.Ordinal);
        Assert.Contains("Page 2 of 2", last, StringComparison.Ordinal);
        // Where one looks beyond the end, there is the last page.
        Assert.Contains("1001.txt", await AskAsync(service, $"torrents/{torrent.InfoHash}?page=9", "en"), StringComparison.Ordinal);
    }

    private static async Task<string> AskAsync(RunningService service, string path, string language, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(service.Page, path));
        request.Headers.Accept.ParseAdd("text/html");
        request.Headers.AcceptLanguage.ParseAdd(language);
        using HttpResponseMessage answer = await service.Client.SendAsync(request);
        Assert.Equal(expected, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    [Fact]
    public async Task Serve_again_makes_nothing_anew()
    {
        _folder.Fill("data/film.mkv", 300_000);
        await using (RunningService first = await RunningService.StartAsync(_folder["state"], _folder["data"])) await first.ReadyAsync();
        FileInfo made = Assert.Single(new DirectoryInfo(_folder["state/torrents"]).GetFiles());
        await using RunningService again = await RunningService.StartAsync(_folder["state"], _folder["data"]);
        Assert.Equal(TorrentPhase.Seeding, Assert.Single((await again.ReadyAsync()).Torrents).State);
        Assert.Equal(made.LastWriteTimeUtc, Assert.Single(new DirectoryInfo(_folder["state/torrents"]).GetFiles()).LastWriteTimeUtc);
    }

    [Fact]
    public async Task Stop_while_hashing_takes_no_time()
    {
        string path = _folder["data/huge.bin"];
        Directory.CreateDirectory(_folder["data"]);
        using (FileStream sparse = File.Create(path)) sparse.SetLength(64L << 30);
        RunningService service = await RunningService.StartAsync(_folder["state"], _folder["data"]);
        await Eventually.IsAsync(async () => (await service.Status.ReadAsync()).Hashing is { BytesDone: > 0 });
        var watch = Stopwatch.StartNew();
        await service.DisposeAsync();
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"it took {watch.Elapsed}");
        Assert.Empty(Directory.EnumerateFiles(_folder["state/torrents"]));
    }

    [Fact]
    public async Task Start_on_a_port_that_is_taken_fails_and_names_it()
    {
        Directory.CreateDirectory(_folder["data"]);
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        int port = ((IPEndPoint)taken.LocalEndPoint!).Port;
        foreach (string option in (string[])["--port", "--peer-port"])
        {
            ServiceStartException failure = await Assert.ThrowsAsync<ServiceStartException>(() => SeedService.StartAsync(
                RunningService.Settings(_folder["state"], _folder["data"], option, $"{port}"), TimeProvider.System, NullLoggerFactory.Instance));
            Assert.Contains($"port {port}", failure.Message, StringComparison.Ordinal);
            Assert.Contains(option, failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Start_at_an_address_that_is_not_this_machines_blames_the_address_and_not_the_port()
    {
        Directory.CreateDirectory(_folder["data"]);
        ServiceStartException failure = await Assert.ThrowsAsync<ServiceStartException>(() => SeedService.StartAsync(
            RunningService.Settings(_folder["state"], _folder["data"], "--bind", "192.0.2.77"), TimeProvider.System, NullLoggerFactory.Instance));
        Assert.Contains("192.0.2.77 is no address of this machine (--bind", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("in use", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Second_service_with_the_same_state_directory_is_refused()
    {
        Directory.CreateDirectory(_folder["data"]);
        await using RunningService first = await RunningService.StartAsync(_folder["state"], _folder["data"]);
        ServiceStartException failure = await Assert.ThrowsAsync<ServiceStartException>(() => RunningService.StartAsync(_folder["state"], _folder["data"]));
        Assert.Contains("another EdgeSeed uses it", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_command_finds_the_running_service_by_its_state_directory()
    {
        _folder.Fill("data/film.mkv", 30_000);
        await using (RunningService service = await RunningService.StartAsync(_folder["state"], _folder["data"]))
        {
            await service.ReadyAsync();
            Commands.CommandOutcome outcome = await Commands.CommandOutcome.RunAsync("status", "--state", _folder["state"]);
            Assert.Equal(ExitCode.Ok, outcome.ExitCode);
            Assert.Contains("film.mkv", outcome.Output, StringComparison.Ordinal);
        }
        Assert.Equal(ExitCode.Failed, (await Commands.CommandOutcome.RunAsync("status", "--state", _folder["state"])).ExitCode);
    }

    [Fact]
    public async Task Notice_of_the_system_around_is_an_alarm_while_it_is_there()
    {
        Directory.CreateDirectory(_folder["data"]);
        await using RunningService service = await RunningService.StartAsync(_folder["state"], _folder["data"]);
        string notice = _folder["state/notice.txt"];
        await File.WriteAllTextAsync(notice, "wifi.txt: there is no country XQ.\nhostname: a name has letters.\n");
        StatusSnapshot? status = null;
        // A status that was taken a moment before does not know it yet.
        await Eventually.IsAsync(async () => (status = await service.Status.ReadAsync()).Alarms is [{ Code: AlarmCode.Card, Detail: "wifi.txt: there is no country XQ." }]);
        Assert.Contains("hostname: a name has letters.", status!.Problems);
        File.Delete(notice);
        await Eventually.IsAsync(async () => (await service.Status.ReadAsync()) is { Alarms: [], Problems: [] });
    }

    [Theory]
    [InlineData("/nothing", HttpStatusCode.NotFound)]
    [InlineData("/torrents/0123456789abcdef0123456789abcdef01234567.torrent", HttpStatusCode.NotFound)]
    [InlineData("/torrents/../../etc/passwd.torrent", HttpStatusCode.NotFound)]
    [InlineData("/healthz", HttpStatusCode.OK)]
    [InlineData("/metrics", HttpStatusCode.OK)]
    public async Task Path_is_answered_or_does_not_exist(string path, HttpStatusCode code)
    {
        Directory.CreateDirectory(_folder["data"]);
        await using RunningService service = await RunningService.StartAsync(_folder["state"], _folder["data"]);
        using HttpResponseMessage response = await service.Client.GetAsync(new Uri(service.Page, path));
        Assert.Equal(code, response.StatusCode);
        using HttpResponseMessage posted = await service.Client.PostAsync(service.Page, new StringContent("x"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, posted.StatusCode);
    }
}
