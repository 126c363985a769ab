using EdgeSeed.Protocol.Trackers;
using FsCheck.Fluent;

namespace EdgeSeed.Protocol.Tests.Trackers;

public sealed class UdpTrackerTests
{
    private static readonly byte[] Announce = Convert.FromHexString(
        "0011223344556677" + "00000001" + "deadbeef" + "aabbccddeeff00112233445566778899aabbccdd" + "2d4553303130302d6162636465666768696a6b6c"
        + "0000000000000001" + "0000000000000002" + "0000000000000003" + "00000002" + "c0000201" + "01020304" + "ffffffff" + "1ae1");

    [Fact]
    public void Connect_request_has_the_bytes_of_the_specification()
    {
        byte[] packet = new byte[UdpRequestHeader.Length];
        Assert.Equal(16, UdpRequestHeader.Connect(0x01020304).Write(packet));
        Assert.Equal("00000417271019800000000001020304", Convert.ToHexString(packet));
        Assert.True(UdpRequestHeader.TryParse(packet, out UdpRequestHeader header) && header.IsConnect);
    }

    [Fact]
    public void Connect_request_with_another_constant_is_none()
    {
        byte[] packet = new byte[UdpRequestHeader.Length];
        new UdpRequestHeader(1, UdpTrackerAction.Connect, 2).Write(packet);
        Assert.True(UdpRequestHeader.TryParse(packet, out UdpRequestHeader header));
        Assert.False(header.IsConnect);
    }

    [Fact]
    public void Announce_is_read_at_the_offsets_of_the_specification()
    {
        Assert.True(UdpAnnounceRequest.TryParse(Announce, out AnnounceRequest request));
        Assert.Equal("aabbccddeeff00112233445566778899aabbccdd", request.InfoHash.ToString());
        Assert.Equal("-ES0100-abcdefghijkl", request.PeerId.ToString());
        Assert.Equal((1L, 2L, 3L), (request.Downloaded, request.Left, request.Uploaded));
        Assert.Equal((AnnounceEvent.Started, 0x01020304u, -1, 6881), (request.Event, request.Key, request.PeersWanted, (int)request.Port));
        Assert.Equal("192.0.2.1:6881", request.ClaimedAddress.ToString());
        byte[] written = new byte[UdpAnnounceRequest.Length];
        UdpAnnounceRequest.Write(0x0011223344556677, 0xdeadbeef, request, written);
        Assert.Equal(Announce, written);
    }

    [Fact]
    public void Announce_cut_short_is_refused_at_every_length()
    {
        for (int length = 0; length < Announce.Length; length++) Assert.False(UdpAnnounceRequest.TryParse(Announce.AsSpan(0, length), out _));
    }

    [Fact]
    public void Announce_with_another_action_is_refused()
    {
        byte[] packet = [.. Announce];
        packet[11] = 2;
        Assert.False(UdpAnnounceRequest.TryParse(packet, out _));
    }

    [Fact]
    public void Negative_numbers_become_unknown()
    {
        byte[] packet = [.. Announce];
        packet.AsSpan(56, 24).Fill(0xFF);
        packet.AsSpan(92, 4).Fill(0x80);
        packet[83] = 9;
        Assert.True(UdpAnnounceRequest.TryParse(packet, out AnnounceRequest request));
        Assert.Equal((long.MaxValue, AnnounceRequest.UnknownLeft, long.MaxValue), (request.Downloaded, request.Left, request.Uploaded));
        Assert.Equal((AnnounceRequest.PeersNotSaid, AnnounceEvent.None), (request.PeersWanted, request.Event));
    }

    [Fact]
    public void Written_announce_reads_back_equal() => Generate.Announce.Holds(request =>
    {
        byte[] packet = new byte[UdpAnnounceRequest.Length];
        UdpAnnounceRequest.Write(7, 8, request, packet);
        return UdpRequestHeader.TryParse(packet, out UdpRequestHeader header)
            && header == new UdpRequestHeader(7, UdpTrackerAction.Announce, 8)
            && UdpAnnounceRequest.TryParse(packet, out AnnounceRequest read)
            && read.Equals(request);
    });

    [Fact]
    public void Url_data_is_joined_from_its_options()
    {
        byte[] packet = [.. Announce, 2, 3, .. "/an"u8, 1, 1, 7, 1, 9, 2, 6, .. "nounce"u8, 0, 2, 1, (byte)'x'];
        byte[] url = new byte[64];
        int length = UdpTrackerOptions.ReadUrlData(UdpAnnounceRequest.Options(packet), url);
        Assert.Equal("/announce"u8.ToArray(), url[..length]);
    }

    [Fact]
    public void Options_that_make_no_sense_are_tolerated()
    {
        byte[] url = new byte[4];
        Assert.Equal(0, UdpTrackerOptions.ReadUrlData([], url));
        Assert.Equal(0, UdpTrackerOptions.ReadUrlData([2], url));
        Assert.Equal(0, UdpTrackerOptions.ReadUrlData([2, 9, 1], url));
        Assert.Equal(4, UdpTrackerOptions.ReadUrlData([2, 5, 1, 2, 3, 4, 5], url));
    }

    [Fact]
    public void Written_url_data_reads_back_equal() => Generate.BytesUpTo(600).Holds(url =>
    {
        byte[] options = new byte[url.Length + 16];
        byte[] read = new byte[600];
        int length = UdpTrackerOptions.WriteUrlData(url, options);
        return UdpTrackerOptions.ReadUrlData(options.AsSpan(0, length), read) == url.Length && read.AsSpan(0, url.Length).SequenceEqual(url);
    });

