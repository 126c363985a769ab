using System.Text;
using EdgeSeed.Protocol.Bencode;
using EdgeSeed.Protocol.Trackers;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeSeed.Protocol.Tests.Trackers;

public sealed class AnnounceReplyTests
{
    private static readonly PeerEndPoint Peer4 = PeerEndPoint.FromIPv4(0xC0000201, 6881);
    private static readonly PeerEndPoint Peer6 = new(System.Net.IPAddress.Parse("2001:db8::1"), 6882);

    [Fact]
    public void Compact_answer_has_its_bytes_in_canonical_order()
    {
        byte[] peers = new byte[6], peers6 = new byte[18], body = new byte[512];
        Peer4.WriteCompact(peers);
        Peer6.WriteCompact(peers6);
        var reply = new AnnounceReply(1800, 900, 3, 4, 5, PeerEndPoint.FromIPv4(0x7F000001, 0));

        int length = reply.WriteCompact(body, peers, peers6, "slow"u8);

        byte[] expected =
        [
            .. "d8:completei3e10:downloadedi5e11:external ip4:"u8, 127, 0, 0, 1,
            .. "10:incompletei4e8:intervali1800e12:min intervali900e5:peers6:"u8, .. peers, .. "6:peers618:"u8, .. peers6, .. "15:warning message4:slowe"u8,
        ];
        Assert.Equal(expected, body[..length]);
    }

    [Fact]
    public void Answer_without_peers_still_has_their_key()
    {
        byte[] body = new byte[AnnounceReply.MaxFixedBytes];
        int length = new AnnounceReply(60).WriteCompact(body, [], []);
        Assert.Equal("d8:intervali60e5:peers0:e", Encoding.ASCII.GetString(body, 0, length));
    }

    [Fact]
    public void Dictionary_answer_names_addresses_as_text()
    {
        byte[] peers = new byte[6], peers6 = new byte[18], body = new byte[512];
        Peer4.WriteCompact(peers);
        Peer6.WriteCompact(peers6);
        int length = new AnnounceReply(60).WriteDictionary(body, CompactPeers.IPv4(peers), CompactPeers.IPv6(peers6), [new PeerId("-ES0100-abcdefghijkl"u8)]);
        Assert.Equal(
            "d8:intervali60e5:peersld2:ip9:192.0.2.17:peer id20:-ES0100-abcdefghijkl4:porti6881eed2:ip20:2001:db8:0:0:0:0:0:14:porti6882eeee",
            Encoding.ASCII.GetString(body, 0, length));
    }

    [Fact]
    public void Largest_dictionary_answer_fits_its_bound()
    {
        byte[] peers6 = Enumerable.Repeat((byte)0xFF, 18 * 50).ToArray();
        byte[] body = new byte[AnnounceReply.MaxFixedBytes + 50 * AnnounceReply.MaxDictionaryPeerBytes];
        var reply = new AnnounceReply(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue, Peer6);
        var ids = new PeerId[50];
        Assert.InRange(reply.WriteDictionary(body, default, CompactPeers.IPv6(peers6), ids), 50 * 80, body.Length);
    }

    [Fact]
    public void Destination_that_is_too_short_is_a_bug() =>
        Assert.Throws<ArgumentException>(() => new AnnounceReply(60).WriteCompact(new byte[10], [], []));

    [Theory]
    [InlineData(AnnounceReply.RetryNotSaid, "d14:failure reason4:nopee")]
    [InlineData(AnnounceReply.RetryNever, "d14:failure reason4:nope8:retry in5:nevere")]
    [InlineData(15, "d14:failure reason4:nope8:retry ini15ee")]
    public void Refusal_says_when_to_come_back(int retryMinutes, string expected)
    {
        byte[] body = new byte[128];
        int length = AnnounceReply.WriteFailure(body, "nope"u8, retryMinutes);
        Assert.Equal(expected, Encoding.ASCII.GetString(body, 0, length));
        Assert.True(AnnounceReplyView.TryParse(body.AsSpan(0, length), out AnnounceReplyView view, out _));
        Assert.True(view.IsFailure);
        Assert.Equal(retryMinutes, view.RetryMinutes);
        Assert.Equal("nope"u8.ToArray(), view.FailureReason.ToArray());
    }

