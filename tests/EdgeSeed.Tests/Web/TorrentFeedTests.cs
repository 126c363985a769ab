using System.Buffers;
using System.Globalization;
using System.Text;
using System.Xml.Linq;
using EdgeSeed.Status;
using EdgeSeed.Tests.Status;
using EdgeSeed.Web;

namespace EdgeSeed.Tests.Web;

public sealed class TorrentFeedTests
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Feed_lists_what_can_be_had_newest_first_with_enclosures()
    {
        XElement channel = Read(Status(("old <&>", 0, TorrentPhase.Seeding), ("new", 2, TorrentPhase.Partial), ("waiting", 3, TorrentPhase.Waiting)));
        XElement[] items = [.. channel.Elements("item")];
        Assert.Equal(["new", "old <&>"], items.Select(item => item.Element("title")!.Value));
        Assert.Equal("http://box:6969/torrents/0000000000000000000000000000000000000001.torrent", items[0].Element("enclosure")!.Attribute("url")!.Value);
        Assert.Equal("application/x-bittorrent", items[0].Element("enclosure")!.Attribute("type")!.Value);
        Assert.Equal(Monday.AddDays(2), DateTimeOffset.Parse(items[0].Element("pubDate")!.Value, CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Feed_is_bounded_and_keeps_the_newest()
    {
        StatusSnapshot status = Status([.. Enumerable.Range(0, 150).Select(i => ($"t{i}", i, TorrentPhase.Seeding))]);
        Assert.Equal(Enumerable.Range(50, 100).Reverse().Select(i => $"t{i}"), TorrentFeed.Newest(status, TorrentFeed.MaxItems).Select(torrent => torrent.Name));
    }

    [Fact]
    public void Tag_changes_with_what_is_listed_and_where()
    {
        List<PublishedTorrent> one = TorrentFeed.Newest(Status(("a", 0, TorrentPhase.Seeding)), 10), two = TorrentFeed.Newest(Status(("a", 0, TorrentPhase.Seeding), ("b", 1, TorrentPhase.Seeding)), 10);
        Assert.Equal(TorrentFeed.Tag(one, "http://a/", hasFigures: false), TorrentFeed.Tag([.. one], "http://a/", hasFigures: false));
        Assert.NotEqual(TorrentFeed.Tag(one, "http://a/", hasFigures: false), TorrentFeed.Tag(two, "http://a/", hasFigures: false));
        Assert.NotEqual(TorrentFeed.Tag(one, "http://a/", hasFigures: false), TorrentFeed.Tag(one, "http://b/", hasFigures: false));
        List<PublishedTorrent> wanted = [one[0] with { Leechers = one[0].Leechers + 1 }];
        Assert.Equal(TorrentFeed.Tag(one, "http://a/", hasFigures: false), TorrentFeed.Tag(wanted, "http://a/", hasFigures: false));
        Assert.NotEqual(TorrentFeed.Tag(one, "http://a/", hasFigures: true), TorrentFeed.Tag(wanted, "http://a/", hasFigures: true));
    }

    private static StatusSnapshot Status(params (string Name, int Day, TorrentPhase State)[] torrents) => SampleStatus.Create(
        [.. torrents.Select((torrent, i) => SampleStatus.Torrent(torrent.Name, torrent.State, infoHash: i.ToString("x40", CultureInfo.InvariantCulture)) is var sample
            ? sample with { Entry = sample.Entry with { AddedAt = Monday.AddDays(torrent.Day).ToUnixTimeSeconds() } }
            : sample)]);

    private static XElement Read(StatusSnapshot status)
    {
        var output = new ArrayBufferWriter<byte>();
        TorrentFeed.Write(new HtmlWriter(output, Pages.In("en")), "My <box>", "http://box:6969/", TorrentFeed.Newest(status, TorrentFeed.MaxItems));
        return XDocument.Parse(Encoding.UTF8.GetString(output.WrittenSpan)).Root!.Element("channel")!;
    }
}
