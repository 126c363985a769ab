using System.Buffers.Binary;
using System.Runtime.InteropServices;
using EdgeSeed.Protocol;

namespace EdgeSeed.Tracker.Swarms;

/// <summary>An IPv6 peer in 20 bytes: the eighteen of its compact form (BEP 7) and a 16-bit tick.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct PeerEntry6 : IPeerEntry<PeerEntry6>
{
    private ulong _high;
    private ulong _low;
    private ushort _port;
    private ushort _tick;

    public static int CompactLength => PeerEndPoint.CompactIPv6Length;

    public static int WorstBytes => 40;

    public ushort Tick
    {
        readonly get => _tick;
        set => _tick = value;
    }

    public readonly PeerEndPoint EndPoint
    {
        get
        {
            Span<byte> compact = stackalloc byte[PeerEndPoint.CompactIPv6Length];
            Write(compact);
            return PeerEndPoint.FromCompact(compact);
        }
    }

    public readonly bool IsRestricted => AddressScopes.OfIPv6(_high, _low) != AddressScope.Global;

    public static ref FamilyPeers Of(ref Swarm swarm) => ref swarm.IPv6;

    public static PeerEntry6 Create(in PeerEndPoint peer, ushort tick)
    {
        Span<byte> bytes = stackalloc byte[16];
        peer.WriteAddress(bytes);
        return new PeerEntry6
        {
            _high = BinaryPrimitives.ReadUInt64BigEndian(bytes),
            _low = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
            _port = peer.Port,
            _tick = tick,
        };
    }

    public static int IndexOf(ReadOnlySpan<PeerEntry6> entries, in PeerEntry6 peer)
    {
        for (int i = 0; i < entries.Length; i++)
        {
            if (entries[i]._low == peer._low && entries[i]._high == peer._high && entries[i]._port == peer._port) return i;
        }
        return -1;
    }

    public static int CountOfSource(ReadOnlySpan<PeerEntry6> entries, in PeerEntry6 peer)
    {
        int count = 0;
        for (int i = 0; i < entries.Length; i++) count += entries[i].HasSameSource(peer) ? 1 : 0;
        return count;
    }

    public readonly bool HasSameSource(in PeerEntry6 other) => _high == other._high && (_low == other._low || !IsRestricted);

    public static void CopyCompact(ReadOnlySpan<PeerEntry6> entries, Span<byte> destination)
    {
        for (int i = 0; i < entries.Length; i++) entries[i].Write(destination[(i * PeerEndPoint.CompactIPv6Length)..]);
    }

    public readonly ulong Hash(ulong secret)
    {
        ulong mixed = (_high ^ secret) * 0xD6E8_FEB8_6659_FD93;
        if (IsRestricted) mixed = (mixed ^ (mixed >> 32) ^ _low) * 0xD6E8_FEB8_6659_FD93;
        mixed = (mixed ^ (mixed >> 32)) * (secret | 1);
        return (mixed ^ (mixed >> 29)) * 0x9E37_79B9_7F4A_7C15;
    }

    private readonly void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _high);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _low);
        BinaryPrimitives.WriteUInt16BigEndian(destination[16..], _port);
    }
}
