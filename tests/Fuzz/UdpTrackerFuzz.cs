using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Fuzz;

public sealed class UdpTrackerFuzz
{
    [Fact]
    public void Tracker_side_never_throws_and_what_it_accepts_is_written_back_equal()
    {
        var mutator = new Mutator(22);
        byte[] announce = new byte[UdpAnnounceRequest.Length], scrape = new byte[UdpRequestHeader.Length + 3 * InfoHash.Length];
        byte[] written = new byte[2048], url = new byte[256];
        UdpAnnounceRequest.Write(1, 2, new AnnounceRequest { Port = 6881, Left = 5, Event = AnnounceEvent.Started }, announce);
        UdpScrapeRequest.Write(1, 2, new InfoHash[3], scrape);
        byte[][] samples = [[.. announce, 2, 9, .. "/announce"u8, 1, 0], scrape];
        int accepted = 0, refused = 0;
        for (int i = Mutator.Iterations(200_000); i > 0; i--)
        {
            byte[] packet = i % 8 == 0 ? mutator.Bytes(200) : mutator.Mutate(samples[i % 2]);
            bool isKnown = false;
            if (UdpRequestHeader.TryParse(packet, out UdpRequestHeader header))
            {
                header.Write(written);
                Assert.Equal(packet[..UdpRequestHeader.Length], written[..UdpRequestHeader.Length]);
            }
            if (UdpAnnounceRequest.TryParse(packet, out AnnounceRequest request))
            {
                isKnown = true;
                Assert.True(request is { Uploaded: >= 0, Downloaded: >= 0, Left: >= 0, PeersWanted: >= -1 });
                int length = UdpAnnounceRequest.Write(header.ConnectionId, header.TransactionId, request, written);
                Assert.True(UdpAnnounceRequest.TryParse(written.AsSpan(0, length), out AnnounceRequest again));
                Assert.Equal(request, again);
                Assert.InRange(UdpTrackerOptions.ReadUrlData(UdpAnnounceRequest.Options(packet), url), 0, url.Length);
            }
            if (UdpScrapeRequest.TryParse(packet, out ReadOnlySpan<byte> infoHashes))
            {
                isKnown = true;
                Assert.InRange(infoHashes.Length / InfoHash.Length, 1, UdpScrapeRequest.MaxInfoHashes);
            }
            if (isKnown) accepted++;
            else refused++;
        }
        Assert.True(accepted > 0 && refused > 0, $"{accepted} accepted, {refused} refused: these inputs prove nothing.");
    }

    [Fact]
    public void Client_side_never_throws_and_what_it_accepts_is_written_back_equal()
    {
        var mutator = new Mutator(23);
        byte[] sample = new byte[UdpAnnounceReply.HeaderLength + 4 * PeerEndPoint.CompactIPv6Length], written = new byte[1024];
        new UdpAnnounceReply(1, 2, 3, 4).WriteHeader(sample);
        int accepted = 0, refused = 0;
        for (int i = Mutator.Iterations(200_000); i > 0; i--)
        {
            byte[] packet = i % 8 == 0 ? mutator.Bytes(64) : mutator.Mutate(sample);
            if (packet.Length > 3) packet[3] = (byte)mutator.Random.Next(5);
            bool isKnown = false;
            if (UdpConnectReply.TryParse(packet, out UdpConnectReply connect))
            {
                isKnown = true;
                Assert.Equal(packet[..connect.Write(written)], written[..UdpConnectReply.Length]);
            }
            if (UdpAnnounceReply.TryParse(packet, out UdpAnnounceReply announce, out ReadOnlySpan<byte> peers))
            {
                isKnown = true;
                announce.WriteHeader(written);
                peers.CopyTo(written.AsSpan(UdpAnnounceReply.HeaderLength));
                Assert.True(UdpAnnounceReply.TryParse(written, out UdpAnnounceReply again, out _) && again == announce);
                foreach (PeerEndPoint peer in CompactPeers.IPv4(peers)) Assert.True(peer.IsIPv4);
                Assert.Equal(peers.Length / PeerEndPoint.CompactIPv6Length, CompactPeers.IPv6(peers).Count);
            }
            if (UdpScrapeReply.TryParse(packet, out _, out ReadOnlySpan<byte> entries))
            {
                isKnown = true;
                for (; !entries.IsEmpty; entries = entries[UdpScrapeReply.EntryLength..])
                {
                    ScrapeCounts counts = UdpScrapeReply.ReadEntry(entries);
                    UdpScrapeReply.WriteEntry(counts, written);
                    Assert.Equal(counts, UdpScrapeReply.ReadEntry(written));
                }
            }
            if (UdpErrorReply.TryParse(packet, out uint transactionId, out ReadOnlySpan<byte> message))
            {
                isKnown = true;
                int length = UdpErrorReply.Write(transactionId, message, written);
                Assert.Equal(packet[..length], written[..length]);
            }
            if (isKnown) accepted++;
            else refused++;
        }
        Assert.True(accepted > 0 && refused > 0, $"{accepted} accepted, {refused} refused: these inputs prove nothing.");
    }
}
