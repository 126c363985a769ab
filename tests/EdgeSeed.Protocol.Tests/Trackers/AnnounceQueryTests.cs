using System.Text;
using EdgeSeed.Protocol.Trackers;
using FsCheck.Fluent;

namespace EdgeSeed.Protocol.Tests.Trackers;

public sealed class AnnounceQueryTests
{
    private const string Hash = "info_hash=%124Vx%9A%BC%DE%F1%23Eg%89%AB%CD%EF%124Vx%9A";
    private const string Id = "peer_id=-XX0001-abcdefghijkl";
    private const string Good = Hash + "&" + Id + "&port=6881";

    [Fact]
    public void Announce_of_a_real_client_is_read_whole()
    {
        AnnounceRequest request = Parse("?" + Hash + "&" + Id + "&port=51413&uploaded=1&downloaded=22&left=333&numwant=80&key=3B0D6B4A&compact=1&supportcrypto=1&event=started");

        Assert.Equal("123456789abcdef123456789abcdef123456789a", request.InfoHash.ToString());
        Assert.Equal("-XX0001-abcdefghijkl", request.PeerId.ToString());
        Assert.Equal((51413, 1L, 22L, 333L), ((int)request.Port, request.Uploaded, request.Downloaded, request.Left));
        Assert.Equal((80, 0x3B0D6B4Au, AnnounceEvent.Started), (request.PeersWanted, request.Key, request.Event));
        Assert.True(request.Compact);
        Assert.False(request.NoPeerId);
        Assert.False(request.IsSeed);
    }

    [Fact]
    public void Keys_that_are_absent_have_their_defaults()
    {
        AnnounceRequest request = Parse(Good);

        Assert.Equal((AnnounceRequest.PeersNotSaid, AnnounceRequest.UnknownLeft), (request.PeersWanted, request.Left));
        Assert.Equal((AnnounceEvent.None, 0u, true, false), (request.Event, request.Key, request.Compact, request.NoPeerId));
        Assert.Null(request.ClaimedAddress);
    }

    [Theory]
    [InlineData("compact=0", false)]
    [InlineData("compact=1", true)]
    [InlineData("compact=", true)]
    public void Compact_is_off_only_for_zero(string pair, bool expected) => Assert.Equal(expected, Parse(Good + "&" + pair).Compact);

    [Theory]
    [InlineData("event=started", AnnounceEvent.Started)]
    [InlineData("event=stopped", AnnounceEvent.Stopped)]
    [InlineData("event=completed", AnnounceEvent.Completed)]
    [InlineData("event=paused", AnnounceEvent.Paused)]
    [InlineData("event=", AnnounceEvent.None)]
    [InlineData("event=empty", AnnounceEvent.None)]
    [InlineData("event=%zz", AnnounceEvent.None)]
    public void Event_is_known_or_none(string pair, AnnounceEvent expected) => Assert.Equal(expected, Parse(Good + "&" + pair).Event);

    [Theory]
    [InlineData("ip=192.0.2.7", "192.0.2.7:6881")]
    [InlineData("ip=192.0.2.7:99", "192.0.2.7:6881")]
    [InlineData("ip=2001%3adb8%3A%3A7", "[2001:db8::7]:6881")]
    [InlineData("ip=%3A%3Affff%3A192.0.2.7", "192.0.2.7:6881")]
    [InlineData("ip=example.org", null)]
    [InlineData("ip=", null)]
    [InlineData("ip=1.2.3", null)]
    [InlineData("ip=1.2.3.4.5", null)]
    [InlineData("ip=1.2.3.256", null)]
    [InlineData("ip=1.2.3.4:65536", null)]
    [InlineData("ip=1.2.3.4:", null)]
    [InlineData("ip=:::", null)]
    [InlineData("ip=1::2::3", null)]
    [InlineData("ip=1:2:3:4:5:6:7", null)]
    [InlineData("ip=1:2:3:4:5:6:7:8:9", null)]
    [InlineData("ip=1:2:3:4:5:6:7:8::", null)]
    [InlineData("ip=[::1", null)]
    [InlineData("ip=12345::", null)]
    [InlineData("ip=1:2:3:4:5:6:7:", null)]
    [InlineData("ip=::1.2.3.4.5", null)]
    public void Claimed_address_is_read_or_ignored(string pair, string? expected) =>
        Assert.Equal(expected, Parse(Good + "&" + pair).ClaimedAddress?.ToString());

