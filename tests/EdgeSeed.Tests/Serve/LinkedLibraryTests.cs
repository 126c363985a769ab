using EdgeSeed.Status;
using EdgeSeed.Tests.Common;

namespace EdgeSeed.Tests.Serve;

/// <summary>Symbolic links in a published folder.</summary>
public sealed class LinkedLibraryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingLog _log = new();

    public LinkedLibraryTests()
    {
        _folder.Fill("data/v2/disk.img", 40_000);
        _folder.Fill("elsewhere/secret.bin", 30_000);
        File.CreateSymbolicLink(_folder["data/latest"], "v2");
        File.CreateSymbolicLink(_folder["data/out"], _folder["elsewhere"]);
        File.CreateSymbolicLink(_folder["data/v2/key"], _folder["elsewhere/secret.bin"]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_a_link_inside_leads_to_is_served_and_what_leads_out_is_said()
    {
        await using RunningService service = await StartAsync("");
        StatusSnapshot status = await service.ReadyAsync();
        Assert.Equal(["latest", "v2"], status.Torrents.Select(torrent => torrent.Name));
        byte[] wanted = await File.ReadAllBytesAsync(_folder["data/v2/disk.img"]);
        foreach (PublishedTorrent torrent in status.Torrents)
        {
            Assert.Equal((TorrentPhase.Seeding, 1), (torrent.State, torrent.Files));
            Assert.Equal(wanted, await service.Client.GetByteArrayAsync(new Uri(service.Page, $"files/{torrent.InfoHash}/{torrent.Name}/disk.img")));
        }
        foreach (string name in (string[])["data/out", "data/v2/key"])
            Assert.Contains($"Warning: Left out {_folder[name]}: a symbolic link that leads out of the published folder (library.follow_links", _log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_that_lead_out_are_followed_from_when_the_key_says_so()
    {
        await using RunningService service = await StartAsync("");
        await service.ReadyAsync();
        await File.WriteAllTextAsync(_folder["seed.toml"], "[library]\nfollow_links = true\n");
        StatusSnapshot? status = null;
        await Eventually.IsAsync(async () => (status = await service.Status.ReadAsync()).Torrents is [{ State: TorrentPhase.Seeding, Files: 2 }, { State: TorrentPhase.Seeding }, { State: TorrentPhase.Seeding, Files: 2 }]);
        Assert.Matches("Configuration read again: .*follow_links", _log.Text);
        Assert.Equal(["latest", "out", "v2"], status!.Torrents.Select(torrent => torrent.Name));
        Assert.Equal(
            await File.ReadAllBytesAsync(_folder["elsewhere/secret.bin"]),
            await service.Client.GetByteArrayAsync(new Uri(service.Page, $"files/{status.Torrents[1].InfoHash}/out/secret.bin")));
    }

    private async Task<RunningService> StartAsync(string config)
    {
        await File.WriteAllTextAsync(_folder["seed.toml"], config + "[service]\nname = \"linked\"\n");
        return await RunningService.StartAsync(RunningService.Settings(_folder["state"], _folder["data"], "--config", _folder["seed.toml"]), TimeProvider.System, _log);
    }
}
