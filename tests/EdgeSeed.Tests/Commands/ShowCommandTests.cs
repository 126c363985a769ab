using System.Text.Json;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Status;
using EdgeSeed.Terminal;
using EdgeSeed.Tests.Serve;
using EdgeSeed.Torrents;

namespace EdgeSeed.Tests.Commands;

public sealed class ShowCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Show_torrent_tells_what_it_holds()
    {
        CommandOutcome outcome = await CommandOutcome.RunAsync("show", Torrent(), "--files");
        Assert.Equal(ExitCode.Ok, outcome.ExitCode);
        foreach (string expected in (string[])["tree\n", "1.23 MB (1,234,567 bytes) in 2 files", "5 pieces of 256 KiB", "http://a/announce", "Tier 2     udp://b:1", "sub/\\u{1b}[2J.bin", "Private"])
            Assert.Contains(expected, outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', outcome.Output);
    }

    [Fact]
    public async Task Show_torrent_as_json_is_complete()
    {
        CommandOutcome outcome = await CommandOutcome.RunAsync("show", Torrent(), "--json");
        using JsonDocument json = JsonDocument.Parse(outcome.Output);
        Assert.Equal(1_234_567, json.RootElement.GetProperty("size_bytes").GetInt64());
        Assert.Equal(2, json.RootElement.GetProperty("files").GetArrayLength());
        Assert.Equal("udp://b:1", json.RootElement.GetProperty("trackers")[1][0].GetString());
        Assert.True(json.RootElement.GetProperty("private").GetBoolean());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\n\t\u00a0")]
    public async Task Show_magnet_tells_what_the_link_says(string around)
    {
        CommandOutcome outcome = await CommandOutcome.RunAsync("show", $"{around}magnet:?xt=urn:btih:0123456789abcdef0123456789abcdef01234567&dn=film&xl=5{around}");
        Assert.Equal(ExitCode.Ok, outcome.ExitCode);
        Assert.StartsWith("film", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("5 bytes", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void White_space_around_an_address_or_an_info_hash_is_none_of_it_but_may_be_of_a_name()
    {
        Assert.Equal("HTTPS://t/a.torrent", TorrentSource.Meant(" HTTPS://t/a.torrent\n"));
        Assert.Equal("0123456789abcdef0123456789abcdef01234567", TorrentSource.Meant(" 0123456789abcdef0123456789abcdef01234567 "));
        Assert.Equal(" a.torrent ", TorrentSource.Meant(" a.torrent "));
    }

    [Fact]
    public async Task Show_garbage_fails_with_file_and_byte()
    {
        CommandOutcome outcome = await CommandOutcome.RunAsync("show", _folder.Fill("garbage", 1000));
        Assert.Equal(ExitCode.Failed, outcome.ExitCode);
        Assert.Contains("garbage: byte 0: ", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_file_too_long_for_a_torrent_fails_before_it_is_read()
    {
        string path = _folder["huge"];
        using (FileStream sparse = File.Create(path)) sparse.SetLength(1L << 40);
        CommandOutcome outcome = await CommandOutcome.RunAsync("show", path);
        Assert.Equal(ExitCode.Failed, outcome.ExitCode);
        Assert.Contains("too long for a torrent file", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_missing_file_fails_and_says_so()
    {
        CommandOutcome outcome = await CommandOutcome.RunAsync("show", _folder["nothing"]);
        Assert.Equal(ExitCode.Failed, outcome.ExitCode);
        Assert.Contains("there is no such file", outcome.Error, StringComparison.Ordinal);
    }

    private string Torrent()
    {
        Assert.True(SafePath.TryParse("tree", out SafePath name));
        Assert.True(SafePath.TryParse("a", out SafePath first));
        Assert.True(SafePath.TryParse("sub/\u001b[2J.bin", out SafePath second));
        return _folder.Write("tree.torrent", MetainfoWriter.Write(new MetainfoDraft
        {
            Name = name,
            PieceLength = 256 * 1024,
            IsSingleFile = false,
            Files = [new DraftFile(first, 1_000_000), new DraftFile(second, 234_567)],
            PieceHashes = new byte[5 * Metainfo.HashLength],
            IsPrivate = true,
            AnnounceTiers = [["http://a/announce"], ["udp://b:1"]],
        }));
    }

    [Fact]
    public async Task Torrent_on_a_web_server_is_shown_by_its_address_and_get_lists_what_is_in_it()
    {
        _folder.Fill("data/photos/a.jpg", 40_000);
        await using RunningService service = await RunningService.StartAsync(_folder["state"], _folder["data"]);
        PublishedTorrent torrent = Assert.Single((await service.ReadyAsync()).Torrents);
        string address = $"{service.Page}torrents/{torrent.InfoHash}.torrent";
        foreach (string[] line in (string[][])[["show", "--files", address], ["get", "--list", address, "--bind", "127.0.0.1", "--peer-port", "0"]])
        {
            CommandOutcome outcome = await CommandOutcome.RunAsync(line);
            Assert.True(outcome.ExitCode == ExitCode.Ok, outcome.Error);
            Assert.StartsWith("photos\n", outcome.Output, StringComparison.Ordinal);
            Assert.Matches(@"\n +40 KB +a\.jpg\n", outcome.Output);
        }
        CommandOutcome missing = await CommandOutcome.RunAsync("show", $"{service.Page}torrents/{new string('0', 40)}.torrent");
        Assert.Equal(ExitCode.Failed, missing.ExitCode);
        Assert.Contains("the server answers with status 404", missing.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0123456789abcdef0123456789ABCDEF01234567")]
    [InlineData("AERUKZ4JVPG66AJDIVTYTK6N54ASGRLH")]
    public async Task Show_takes_an_info_hash_for_its_magnet_link(string infoHash)
    {
        CommandOutcome outcome = await CommandOutcome.RunAsync("show", infoHash);
        Assert.Equal(ExitCode.Ok, outcome.ExitCode);
        Assert.Contains("magnet:?xt=urn:btih:0123456789abcdef0123456789abcdef01234567", outcome.Output, StringComparison.Ordinal);
    }
}