    [Fact]
    public void Compact_answer_reads_back_equal() => Samples.Holds(sample =>
    {
        byte[] peers = new byte[1024], peers6 = new byte[4096], body = new byte[8192];
        int length = sample.Reply.WriteCompact(
            body,
            peers.AsSpan(0, CompactPeers.Write(sample.Peers, isIPv4: true, peers)),
            peers6.AsSpan(0, CompactPeers.Write(sample.Peers, isIPv4: false, peers6)));
        return ReadsBack(body.AsSpan(0, length), sample);
    });

    [Fact]
    public void Dictionary_answer_reads_back_equal() => Samples.Holds(sample =>
    {
        byte[] peers = new byte[1024], peers6 = new byte[4096], body = new byte[16384];
        int length = sample.Reply.WriteDictionary(
            body,
            CompactPeers.IPv4(peers.AsSpan(0, CompactPeers.Write(sample.Peers, isIPv4: true, peers))),
            CompactPeers.IPv6(peers6.AsSpan(0, CompactPeers.Write(sample.Peers, isIPv4: false, peers6))));
        return ReadsBack(body.AsSpan(0, length), sample);
    });

    [Fact]
    public void Foreign_answer_is_read_with_tolerance()
    {
        byte[] body = "d5:peersld2:ip11:example.org4:porti1eed2:ip9:192.0.2.1e3:abci5ed4:porti9e2:ip9:192.0.2.9eld2:ipi4eeee10:tracker id3:xyz7:unknownld1:ali1eeee8:interval3:abc12:min intervali99999999999ee\r\n"u8.ToArray();
        Assert.True(AnnounceReplyView.TryParse(body, out AnnounceReplyView view, out BencodeError error), error.ToString());
        var peers = new PeerEndPoint[8];
        Assert.Equal(1, view.CopyPeers(peers));
        Assert.Equal("192.0.2.9:9", peers[0].ToString());
        Assert.Equal((0, int.MaxValue), (view.Reply.IntervalSeconds, view.Reply.MinIntervalSeconds));
        Assert.Equal("xyz"u8.ToArray(), view.TrackerId.ToArray());
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("<html>", 0)]
    [InlineData("le", 0)]
    [InlineData("d5:peers99:abce", 8)]
    [InlineData("d8:intervali1", 13)]
    public void Body_that_is_no_answer_is_refused_with_its_byte(string body, int offset)
    {
        Assert.False(AnnounceReplyView.TryParse(Encoding.ASCII.GetBytes(body), out _, out BencodeError error));
        Assert.Equal(offset, error.Offset);
    }

    [Fact]
    public void Answering_and_reading_allocate_nothing()
    {
        byte[] peers = new byte[300], body = new byte[8192];
        peers.AsSpan().Fill(1);
        var found = new PeerEndPoint[100];
        var reply = new AnnounceReply(1800, 900, 1, 2, 3, Peer6);
        Assert.Equal(0, Allocation.Of(() =>
        {
            int compact = reply.WriteCompact(body, peers, []);
            bool read = AnnounceReplyView.TryParse(body.AsSpan(0, compact), out AnnounceReplyView view, out _) && view.CopyPeers(found) == 50;
            int dictionary = reply.WriteDictionary(body, CompactPeers.IPv4(peers), default);
            return read && AnnounceReplyView.TryParse(body.AsSpan(0, dictionary), out view, out _) && view.CopyPeers(found) == 50;
        }));
    }

    private static Gen<(AnnounceReply Reply, PeerEndPoint[] Peers)> Samples { get; } =
        from interval in Generate.Count
        from minInterval in Generate.Count
        from complete in Generate.Count.Or(-1)
        from incomplete in Generate.Count.Or(-1)
        from downloaded in Generate.Count.Or(-1)
        from address in Generate.Maybe(Generate.EndPoint)
        from peers in Gen.ArrayOf(Generate.EndPoint.Where(peer => peer.Port != 0))
        select (new AnnounceReply(interval, minInterval, complete, incomplete, downloaded, address?.WithPort(0)), peers.Take(100).OrderBy(peer => !peer.IsIPv4).ToArray());

    private static bool ReadsBack(ReadOnlySpan<byte> body, (AnnounceReply Reply, PeerEndPoint[] Peers) sample)
    {
        var peers = new PeerEndPoint[200];
        return AnnounceReplyView.TryParse(body, out AnnounceReplyView view, out _)
            && !view.IsFailure
            && view.Reply == sample.Reply
            && peers.AsSpan(0, view.CopyPeers(peers)).SequenceEqual(sample.Peers);
    }
}
