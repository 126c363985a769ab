using EdgeSeed.Status;
using EdgeSeed.Tests.Serve;

namespace EdgeSeed.Tests.Library;

public sealed class RootLoopTests : IDisposable
{
    private const string Rescan = "[library]\nrescan = \"1 s\"\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Data_that_changes_is_checked_again_and_comes_back_when_it_is_put_right()
    {
        await MakeAsync("data/film.mkv", 300_000);
        await using RunningService service = await StartAsync();
        await service.ReadyAsync();
        byte[] right = await File.ReadAllBytesAsync(_folder["data/film.mkv"]);
        await File.WriteAllBytesAsync(_folder["data/film.mkv"], [1, 2, 3, .. right[3..]]);
        PublishedTorrent torrent = await UntilAsync(service, TorrentPhase.Partial);
        Assert.StartsWith("18 of 19 pieces are right", ProblemSentence.ForOwner(torrent), StringComparison.Ordinal);
        await File.WriteAllBytesAsync(_folder["data/film.mkv"], right[..1000]);
        await UntilAsync(service, TorrentPhase.Waiting);
        await File.WriteAllBytesAsync(_folder["data/film.mkv"], right);
        await UntilAsync(service, TorrentPhase.Seeding);
    }

    [Fact]
    public async Task Folder_that_goes_away_leaves_its_torrents_waiting_and_they_come_back_with_it()
    {
        await MakeAsync("data/film.mkv", 300_000);
        await using RunningService service = await StartAsync();
        await service.ReadyAsync();
        Directory.Move(_folder["data"], _folder["elsewhere"]);
        PublishedTorrent torrent = await UntilAsync(service, TorrentPhase.Waiting);
        Assert.Contains("away", ProblemSentence.ForOwner(torrent), StringComparison.Ordinal);
        DriveStatus drive = Assert.Single((await service.Status.ReadAsync()).Drives);
        Assert.Equal((DriveState.Absent, 1), (drive.State, drive.Torrents));
        Assert.False(Directory.Exists(_folder["data"]));
        Directory.Move(_folder["elsewhere"], _folder["data"]);
        await UntilAsync(service, TorrentPhase.Seeding);
    }

    [Fact]
    public async Task Torrent_that_cannot_be_used_is_shown_with_the_reason_and_the_rest_is_seeded()
    {
        await MakeAsync("data/film.mkv", 300_000);
        await File.WriteAllTextAsync(_folder["data/bad.torrent"], "d4:info3:abce");
        await using RunningService service = await StartAsync();
        StatusSnapshot status = await service.ReadyAsync();
        PublishedTorrent bad = status.Torrents.Single(torrent => torrent.Name == "bad.torrent");
        Assert.Equal(TorrentPhase.Failed, bad.State);
        Assert.Contains("byte ", ProblemSentence.ForOwner(bad), StringComparison.Ordinal);
        Assert.Equal(TorrentPhase.Seeding, status.Torrents.Single(torrent => torrent.Name == "film.mkv").State);
        Assert.Equal(DriveState.Ready, Assert.Single(status.Drives).State);
    }

    [Fact]
    public async Task Empty_folder_waits_without_a_fuss_and_is_published_when_something_lies_in_it()
    {
        Directory.CreateDirectory(_folder["data/inbox"]);
        _folder.Fill("data/film.mkv", 300_000);
        await using RunningService service = await StartAsync();
        StatusSnapshot status = await service.ReadyAsync();
        Assert.Equal(TorrentPhase.Waiting, status.Torrents.Single(torrent => torrent.Name == "inbox").State);
        Assert.Empty(status.Problems);
        _folder.Fill("data/inbox/photo.jpg", 20_000);
        await UntilAsync(service, status => status.CountOffered() == 2);
    }

    [Fact]
    public async Task Names_to_skip_are_not_published_neither_alone_nor_within_a_folder()
    {
        foreach (string name in (string[])["data/film.mkv", "data/film.mkv.part", "data/album/one.flac", "data/album/two.PART", "data/cache/x.bin"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
            _folder.Fill(name, 20_000);
        }
        await using RunningService service = await StartAsync("skip = [\"*.part\", \"cache\"]\n");
        StatusSnapshot status = await service.ReadyAsync();
        Assert.Equal(["album", "film.mkv"], status.Torrents.Select(torrent => torrent.Name).Order());
        Assert.Equal(1, status.Torrents.Single(torrent => torrent.Name == "album").Files);
    }

    [Fact]
    public async Task Half_hashed_data_is_not_hashed_from_the_beginning_after_a_restart()
    {
        Directory.CreateDirectory(_folder["data"]);
        using (FileStream sparse = File.Create(_folder["data/huge.bin"])) sparse.SetLength(64L << 30);
        RunningService service = await StartAsync();
        await UntilAsync(service, status => status.Hashing is { BytesDone: > 64 << 20 });
        await service.DisposeAsync();
        await using RunningService again = await StartAsync();
        StatusSnapshot status = await UntilAsync(again, status => status.Hashing is not null);
        Assert.True(status.Hashing!.BytesDone > 32 << 20, $"{status.Hashing.BytesDone}");
        Assert.Equal(DriveState.Hashing, Assert.Single(status.Drives).State);
    }

    private async Task MakeAsync(string name, int length)
    {
        _folder.Fill(name, length);
        await Commands.CommandOutcome.RunAsync("make", _folder[name], "-o", _folder[Path.ChangeExtension(name, ".torrent")]);
    }

    private Task<RunningService> StartAsync(string keys = "")
    {
        File.WriteAllText(_folder["seed.toml"], Rescan + keys);
        return RunningService.StartAsync(_folder["state"], _folder["data"], "--config", _folder["seed.toml"]);
    }

    private static async Task<PublishedTorrent> UntilAsync(RunningService service, TorrentPhase state) =>
        Assert.Single((await UntilAsync(service, status => Assert.Single(status.Torrents).State == state)).Torrents);

    /// <summary>Looks at the status until it is as expected, for half a minute.</summary>
    private static async Task<StatusSnapshot> UntilAsync(RunningService service, Func<StatusSnapshot, bool> isReached)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            StatusSnapshot status = await service.Status.ReadAsync();
            if (isReached(status)) return status;
            await Task.Delay(20, limit.Token);
        }
    }
}