    [Theory]
    [InlineData("ipv6=2001:db8::1", "[2001:db8::1]:6881")]
    [InlineData("ipv6=%5B2001:db8::1%5D:7000", "[2001:db8::1]:7000")]
    [InlineData("ipv6=[::]:7000", "[::]:7000")]
    [InlineData("ipv6=1:2:3:4:5:6:7:8", "[1:2:3:4:5:6:7:8]:6881")]
    [InlineData("ipv6=1:2:3:4:5:6:7::", "[1:2:3:4:5:6:7:0]:6881")]
    [InlineData("ipv6=::2:3:4:5:6:7:8", "[0:2:3:4:5:6:7:8]:6881")]
    [InlineData("ipv6=64:ff9b::192.0.2.33", "[64:ff9b::c000:221]:6881")]
    [InlineData("ipv6=192.0.2.1", null)]
    public void Further_IPv6_address_takes_its_own_port_or_the_announced(string pair, string? expected) =>
        Assert.Equal(expected is null ? null : System.Net.IPEndPoint.Parse(expected).ToString(), Parse(pair + "&" + Good).ClaimedIPv6?.ToString());

    [Theory]
    [InlineData("ipv4=192.0.2.1", "192.0.2.1:6881")]
    [InlineData("ipv4=192.0.2.1%3A7000", "192.0.2.1:7000")]
    [InlineData("ipv4=::1", null)]
    public void Further_IPv4_address_takes_its_own_port_or_the_announced(string pair, string? expected) =>
        Assert.Equal(expected, Parse(pair + "&" + Good).ClaimedIPv4?.ToString());

    [Theory]
    [InlineData("left=-1", AnnounceRequest.UnknownLeft)]
    [InlineData("left=18446744073709551615", long.MaxValue)]
    [InlineData("left=99999999999999999999", long.MaxValue)]
    [InlineData("left=0", 0)]
    [InlineData("left=00000", 0)]
    [InlineData("left=00000000000000000000000000000012", 12)]
    [InlineData("left=9223372036854775807", long.MaxValue)]
    [InlineData("left=9223372036854775806", long.MaxValue - 1)]
    [InlineData("left=9999999999999999999", long.MaxValue)]
    public void Left_is_bounded(string pair, long expected) => Assert.Equal(expected, Parse(Good + "&" + pair).Left);

    [Theory]
    [InlineData("numwant=-1", -1)]
    [InlineData("numwant=-5", -1)]
    [InlineData("numwant=0", 0)]
    [InlineData("numwant=99999999999", int.MaxValue)]
    public void Peers_wanted_is_bounded(string pair, int expected) => Assert.Equal(expected, Parse(Good + "&" + pair).PeersWanted);

    [Fact]
    public void Port_zero_is_allowed() => Assert.Equal(0, Parse(Hash + "&" + Id + "&port=0").Port);

    [Fact]
    public void Of_a_repeated_key_the_first_counts() => Assert.Equal(1, Parse(Hash + "&" + Id + "&port=1&port=2&port=x").Port);

    [Fact]
    public void Plus_is_a_space_as_form_encoders_write_it() =>
        Assert.Equal(0x20, Parse("info_hash=++++++++++++++++++++&" + Id + "&port=1").InfoHash.Span[19]);

    [Fact]
    public void Keys_that_are_not_hexadecimal_are_told_apart()
    {
        uint first = Parse(Good + "&key=qwertyui").Key, second = Parse(Good + "&key=qwertyuo").Key;
        Assert.NotEqual(first, second);
        Assert.Equal(first, Parse(Good + "&key=qwertyui").Key);
    }

    [Theory]
    [InlineData("", QueryErrorKind.Missing, QueryKey.InfoHash, "info_hash is missing")]
    [InlineData(Hash, QueryErrorKind.Missing, QueryKey.PeerId, "peer_id is missing")]
    [InlineData(Hash + "&" + Id, QueryErrorKind.Missing, QueryKey.Port, "port is missing")]
    [InlineData("info_hash=abc&" + Id + "&port=1", QueryErrorKind.NotTwentyBytes, QueryKey.InfoHash, "info_hash must be 20 bytes")]
    [InlineData("info_hash=aaaaaaaaaaaaaaaaaaaaa&" + Id + "&port=1", QueryErrorKind.NotTwentyBytes, QueryKey.InfoHash, "info_hash must be 20 bytes")]
    [InlineData("info_hash", QueryErrorKind.NotTwentyBytes, QueryKey.InfoHash, "info_hash must be 20 bytes")]
    [InlineData("info_hash=aaaaaaaaaaaaaaaaaaa%1", QueryErrorKind.BadEscape, QueryKey.InfoHash, "info_hash has a malformed %-escape")]
    [InlineData("peer_id=%gg", QueryErrorKind.BadEscape, QueryKey.PeerId, "peer_id has a malformed %-escape")]
    [InlineData(Hash + "&port=65536", QueryErrorKind.OutOfRange, QueryKey.Port, "port is out of range")]
    [InlineData(Hash + "&port=-1", QueryErrorKind.OutOfRange, QueryKey.Port, "port is out of range")]
    [InlineData(Hash + "&port=", QueryErrorKind.NotANumber, QueryKey.Port, "port is not a decimal number")]
    [InlineData(Hash + "&port=6881x", QueryErrorKind.NotANumber, QueryKey.Port, "port is not a decimal number")]
    public void Invalid_query_says_what_is_wrong_and_where(string query, QueryErrorKind kind, QueryKey key, string reason)
    {
        Assert.False(AnnounceQuery.TryParse(Encoding.ASCII.GetBytes(query), out _, out QueryError error));
        Assert.Equal(new QueryError(kind, key), error);
        Assert.Equal(reason, error.ToString());
    }