    [Fact]
    public void Connect_reply_reads_back_equal() =>
        (from id in Generate.UInt64 from transaction in Generate.UInt32 select new UdpConnectReply(transaction, id)).Holds(reply =>
        {
            byte[] packet = new byte[UdpConnectReply.Length];
            return reply.Write(packet) == UdpConnectReply.Length && UdpConnectReply.TryParse(packet, out UdpConnectReply read) && read == reply;
        });

    [Fact]
    public void Announce_reply_reads_back_equal_with_its_peers()
    {
        var replies =
            from transaction in Generate.UInt32
            from interval in Generate.Count
            from leechers in Generate.Count
            from seeders in Generate.Count
            from peers in Gen.ArrayOf(Generate.EndPoint6)
            select (Reply: new UdpAnnounceReply(transaction, interval, leechers, seeders), Peers: peers);
        replies.Holds(sample =>
        {
            byte[] packet = new byte[UdpAnnounceReply.HeaderLength + sample.Peers.Length * PeerEndPoint.CompactIPv6Length];
            int length = sample.Reply.WriteHeader(packet);
            length += CompactPeers.Write(sample.Peers, isIPv4: false, packet.AsSpan(length));
            if (length != packet.Length || !UdpAnnounceReply.TryParse(packet, out UdpAnnounceReply read, out ReadOnlySpan<byte> bytes)) return false;
            var peers = new List<PeerEndPoint>();
            foreach (PeerEndPoint peer in CompactPeers.IPv6(bytes)) peers.Add(peer);
            return read == sample.Reply && peers.SequenceEqual(sample.Peers);
        });
    }

    [Fact]
    public void Scrape_reads_back_equal() =>
        Gen.Choose(1, UdpScrapeRequest.MaxInfoHashes).SelectMany(count => Gen.ArrayOf(Generate.InfoHash, count)).Holds(infoHashes =>
        {
            byte[] packet = new byte[UdpRequestHeader.Length + infoHashes.Length * InfoHash.Length];
            return UdpScrapeRequest.Write(1, 2, infoHashes, packet) == packet.Length
                && UdpScrapeRequest.TryParse(packet, out ReadOnlySpan<byte> read)
                && read.SequenceEqual(packet.AsSpan(UdpRequestHeader.Length));
        });

    [Theory]
    [InlineData(0, false)]
    [InlineData(19, false)]
    [InlineData(20, true)]
    [InlineData(39, true)]
    [InlineData(1480, true)]
    [InlineData(1500, false)]
    public void Scrape_names_one_to_seventy_four_torrents(int bytes, bool expected)
    {
        byte[] packet = new byte[UdpRequestHeader.Length + bytes];
        new UdpRequestHeader(1, UdpTrackerAction.Scrape, 2).Write(packet);
        Assert.Equal(expected, UdpScrapeRequest.TryParse(packet, out _));
    }

    [Fact]
    public void Scrape_reply_reads_back_equal() => Gen.ArrayOf(Counts).Holds(counts =>
    {
        byte[] packet = new byte[UdpReplyHeader.Length + counts.Length * UdpScrapeReply.EntryLength];
        int length = new UdpReplyHeader(UdpTrackerAction.Scrape, 9).Write(packet);
        foreach (ScrapeCounts count in counts) length += UdpScrapeReply.WriteEntry(count, packet.AsSpan(length));
        if (!UdpScrapeReply.TryParse(packet, out uint transaction, out ReadOnlySpan<byte> entries) || transaction != 9) return false;
        for (int i = 0; i < counts.Length; i++)
        {
            if (UdpScrapeReply.ReadEntry(entries.Slice(i * UdpScrapeReply.EntryLength, UdpScrapeReply.EntryLength)) != counts[i]) return false;
        }
        return entries.Length == counts.Length * UdpScrapeReply.EntryLength;
    });

    [Fact]
    public void Error_reply_reads_back_equal_and_is_bounded() => Generate.BytesUpTo(600).Holds(message =>
    {
        byte[] packet = new byte[700];
        int length = UdpErrorReply.Write(3, message, packet);
        return UdpErrorReply.TryParse(packet.AsSpan(0, length), out uint transaction, out ReadOnlySpan<byte> read)
            && transaction == 3
            && read.SequenceEqual(message.AsSpan(0, Math.Min(message.Length, UdpErrorReply.MaxMessageBytes)));
    });

    [Fact]
    public void Reply_of_another_kind_is_refused()
    {
        byte[] packet = new byte[64];
        new UdpReplyHeader(UdpTrackerAction.Error, 1).Write(packet);
        Assert.False(UdpConnectReply.TryParse(packet, out _));
        Assert.False(UdpAnnounceReply.TryParse(packet, out _, out _));
        Assert.False(UdpScrapeReply.TryParse(packet, out _, out _));
        Assert.True(UdpErrorReply.TryParse(packet, out _, out _));
    }

    [Fact]
    public void Parsing_and_answering_allocate_nothing()
    {
        byte[] answer = new byte[128];
        byte[] url = new byte[64];
        Assert.Equal(0, Allocation.Of(() =>
            UdpRequestHeader.TryParse(Announce, out UdpRequestHeader header)
            && UdpAnnounceRequest.TryParse(Announce, out AnnounceRequest request)
            && UdpTrackerOptions.ReadUrlData(UdpAnnounceRequest.Options(Announce), url) == 0
            && new UdpAnnounceReply(header.TransactionId, 1800, request.PeersWanted, 1).WriteHeader(answer) == UdpAnnounceReply.HeaderLength
            && request.ClaimedAddress!.Value.WriteCompact(answer.AsSpan(20)) == 6));
    }

    private static FsCheck.Gen<ScrapeCounts> Counts { get; } =
        from complete in Generate.Count
        from incomplete in Generate.Count
        from downloaded in Generate.Count
        select new ScrapeCounts(complete, incomplete, downloaded);
}
