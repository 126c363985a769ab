using System.Text;
using EdgeSeed.Engine.WebSeeds;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Engine.Tests.WebSeeds;

public class WebSeedAddressTests
{
    [Theory]
    [InlineData("http://host/dir/", "http://host/dir/name%20%C3%BC")]
    [InlineData("http://host/file.bin", "http://host/file.bin")]
    [InlineData("https://host/dir/", "https://host/dir/name%20%C3%BC")]
    public void Address_of_a_single_file_is_the_seed_or_lies_below_it(string seed, string expected)
    {
        Assert.True(WebSeedAddress.TryFor(seed, Torrent("d6:lengthi5e4:name7:name ü12:piece lengthi16384e6:pieces20:aaaaaaaaaaaaaaaaaaaae"), 0, out Uri? address));
        Assert.Equal(expected, address.AbsoluteUri);
    }

    [Theory]
    [InlineData("http://host/dir")]
    [InlineData("http://host/dir/")]
    public void Address_of_a_file_among_several_has_the_torrents_name_and_its_path(string seed)
    {
        Metainfo torrent = Torrent("d5:filesld6:lengthi5e4:pathl1:a3:b c1:?eee4:name4:tree12:piece lengthi16384e6:pieces20:aaaaaaaaaaaaaaaaaaaae");
        Assert.True(WebSeedAddress.TryFor(seed, torrent, 0, out Uri? address));
        Assert.Equal("http://host/dir/tree/a/b%20c/%3F", address.AbsoluteUri);
    }

    [Theory]
    [InlineData("ftp://host/dir/")]
    [InlineData("nothing")]
    [InlineData("http://host/a b\r\nHost: other/")]
    public void Address_of_no_web_server_is_refused(string seed) =>
        Assert.False(WebSeedAddress.TryFor(seed, Torrent("d6:lengthi5e4:name1:n12:piece lengthi16384e6:pieces20:aaaaaaaaaaaaaaaaaaaae"), 0, out _));

    [Theory]
    [InlineData("http://router/n", true, true)]
    [InlineData("http://router/setup/reboot", false, true)]
    [InlineData("http://admin:admin@router/n", false, false)]
    [InlineData("http://router/n?reboot=1", false, false)]
    public void Own_network_is_asked_for_what_the_torrent_names_and_for_more_only_of_what_a_user_asked_for(string seed, bool foundOnAStick, bool askedFor)
    {
        Metainfo torrent = Torrent("d6:lengthi5e4:name1:n12:piece lengthi16384e6:pieces20:aaaaaaaaaaaaaaaaaaaae");
        Assert.True(WebSeedAddress.TryFor(seed, torrent, 0, out Uri? address));
        Assert.Equal((foundOnAStick, askedFor), (WebSeedAddress.MayBeLocal(address, torrent, false), WebSeedAddress.MayBeLocal(address, torrent, true)));
    }

    private static Metainfo Torrent(string info)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(info);
        Assert.True(MetainfoParser.TryParseInfo(bytes, new MetainfoLimits(), out Metainfo? torrent, out MetainfoError error), error.ToString());
        return torrent;
    }
}