    [Theory]
    [InlineData("numwant=")]
    [InlineData("numwant=undefined")]
    [InlineData("numwant=-1")]
    [InlineData("left=")]
    [InlineData("left=unknown")]
    [InlineData("left=-")]
    [InlineData("uploaded=-1")]
    [InlineData("downloaded=")]
    [InlineData("downloaded=111111111111111111111")]
    [InlineData("uploaded=1.5")]
    public void Odd_hint_is_as_if_it_were_not_there(string pair) => Assert.Equal(Parse(Good), Parse(Good + "&" + pair));

    [Fact]
    public void Overlong_query_is_refused()
    {
        byte[] query = Encoding.ASCII.GetBytes(Good + "&x=" + new string('a', AnnounceQuery.MaxQueryBytes));
        Assert.False(AnnounceQuery.TryParse(query, out _, out QueryError error));
        Assert.Equal(QueryErrorKind.TooLong, error.Kind);
    }

    [Fact]
    public void Every_reason_fits_its_bound()
    {
        Span<byte> reason = stackalloc byte[QueryError.MaxReasonBytes];
        foreach (QueryErrorKind kind in Enum.GetValues<QueryErrorKind>())
        {
            foreach (QueryKey key in Enum.GetValues<QueryKey>()) Assert.NotEqual(0, new QueryError(kind, key).WriteReason(reason));
        }
    }

    [Fact]
    public void Written_query_reads_back_equal()
    {
        var requests =
            from request in Generate.Announce
            from compact in Gen.Elements(true, false)
            from address in Generate.Maybe(Generate.EndPoint)
            from v4 in Generate.Maybe(Generate.EndPoint4.Where(peer => peer.Port != 0))
            from v6 in Generate.Maybe(Generate.EndPoint6.Where(peer => peer.Port != 0))
            select Complete(request, compact, address?.WithPort(request.Port), v4, v6);
        requests.Holds(request =>
        {
            Span<byte> query = stackalloc byte[AnnounceQuery.MaxWrittenBytes];
            int length = AnnounceQuery.Write(request, query);
            return AnnounceQuery.TryParse(query[..length], out AnnounceRequest read, out _) && read.Equals(request);
        });
    }

    [Fact]
    public void Tracker_id_is_written_encoded()
    {
        Span<byte> query = stackalloc byte[AnnounceQuery.MaxWrittenBytes + 20];
        int length = AnnounceQuery.Write(Parse(Good), query, "a&b"u8);
        Assert.EndsWith("&trackerid=a%26b", Encoding.ASCII.GetString(query[..length]), StringComparison.Ordinal);
    }

    [Fact]
    public void Parsing_allocates_nothing()
    {
        byte[] query = Encoding.ASCII.GetBytes(Good + "&uploaded=1&downloaded=2&left=3&ip=192.0.2.1&ipv6=2001:db8::1&key=abcdef&event=started&numwant=50&compact=1");
        byte[] bad = Encoding.ASCII.GetBytes(Hash + "&port=x");
        Assert.Equal(0, Allocation.Of(() => AnnounceQuery.TryParse(query, out _, out _) && !AnnounceQuery.TryParse(bad, out _, out _)));
    }

    private static AnnounceRequest Complete(AnnounceRequest request, bool compact, PeerEndPoint? address, PeerEndPoint? v4, PeerEndPoint? v6)
    {
        request.Compact = compact;
        request.NoPeerId = !compact;
        request.ClaimedAddress = address;
        request.ClaimedIPv4 = v4;
        request.ClaimedIPv6 = v6;
        return request;
    }

    private static AnnounceRequest Parse(string query)
    {
        Assert.True(AnnounceQuery.TryParse(Encoding.ASCII.GetBytes(query), out AnnounceRequest request, out QueryError error), error.ToString());
        return request;
    }
}
