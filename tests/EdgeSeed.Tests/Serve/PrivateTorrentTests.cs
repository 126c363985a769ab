using System.Net;
using System.Net.Sockets;
using System.Text;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Status;

namespace EdgeSeed.Tests.Serve;

/// <summary>A private torrent that was found, and whose tracker knows its owner by a passkey: everything that a stranger can ask the whole service for.</summary>
public sealed class PrivateTorrentTests : IDisposable
{
    private const string Passkey = "SECRETPASSKEY0123456789abcdef";
    private const string Name = "hidden.mkv";

    private readonly TemporaryFolder _folder = new();
    private readonly RecordingLog _log = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Private_torrent_that_was_found_is_seeded_and_its_passkey_shown_nowhere(bool isShown)
    {
        string infoHash = await MakeAsync();
        await File.WriteAllTextAsync(_folder["seed.toml"], $"[library]\nshow_private = {(isShown ? "true" : "false")}\n");
        await using (RunningService service = await RunningService.StartAsync(
            RunningService.Settings(_folder["state"], _folder["data"], "--config", _folder["seed.toml"]), TimeProvider.System, _log))
        {
            StatusSnapshot status = await service.ReadyAsync();
            await ShakeHandsAsync(status.PeerPort, infoHash);
            bool isSaid = false;
            foreach (string path in (string[])["", "live", "status.json", "torrents.json", "feed.xml", "metrics", "healthz", "scrape",
                $"torrents/{infoHash}", $"live/{infoHash}", $"torrents/{infoHash}.torrent", $"qr?torrent={infoHash}", $"files/{infoHash}", $"files/{infoHash}/{Name}", Announce(infoHash)])
            {
                using HttpResponseMessage answer = await service.Client.GetAsync(new Uri(service.Page, path));
                string text = answer.Headers + Encoding.Latin1.GetString(await answer.Content.ReadAsByteArrayAsync());
                Assert.DoesNotContain(Passkey, text, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain("owner42", text, StringComparison.Ordinal);
                isSaid |= text.Contains(Name, StringComparison.Ordinal);
                if (isShown) continue;
                Assert.DoesNotContain(Name, text, StringComparison.Ordinal);
                if (path.StartsWith("torrents/", StringComparison.Ordinal) || path.StartsWith("files/", StringComparison.Ordinal)) Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
                Assert.False(text.Contains(infoHash, StringComparison.OrdinalIgnoreCase) && !path.Contains(infoHash, StringComparison.Ordinal), $"/{path} names it");
            }
            Assert.Equal(isShown, isSaid);
        }
        Assert.DoesNotContain(Passkey, _log.Text, StringComparison.OrdinalIgnoreCase);
    }

    private static string Announce(string infoHash) =>
        $"announce?info_hash={string.Concat(Convert.FromHexString(infoHash).Select(b => $"%{b:x2}"))}&peer_id=-XX0000-aaaaaaaaaaaa&port=5000&left=1&compact=1&event=started";

    private async Task<string> MakeAsync()
    {
        _folder.Fill($"data/{Name}", 100_000);
        Commands.CommandOutcome made = await Commands.CommandOutcome.RunAsync(
            "make", _folder[$"data/{Name}"], "--private", "-a", $"http://127.0.0.1:9/{Passkey}/announce", "-c", "downloaded by owner42", "-o", _folder["data/found.torrent"]);
        Assert.Equal(EdgeSeed.Terminal.ExitCode.Ok, made.ExitCode);
        Assert.True(MetainfoParser.TryParse(await File.ReadAllBytesAsync(_folder["data/found.torrent"]), new MetainfoLimits(), out Metainfo? metainfo, out _));
        Assert.True(metainfo.IsPrivate);
        return metainfo.InfoHash.ToString();
    }

    /// <summary>It is seeded all the same: whoever its own tracker sent gets a handshake back.</summary>
    private static async Task ShakeHandsAsync(int peerPort, string infoHash)
    {
        using var peer = new TcpClient();
        await peer.ConnectAsync(IPAddress.Loopback, peerPort);
        byte[] handshake = [19, .. "BitTorrent protocol"u8, 0, 0, 0, 0, 0, 0, 0, 0, .. Convert.FromHexString(infoHash), .. "-XX0000-aaaaaaaaaaaa"u8];
        await peer.GetStream().WriteAsync(handshake);
        byte[] answer = new byte[handshake.Length];
        await peer.GetStream().ReadExactlyAsync(answer);
        Assert.Equal(infoHash, Convert.ToHexStringLower(answer.AsSpan(28, 20)));
    }
}
