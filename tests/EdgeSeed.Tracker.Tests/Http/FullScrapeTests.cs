using System.Buffers;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Bencode;
using EdgeSeed.Protocol.Trackers;
using EdgeSeed.Tracker.Access;
using EdgeSeed.Tracker.Announces;
using EdgeSeed.Tracker.Http;
using static EdgeSeed.Tracker.Tests.TestPeers;

namespace EdgeSeed.Tracker.Tests.Http;

public sealed class FullScrapeTests : IDisposable
{
    private readonly TestTracker _tracker = new(new TrackerOptions { AnswersFullScrapes = true }, AccessPolicy.Open);

    public void Dispose() => _tracker.Dispose();

    [Fact]
    public void Everything_is_told_in_order_with_the_boxs_own_torrents()
    {
        for (int i = 0; i < 500; i++) _tracker.Store.Announce(Torrent(i), IPv4(i));
        _tracker.LocalSeeders.Set(Torrent(500), new LocalSeeder(1, true, 1));
        byte[] body = Read(Begin()!);
        Assert.True(ScrapeReply.TryParse(body, Torrent(500), out ScrapeCounts? counts, out _, out BencodeError error), error.ToString());
        Assert.Equal(new ScrapeCounts(1, 0, 0), counts);
        var reader = new BencodeReader(body, BencodeLimits.Message);
        Assert.True(reader.ReadDictionaryStart() && reader.ReadKey(out _) && reader.ReadDictionaryStart());
        var found = new List<InfoHash>();
        while (reader.ReadKey(out ReadOnlySpan<byte> key))
        {
            found.Add(new InfoHash(key));
            Assert.True(reader.Read() && reader.SkipChildren());
        }
        Assert.Equal(Enumerable.Range(0, 501).Select(Torrent).OrderBy(hash => hash.ToString(), StringComparer.Ordinal), found);
    }

    [Fact]
    public void One_at_a_time_and_after_a_pause()
    {
        FullScrape first = Begin()!;
        Assert.Null(Begin());
        Assert.Equal("d5:filesdee"u8, Read(first));
        Assert.Null(Begin());
        Assert.Equal(429, new HttpTracker(_tracker.Handler).Handle("/scrape"u8, [], new RequestSource(IPv4(1)), new ArrayBufferWriter<byte>()).Status);
        _tracker.Time.Advance(FullScrape.Pause);
        Assert.NotNull(Begin());
    }

    [Fact]
    public void Where_it_is_switched_off_or_torrents_are_named_there_is_none()
    {
        Assert.Null(new HttpTracker(_tracker.Handler).BeginFullScrape("?info_hash=x"u8, new RequestSource(IPv4(1))));
        _tracker.Handler.Options = new TrackerOptions();
        Assert.Null(Begin());
    }

    [Fact]
    public void Torrents_that_the_policy_does_not_serve_are_left_out()
    {
        _tracker.Store.Announce(Torrent(1), IPv4(1));
        _tracker.Policy.Mode = AccessPolicy.Library;
        Assert.Equal("d5:filesdee"u8, Read(Begin()!));
    }

    private static byte[] Read(FullScrape everything)
    {
        var body = new ArrayBufferWriter<byte>();
        while (everything.WriteNext(body))
        {
        }
        everything.Dispose();
        return body.WrittenSpan.ToArray();
    }

    private FullScrape? Begin() => new HttpTracker(_tracker.Handler).BeginFullScrape([], new RequestSource(IPv4(1)));
}
