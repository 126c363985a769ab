using EdgeSeed.Linux.Supervision;
using EdgeSeed.Protocol.Trackers;
using EdgeSeed.Tracker.Access;
using EdgeSeed.Tracker.State;
using EdgeSeed.Tracker.Swarms;
using static EdgeSeed.Tracker.Tests.TestPeers;

namespace EdgeSeed.Tracker.Tests.State;

public sealed class TrackerStateFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Save_then_load_restores_every_completed_count()
    {
        Save(downloads: 500);
        using SwarmStore store = NewStore();
        Assert.Null(new TrackerStateFile(_folder["state"]).Load(store));
        for (int i = 0; i < 500; i++)
        {
            Assert.True(store.TryScrape(Torrent(i), out SwarmCounts counts));
            Assert.Equal(new SwarmCounts(0, 0, 1), counts);
        }
        Assert.Equal(["state"], _folder.Names);
    }

    [Fact]
    public void Load_without_a_file_starts_afresh_in_silence()
    {
        using SwarmStore store = NewStore();
        Assert.Null(new TrackerStateFile(_folder["state"]).Load(store));
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void Save_unchanged_counts_writes_nothing()
    {
        using SwarmStore store = NewStore();
        var file = new TrackerStateFile(_folder["state"]);
        file.Load(store);
        store.Announce(Torrent(1), IPv4(1));
        Assert.Null(file.SaveIfDirty(store));
        Assert.Empty(_folder.Names);
        store.Announce(Torrent(1), IPv4(1), isSeed: true, AnnounceEvent.Completed);
        Assert.Null(file.SaveIfDirty(store));
        long written = file.BytesWritten;
        Assert.Equal(new FileInfo(_folder["state"]).Length, written);
        Assert.Null(file.SaveIfDirty(store));
        Assert.Equal(written, file.BytesWritten);
    }

    [Fact]
    public void Load_torn_file_of_any_length_is_set_aside_and_starts_afresh()
    {
        Save(downloads: 3);
        byte[] whole = File.ReadAllBytes(_folder["state"]);
        for (int length = 0; length < whole.Length; length++) AssertSetAside(whole[..length]);
        AssertSetAside([.. whole, 0]);
    }

    [Fact]
    public void Load_file_with_any_bit_wrong_is_set_aside()
    {
        Save(downloads: 3);
        byte[] whole = File.ReadAllBytes(_folder["state"]);
        for (int bit = 0; bit < whole.Length * 8; bit++)
        {
            byte[] damaged = [.. whole];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertSetAside(damaged);
        }
    }

    [Fact]
    public void Save_where_nothing_can_be_written_is_a_message_and_is_tried_again()
    {
        using SwarmStore store = NewStore();
        var file = new TrackerStateFile(_folder["missing/state"]);
        store.Announce(Torrent(1), IPv4(1), isSeed: true, AnnounceEvent.Completed);
        Assert.Contains("cannot be written", file.SaveIfDirty(store), StringComparison.Ordinal);
        Directory.CreateDirectory(_folder["missing"]);
        Assert.Null(file.SaveIfDirty(store));
        Assert.True(File.Exists(_folder["missing/state"]));
    }

    [Fact]
    public async Task Upkeep_dispose_saves_what_has_changed_since_the_last_time()
    {
        using SwarmStore store = NewStore();
        var file = new TrackerStateFile(_folder["state"]);
        var duties = new UpkeepDuties { State = file, SaveInterval = TimeSpan.FromHours(1) };
        await using (new TrackerUpkeep(store, new TrackerPolicy(AccessPolicy.Open), duties, TimeProvider.System, Assert.Fail, Supervisor.Alone(TimeProvider.System)))
            store.Announce(Torrent(1), IPv4(1), isSeed: true, AnnounceEvent.Completed);
        Assert.Equal(["state"], _folder.Names);
    }

    private static SwarmStore NewStore() => new(new TrackerOptions(), TimeProvider.System);

    private void Save(int downloads)
    {
        using SwarmStore store = NewStore();
        for (int i = 0; i < downloads; i++) store.Announce(Torrent(i), IPv4(1), isSeed: true, AnnounceEvent.Completed);
        Assert.Null(new TrackerStateFile(_folder["state"]).SaveIfDirty(store));
    }

    private void AssertSetAside(byte[] content)
    {
        File.WriteAllBytes(_folder["state"], content);
        using SwarmStore store = NewStore();
        Assert.Contains("set aside", new TrackerStateFile(_folder["state"]).Load(store), StringComparison.Ordinal);
        Assert.Equal(0, store.Totals().Torrents);
        Assert.False(File.Exists(_folder["state"]));
        Assert.Equal(content, File.ReadAllBytes(_folder["state.bad"]));
    }
}
