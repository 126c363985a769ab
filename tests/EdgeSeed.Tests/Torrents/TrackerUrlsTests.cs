using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Torrents;

namespace EdgeSeed.Tests.Torrents;

/// <summary>A box that starts before its network, or moves to another, names itself by the address that it has when it is asked.</summary>
public sealed class TrackerUrlsTests
{
    private const string Loopback = "http://127.0.0.1:6969/announce", Lan = "http://10.0.0.5:6969/announce";

    private static readonly Metainfo Made = Parse("d4:infod6:lengthi1e4:name1:a12:piece lengthi16384e6:pieces20:aaaaaaaaaaaaaaaaaaaaee");

    private static readonly Metainfo Found = Parse("d8:announce16:http://other/ann4:infod6:lengthi1e4:name1:a12:piece lengthi16384e6:pieces20:aaaaaaaaaaaaaaaaaaaaee");

    private string _now = Loopback;

    private TrackerUrls Urls => new(["http://named/ann"], () => _now);

    [Fact]
    public void Torrents_name_our_tracker_by_the_address_it_has_now()
    {
        TrackerUrls urls = Urls;
        Assert.Equal([["http://named/ann"], [Loopback]], urls.TiersFor(Made, isFound: false, null));
        string[] magnet = urls.ForMagnet(Made, isFound: false);
        _now = Lan;
        Assert.Equal([["http://named/ann"], [Lan]], urls.TiersFor(Made, isFound: false, null));
        Assert.Equal([[Lan], ["http://other/ann"]], urls.TiersFor(Found, isFound: true, null));
        Assert.Equal(["http://named/ann", Lan], TrackerUrls.InMagnet(magnet, urls.Own));
        Assert.Equal(["http://named/ann"], TrackerUrls.InMagnet(magnet, null));
    }

    [Fact]
    public void A_loopback_address_is_given_out_only_where_there_is_no_other()
    {
        TrackerUrls urls = Urls;
        Assert.Equal(Loopback, urls.ByHost("127.0.0.1:6969"));
        Assert.Equal([["http://named/ann"], ["http://box.local:6969/announce"]], urls.TiersFor(Made, isFound: false, urls.ByHost("box.local:6969")));
        _now = Lan;
        Assert.Null(urls.ByHost("localhost:6969"));
        Assert.Null(urls.ByHost("[::1]:6969"));
        Assert.Equal([["http://named/ann"], ["http://box.local:6969/announce"], [Lan]], urls.TiersFor(Made, isFound: false, urls.ByHost("box.local:6969")));
    }

    [Fact]
    public void Other_trackers_are_told_and_ours_is_not_among_them()
    {
        Assert.Equal([["http://named/ann"]], Urls.OtherTiersOf(Made, isFound: false));
        Assert.Equal([["http://other/ann"]], Urls.OtherTiersOf(Found, isFound: true));
        Assert.Null(new TrackerUrls([], null).ByHost("box.local"));
    }

    [Theory]
    [InlineData("http://other/SECRETKEY0123456789/ann")]
    [InlineData("http://other/ann?passkey=0123456789")]
    [InlineData("udp://joe:word@other:1/ann")]
    public void An_address_with_a_secret_is_announced_to_and_given_to_nobody(string secret)
    {
        Metainfo found = Parse($"d8:announce{secret.Length}:{secret}4:infod6:lengthi1e4:name1:a12:piece lengthi16384e6:pieces20:aaaaaaaaaaaaaaaaaaaaee");
        Assert.Equal([[secret]], Urls.OtherTiersOf(found, isFound: true));
        Assert.Equal([[Loopback]], Urls.TiersFor(found, isFound: true, null));
        Assert.Single(Urls.ForMagnet(found, isFound: true));
        Assert.DoesNotContain("0123456789", new TrackerUrls([secret], null).Shown, StringComparison.Ordinal);
        Assert.Empty(new TrackerUrls([secret], null).ForMagnet(Made, isFound: false));
    }

    [Fact]
    public void A_private_torrent_that_was_found_names_no_tracker_to_others()
    {
        Metainfo found = Parse("d8:announce16:http://other/ann4:infod6:lengthi1e4:name1:a12:piece lengthi16384e6:pieces20:aaaaaaaaaaaaaaaaaaaa7:privatei1eee");
        Assert.Equal([["http://other/ann"]], Urls.OtherTiersOf(found, isFound: true));
        Assert.Empty(Urls.TiersFor(found, isFound: true, null));
        Assert.Empty(Urls.ForMagnet(found, isFound: true));
    }

    private static Metainfo Parse(string text)
    {
        Assert.True(MetainfoParser.TryParse(System.Text.Encoding.ASCII.GetBytes(text), new MetainfoLimits(), out Metainfo? torrent, out MetainfoError error), error.Message);
        return torrent!;
    }
}
