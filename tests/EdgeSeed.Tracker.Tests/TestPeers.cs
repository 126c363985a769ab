using System.Buffers.Binary;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Trackers;
using EdgeSeed.Tracker.Swarms;

namespace EdgeSeed.Tracker.Tests;

/// <summary>Torrents and peers by number, and announcing in a line.</summary>
internal static class TestPeers
{
    public static InfoHash Torrent(int number)
    {
        Span<byte> bytes = stackalloc byte[InfoHash.Length];
        new Random(number).NextBytes(bytes);
        return new InfoHash(bytes);
    }

    /// <summary>A global IPv4 address, 8.0.0.0 and on.</summary>
    public static PeerEndPoint IPv4(int number, ushort port = 6881) => PeerEndPoint.FromIPv4(0x0800_0000u + (uint)number, port);

    /// <summary>A global IPv6 address below 2001:db8::, each in a /64 of its own.</summary>
    public static PeerEndPoint IPv6(int number, ushort port = 6881)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, 0x2001_0db8);
        BinaryPrimitives.WriteInt32BigEndian(bytes[4..], number);
        bytes[15] = 1;
        return PeerEndPoint.FromIPv6(bytes, port);
    }

    public static (SwarmCounts Counts, PeerEndPoint[] Peers, PeerChange Change) Announce(
        this SwarmStore store, InfoHash torrent, PeerEndPoint peer, bool isSeed = false, AnnounceEvent reason = AnnounceEvent.None, int wanted = 50, Horizon? horizon = null)
    {
        var selection = new PeerSelection
        {
            IPv4 = new byte[PeerSelection.IPv4Room(wanted)],
            IPv6 = new byte[PeerSelection.IPv6Room(wanted)],
            Wanted = wanted,
            Horizon = horizon ?? Horizon.Everything,
        };
        SwarmCounts counts = store.Announce(new SwarmAnnounce(torrent, peer, isSeed, reason), ref selection, out PeerChange change);
        return (counts, Read(selection), change);
    }

    public static PeerEndPoint[] Read(PeerSelection selection)
    {
        var peers = new List<PeerEndPoint>();
        foreach (PeerEndPoint peer in CompactPeers.IPv4(selection.IPv4Peers)) peers.Add(peer);
        foreach (PeerEndPoint peer in CompactPeers.IPv6(selection.IPv6Peers)) peers.Add(peer);
        return [.. peers];
    }
}
