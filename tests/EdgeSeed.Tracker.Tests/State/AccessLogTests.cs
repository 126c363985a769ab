using EdgeSeed.Protocol.Trackers;
using EdgeSeed.Tracker.Announces;
using Microsoft.Extensions.Time.Testing;
using static EdgeSeed.Tracker.Tests.TestPeers;

namespace EdgeSeed.Tracker.Tests.State;

public sealed class AccessLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Add_then_flush_writes_a_line_that_says_who_did_what()
    {
        var log = new AccessLog(_folder["log"], 1 << 20, new FakeTimeProvider());
        Add(log);
        Assert.Null(log.Flush());
        Assert.Equal(
            $"2000-01-01T00:00:00Z 8.0.0.1:4000 Started {Torrent(1)} port=6881 up=1 down=2 left=3 None\n",
            File.ReadAllText(_folder["log"]));
    }

    [Fact]
    public void Flush_full_file_begins_a_new_one_and_keeps_one_before()
    {
        var log = new AccessLog(_folder["log"], maxBytes: 0, new FakeTimeProvider());
        for (int round = 0; round < 10; round++)
        {
            for (int i = 0; i < 1000; i++) Add(log);
            Assert.Null(log.Flush());
        }
        Assert.Equal(["log", "log.1"], _folder.Names);
        Assert.All(_folder.Names, name => Assert.InRange(new FileInfo(_folder[name]).Length, 1, AccessLog.BufferBytes));
    }

    [Fact]
    public void Add_more_than_the_buffer_holds_drops_and_counts()
    {
        var log = new AccessLog(_folder["log"], 1 << 20, new FakeTimeProvider());
        for (int i = 0; i < 10_000; i++) Add(log);
        Assert.Null(log.Flush());
        Assert.Equal(10_000, log.Dropped + File.ReadLines(_folder["log"]).Count());
        Assert.InRange(log.Dropped, 1, 9_999);
    }

    private static void Add(AccessLog log) => log.Add(
        new AnnounceRequest { InfoHash = Torrent(1), Port = 6881, Uploaded = 1, Downloaded = 2, Left = 3, Event = AnnounceEvent.Started },
        new RequestSource(IPv4(1, 4000)),
        default);
}
