using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EdgeSeed.Protocol;

namespace EdgeSeed.Tracker.Swarms;

/// <summary>An IPv4 peer in 8 bytes: the six of its compact form (BEP 23) and a 16-bit tick. Little-endian machines only.</summary>
internal struct PeerEntry4 : IPeerEntry<PeerEntry4>
{
    private const int TickShift = 48;
    private const ulong PeerMask = (1UL << TickShift) - 1;

    private ulong _bits;

    public static int CompactLength => PeerEndPoint.CompactIPv4Length;

    public static int WorstBytes => 16;

    public ushort Tick
    {
        readonly get => (ushort)(_bits >> TickShift);
        set => _bits = (_bits & PeerMask) | ((ulong)value << TickShift);
    }

    public readonly PeerEndPoint EndPoint => PeerEndPoint.FromIPv4(Address, BinaryPrimitives.ReverseEndianness((ushort)(_bits >> 32)));

    public readonly bool IsRestricted => AddressScopes.OfIPv4(Address) != AddressScope.Global;

    private readonly uint Address => BinaryPrimitives.ReverseEndianness((uint)_bits);

    public static ref FamilyPeers Of(ref Swarm swarm) => ref swarm.IPv4;

    public static PeerEntry4 Create(in PeerEndPoint peer, ushort tick)
    {
        ulong port = BinaryPrimitives.ReverseEndianness(peer.Port);
        return new PeerEntry4 { _bits = BinaryPrimitives.ReverseEndianness(peer.IPv4Address) | (port << 32) | ((ulong)tick << TickShift) };
    }

    public static int IndexOf(ReadOnlySpan<PeerEntry4> entries, in PeerEntry4 peer)
    {
        ulong key = peer._bits;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<PeerEntry4, ulong>(entries);
        for (int i = 0; i < words.Length; i++)
        {
            if (((words[i] ^ key) & PeerMask) == 0) return i;
        }
        return -1;
    }

    public static int CountOfSource(ReadOnlySpan<PeerEntry4> entries, in PeerEntry4 peer)
    {
        uint address = (uint)peer._bits;
        int count = 0;
        foreach (ulong word in MemoryMarshal.Cast<PeerEntry4, ulong>(entries)) count += (uint)word == address ? 1 : 0;
        return count;
    }

    public readonly bool HasSameSource(in PeerEntry4 other) => (uint)_bits == (uint)other._bits;

    public static void CopyCompact(ReadOnlySpan<PeerEntry4> entries, Span<byte> destination)
    {
        if (entries.IsEmpty) return;
        ref byte to = ref destination[..(entries.Length * PeerEndPoint.CompactIPv4Length)][0];
        int last = entries.Length - 1;
        // Eight bytes are stored for six; each store is followed by one that overwrites the surplus, and the last is exact.
        for (int i = 0; i < last; i++)
        {
            Unsafe.WriteUnaligned(ref to, entries[i]._bits);
            to = ref Unsafe.Add(ref to, PeerEndPoint.CompactIPv4Length);
        }
        Unsafe.WriteUnaligned(ref to, (uint)entries[last]._bits);
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, 4), (ushort)(entries[last]._bits >> 32));
    }

    public readonly ulong Hash(ulong secret)
    {
        ulong mixed = ((uint)_bits ^ secret) * (secret | 1);
        return (mixed ^ (mixed >> 29)) * 0x9E37_79B9_7F4A_7C15;
    }
}
