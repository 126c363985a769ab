using EdgeSeed.Tracker.State;
using EdgeSeed.Tracker.Swarms;
using Microsoft.Extensions.Time.Testing;
using static EdgeSeed.Tracker.Tests.TestPeers;

namespace EdgeSeed.Tracker.Tests.State;

public sealed class PeersFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Save_then_load_restores_every_peer_and_whether_it_seeds()
    {
        using SwarmStore before = NewStore();
        for (int i = 0; i < 3000; i++) before.Announce(Torrent(i % 7), i % 3 == 0 ? IPv6(i) : IPv4(i), isSeed: i % 5 == 0);
        Save(before);
        using SwarmStore after = NewStore();
        Assert.Null(new PeersFile(_folder["peers"]).Load(after));
        for (int torrent = 0; torrent < 7; torrent++)
        {
            Assert.True(before.TryScrape(Torrent(torrent), out SwarmCounts expected));
            Assert.True(after.TryScrape(Torrent(torrent), out SwarmCounts counts));
            Assert.Equal(expected, counts);
        }
        Assert.Equal(PeerChange.Refreshed, after.Announce(Torrent(0), IPv6(0)).Change);
        Assert.Equal(["peers"], _folder.Names);
    }

    [Fact]
    public void Restored_peers_are_as_old_as_they_were()
    {
        using SwarmStore before = NewStore();
        before.Announce(Torrent(1), IPv4(1));
        _time.Advance(TimeSpan.FromMinutes(40));
        before.Announce(Torrent(1), IPv4(2));
        Save(before);
        using SwarmStore after = NewStore();
        Assert.Null(new PeersFile(_folder["peers"]).Load(after));
        _time.Advance(TimeSpan.FromMinutes(10));
        after.Sweep();
        Assert.Equal([IPv4(2)], after.Announce(Torrent(1), IPv4(9)).Peers);
    }

    [Fact]
    public void Save_unchanged_peers_writes_nothing()
    {
        using SwarmStore store = NewStore();
        store.Announce(Torrent(1), IPv4(1));
        var file = new PeersFile(_folder["peers"]);
        Assert.Null(file.SaveIfDirty(store));
        long written = file.BytesWritten;
        Assert.Equal(new FileInfo(_folder["peers"]).Length, written);
        Assert.Null(file.SaveIfDirty(store));
        Assert.Equal(written, file.BytesWritten);
        store.Announce(Torrent(1), IPv4(1));
        Assert.Null(file.SaveIfDirty(store));
        Assert.Equal(2 * written, file.BytesWritten);
    }

    [Fact]
    public void Load_torn_or_damaged_file_is_set_aside_and_nothing_of_it_is_used()
    {
        using SwarmStore before = NewStore();
        for (int i = 0; i < 5; i++) before.Announce(Torrent(i), i % 2 == 0 ? IPv6(i) : IPv4(i));
        Save(before);
        byte[] whole = File.ReadAllBytes(_folder["peers"]);
        for (int length = 0; length < whole.Length; length++) AssertSetAside(whole[..length]);
        AssertSetAside([.. whole, 0]);
        for (int bit = 0; bit < whole.Length * 8; bit++)
        {
            byte[] damaged = [.. whole];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertSetAside(damaged);
        }
    }

    [Fact]
    public void Load_more_peers_than_there_is_room_for_keeps_to_the_caps()
    {
        using SwarmStore before = NewStore();
        for (int i = 0; i < 2000; i++) before.Announce(Torrent(i % 50), IPv4(i));
        Save(before);
        using SwarmStore after = NewStore(new TrackerOptions { MaxTorrents = 20, MaxPeersPerTorrent = 10 });
        Assert.Null(new PeersFile(_folder["peers"]).Load(after));
        Assert.Equal((20, 200), (after.Totals().Torrents, after.Totals().IPv4Peers));
    }

    private SwarmStore NewStore(TrackerOptions? options = null) => new(options ?? new TrackerOptions(), _time);

    private void Save(SwarmStore store) => Assert.Null(new PeersFile(_folder["peers"]).SaveIfDirty(store));

    private void AssertSetAside(byte[] content)
    {
        File.WriteAllBytes(_folder["peers"], content);
        using SwarmStore store = NewStore();
        Assert.Contains("set aside", new PeersFile(_folder["peers"]).Load(store), StringComparison.Ordinal);
        Assert.Equal(0, store.Totals().IPv4Peers + store.Totals().IPv6Peers);
        Assert.Equal(content, File.ReadAllBytes(_folder["peers.bad"]));
    }
}
