using System.Text;
using EdgeSeed.Protocol.Torrents;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeSeed.Protocol.Tests.Torrents;

public sealed class MagnetLinkTests
{
    private static readonly string V2Hash = string.Concat(Enumerable.Repeat("fedcba9876543210", 4));

    private const string Hash = "0123456789abcdef0123456789abcdef01234567";

    private static MagnetLink Parse(string text)
    {
        Assert.True(MagnetLink.TryParse(text, out MagnetLink? link, out MagnetError error), error.ToString());
        return link;
    }

    [Fact]
    public void Every_known_key_is_read()
    {
        MagnetLink link = Parse($"magnet:?xt=urn:btih:{Hash}&dn=A+b%20c&xl=42&tr=http%3A%2F%2Fone%2Fa&tr.1=udp://two:80&ws=http://w/x%2By+z&x.pe=[::1]:6881&kt=unknown");
        Assert.Equal(Hash, link.InfoHash.ToString());
        Assert.Equal("A b c", link.Name.ToString());
        Assert.Equal(42, link.ExactLength);
        Assert.Equal(["http://one/a", "udp://two:80"], link.Trackers);
        Assert.Equal(["http://w/x+y+z"], link.WebSeeds);
        Assert.Equal(["[::1]:6881"], link.Peers);
    }

    [Fact]
    public void Base32_info_hash_equals_the_hexadecimal_one() =>
        Assert.Equal(Hash, Parse("magnet:?xt=urn:btih:AERUKZ4JVPG66AJDIVTYTK6N54ASGRLH").InfoHash.ToString());

    [Fact]
    public void Case_of_scheme_and_keys_does_not_matter() => Assert.Equal(Hash, Parse($" MAGNET:?XT=URN:BTIH:{Hash.ToUpperInvariant()}\n").InfoHash.ToString());

    [Fact]
    public void Hybrid_link_names_the_torrent_by_both_versions()
    {
        string text = $"magnet:?xt=urn:btih:{Hash}&xt=urn:btmh:1220{V2Hash}";
        MagnetLink link = Parse(text);
        Assert.Equal((Hash, V2Hash, false), (link.InfoHash.ToString(), link.InfoHashV2.ToString(), link.IsV2Alone));
        Assert.Equal(text, link.ToString());
    }

    [Fact]
    public void Link_to_a_version_2_alone_is_called_by_what_it_is_cut_to()
    {
        string text = $"magnet:?xt=urn:btmh:1220{V2Hash}";
        MagnetLink link = Parse(text);
        Assert.Equal((V2Hash[..40], true), (link.InfoHash.ToString(), link.IsV2Alone));
        Assert.Equal(text, link.ToString());
        Assert.False(MagnetLink.TryParse($"{text}&xt=urn:btmh:1220{new string('0', 64)}", out _, out MagnetError error));
        Assert.Equal("the link names two torrents", error.Message);
    }

    [Theory]
    [InlineData("", 0, "starts with")]
    [InlineData("http://example/", 0, "starts with")]
    [InlineData("magnet:?dn=x", 0, "names no torrent")]
    [InlineData("magnet:?xt=urn:btih:123", 8, "40 hexadecimal")]
    [InlineData("magnet:?dn=x&xt=urn:btih:zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", 13, "40 hexadecimal")]
    [InlineData("magnet:?xt=urn:btmh:1220aa", 0, "the info-hash of version 2 (xt=urn:btmh:…) is not 1220 and 64 hexadecimal digits")]
    [InlineData("magnet:?xt=urn:btih:0123456789abcdef0123456789abcdef01234567&xt=urn:btih:1123456789abcdef0123456789abcdef01234567", 64 - 3, "two torrents")]
    public void Malformed_link_is_refused_with_its_place(string text, int offset, string message)
    {
        Assert.False(MagnetLink.TryParse(text, out _, out MagnetError error));
        Assert.Equal(offset, error.Offset);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Overlong_link_is_refused()
    {
        Assert.False(MagnetLink.TryParse($"magnet:?xt=urn:btih:{Hash}&dn=" + new string('a', MagnetLink.MaxLength), out _, out MagnetError error));
        Assert.Contains("longer than", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Addresses_beyond_the_limit_and_repeated_ones_are_dropped_and_others_are_named()
    {
        string trackers = string.Concat(Enumerable.Range(0, MagnetLink.MaxAddresses + 5).Select(i => $"&tr=http://a/{i}"));
        MagnetLink link = Parse($"magnet:?xt=urn:btih:{Hash}&tr=http://a/%0d%0aHost:b&tr=http://a/0&tr={trackers}&so=0-2&ws=ftp://f/");
        Assert.Equal(MagnetLink.MaxAddresses, link.Trackers.Count);
        Assert.Equal(link.Trackers.Count, link.Trackers.Distinct().Count());
        Assert.Equal(
            ["it holds a control character", "a choice of files (so, BEP 53) is not followed: use --only", "FTP is not supported"], link.Remarks.Select(said => said.Remark));
    }

    [Theory]
    [InlineData("dn=100% free", "100% free", null)]
    [InlineData("dn=%zz%4", "%zz%4", null)]
    [InlineData("dn=a&xl=", "a", null)]
    [InlineData("dn=a&xl=1.5e9", "a", null)]
    [InlineData("dn=a&xl=-1", "a", null)]
    [InlineData("dn=a&xl=99999999999999999999", "a", null)]
    [InlineData("dn=a&xl=&xl=5", "a", 5)]
    public void Broken_optional_part_spoils_nothing(string part, string name, int? length)
    {
        MagnetLink link = Parse($"magnet:?xt=urn:btih:{Hash}&{part}");
        Assert.Equal((name, (long?)length), (link.Name.ToString(), link.ExactLength));
    }

    [Theory]
    [InlineData("http://w/a%20b.bin", "http://w/a%20b.bin")]
    [InlineData("http%3A%2F%2Fw%2Fa%2520b.bin", "http://w/a%20b.bin")]
    [InlineData("http%3A%2F%2Fw%2Fa%20b.bin%0A", "http://w/a%20b.bin")]
    [InlineData("http://w/ü", "http://w/%C3%BC")]
    [InlineData("http://w/%zz", "http://w/%25zz")]
    public void Address_is_read_whether_or_not_it_was_encoded(string written, string address)
    {
        MagnetLink link = Parse($"magnet:?xt=urn:btih:{Hash}&tr={written}&ws={written}");
        Assert.Equal([address], link.Trackers);
        Assert.Equal([address], link.WebSeeds);
    }

    [Theory]
    [InlineData("192.0.2.7:6881", "192.0.2.7:6881")]
    [InlineData("%5B2001:db8::7%5D:6881", "[2001:db8::7]:6881")]
    [InlineData("Host.example.org:6881", "host.example.org:6881")]
    [InlineData("192.0.2.7", null)]
    [InlineData("192.0.2.7:0", null)]
    [InlineData("192.0.2.7:99999", null)]
    [InlineData(":6881", null)]
    [InlineData("nonsense", null)]
    [InlineData("2001:db8::7:6881", null)]
    [InlineData("a b:6881", null)]
    [InlineData("%FF:6881", null)]
    public void Peer_that_is_none_is_not_kept_and_said_to_be_none(string written, string? peer)
    {
        MagnetLink link = Parse($"magnet:?xt=urn:btih:{Hash}&x.pe={written}");
        Assert.Equal(peer is null ? [] : [peer], link.Peers);
        Assert.Equal(peer is null ? 1 : 0, link.Remarks.Count);
    }

    [Fact]
    public void Name_that_is_not_utf8_keeps_its_bytes()
    {
        MagnetLink link = Parse($"magnet:?xt=urn:btih:{Hash}&dn=%ff%00x");
        Assert.Equal([0xff, 0, (byte)'x'], link.Name!.Value.Bytes.ToArray());
        Assert.Equal(link, Parse(link.ToString()));
    }

    [Fact]
    public void Any_link_round_trips()
    {
        Gen<string> address = Gen.Elements("http://a/b?c=d&e=f+g", "udp://[::1]:80/announce", "http://xn--n-mfa0g/%20", "https://u:p@h:8443/%41'");
        Gen<MagnetLink> links =
            from hash in Gen.ArrayOf(ArbMap.Default.GeneratorFor<byte>(), 20)
            from name in Gen.ArrayOf(ArbMap.Default.GeneratorFor<byte>())
            from hasName in ArbMap.Default.GeneratorFor<bool>()
            from length in Gen.Choose(-1, int.MaxValue)
            from trackers in Gen.ListOf(address)
            from seeds in Gen.ListOf(address.Where(text => !text.StartsWith("udp", StringComparison.Ordinal)))
            from peers in Gen.ListOf(Gen.Elements("192.0.2.7:6881", "[2001:db8::7]:1", "host.example.org:65535"))
            select new MagnetLink
            {
                InfoHash = new InfoHash(hash),
                Name = hasName ? new ByteText(name) : null,
                ExactLength = length < 0 ? null : (long)length * 1_000_003,
                Trackers = [.. trackers.Distinct()],
                WebSeeds = [.. seeds.Distinct()],
                Peers = [.. peers],
            };
        Prop.ForAll(links.ToArbitrary(), link =>
        {
            string text = link.ToString();
            return Ascii.IsValid(text) && text.IndexOfAny(['"', '\'', '<', '>', ' ']) < 0 && Parse(text).Equals(link);
        }).QuickCheckThrowOnFailure();
    }
}
