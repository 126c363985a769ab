using EdgeSeed.Protocol.Bencode;
using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Protocol.Wire;

/// <summary>
/// A peer exchange (BEP 11, <c>ut_pex</c>): who came and who went since the last one. Reading borrows the payload and copies peers out on
/// demand; unknown keys and values of the wrong type are ignored.
/// </summary>
public ref struct PexMessage
{
    /// <summary>Peers in one written list, both families together (BEP 11); those over it are left for the next message.</summary>
    public const int MaxPeersWritten = 50;

    /// <summary>Peers read from each list of each family; those over it are dropped.</summary>
    public const int MaxPeersRead = 200;

    /// <summary>No written message is longer.</summary>
    public const int MaxWrittenBytes = 2048;

    private ReadOnlySpan<byte> _added;
    private ReadOnlySpan<byte> _addedFlags;
    private ReadOnlySpan<byte> _added6;
    private ReadOnlySpan<byte> _added6Flags;
    private ReadOnlySpan<byte> _dropped;
    private ReadOnlySpan<byte> _dropped6;

    /// <summary>Peers that came, both families together: at most twice <see cref="MaxPeersRead"/>.</summary>
    public readonly int AddedCount => Bounded(CompactPeers.IPv4(_added)) + Bounded(CompactPeers.IPv6(_added6));

    /// <summary>Peers that went, both families together: at most twice <see cref="MaxPeersRead"/>.</summary>
    public readonly int DroppedCount => Bounded(CompactPeers.IPv4(_dropped)) + Bounded(CompactPeers.IPv6(_dropped6));

    /// <summary>Reads the payload of a <c>ut_pex</c> message.</summary>
    /// <param name="payload">The whole payload.</param>
    /// <param name="message">Who came and went; borrows <paramref name="payload"/>.</param>
    /// <param name="error">What is wrong and at which byte.</param>
    /// <returns>Whether the payload is a bencoded dictionary.</returns>
    public static bool TryParse(ReadOnlySpan<byte> payload, out PexMessage message, out BencodeError error)
    {
        message = default;
        var reader = new BencodeReader(payload, BencodeLimits.Message);
        if (reader.ReadDictionaryStart())
        {
            while (reader.ReadKey(out ReadOnlySpan<byte> key) && reader.Read())
            {
                if (reader.Token == BencodeToken.String) message.Take(key, reader.String);
                else reader.SkipChildren();
            }
        }
        error = reader.Error;
        return error.Fault == BencodeFault.None;
    }

    /// <summary>
    /// Copies who came, IPv4 first, as many as there is room for, and returns how many. A missing flag is <see cref="PexFlags.None"/>.
    /// </summary>
    public readonly int CopyAdded(Span<PexPeer> destination)
    {
        int count = 0;
        CopyAdded(CompactPeers.IPv4(_added), _addedFlags, destination, ref count);
        CopyAdded(CompactPeers.IPv6(_added6), _added6Flags, destination, ref count);
        return count;
    }

    /// <summary>Copies who went, IPv4 first, as many as there is room for, and returns how many.</summary>
    public readonly int CopyDropped(Span<PeerEndPoint> destination)
    {
        int count = 0;
        CopyDropped(CompactPeers.IPv4(_dropped), destination, ref count);
        CopyDropped(CompactPeers.IPv6(_dropped6), destination, ref count);
        return count;
    }

    /// <summary>Writes a message and returns its length.</summary>
    /// <param name="destination">At least <see cref="MaxWrittenBytes"/> bytes.</param>
    /// <param name="added">Who came, of either family; the first <see cref="MaxPeersWritten"/> are written.</param>
    /// <param name="dropped">Who went, of either family; the first <see cref="MaxPeersWritten"/> are written.</param>
    public static int Write(Span<byte> destination, ReadOnlySpan<PexPeer> added, ReadOnlySpan<PeerEndPoint> dropped)
    {
        added = added[..Math.Min(added.Length, MaxPeersWritten)];
        dropped = dropped[..Math.Min(dropped.Length, MaxPeersWritten)];
        var writer = new BencodeSpanWriter(destination);
        writer.WriteDictionaryStart();
        Span<byte> peers = stackalloc byte[MaxPeersWritten * PeerEndPoint.CompactIPv6Length];
        Span<byte> flags = stackalloc byte[MaxPeersWritten];
        WriteAdded(ref writer, "added"u8, "added.f"u8, added, isIPv4: true, peers, flags);
        WriteAdded(ref writer, "added6"u8, "added6.f"u8, added, isIPv4: false, peers, flags);
        writer.WriteKey("dropped"u8);
        writer.WriteString(peers[..CompactPeers.Write(dropped, isIPv4: true, peers)]);
        writer.WriteKey("dropped6"u8);
        writer.WriteString(peers[..CompactPeers.Write(dropped, isIPv4: false, peers)]);
        writer.WriteEnd();
        return writer.Overflowed ? throw new ArgumentException("The destination is too short.") : writer.Length;
    }

    private static void WriteAdded(
        ref BencodeSpanWriter writer, ReadOnlySpan<byte> key, ReadOnlySpan<byte> flagsKey, ReadOnlySpan<PexPeer> added, bool isIPv4,
        scoped Span<byte> peers, scoped Span<byte> flags)
    {
        int length = 0, count = 0;
        foreach (PexPeer peer in added)
        {
            if (peer.EndPoint.IsIPv4 != isIPv4) continue;
            length += peer.EndPoint.WriteCompact(peers[length..]);
            flags[count++] = (byte)peer.Flags;
        }
        writer.WriteKey(key);
        writer.WriteString(peers[..length]);
        writer.WriteKey(flagsKey);
        writer.WriteString(flags[..count]);
    }

    private static int Bounded(CompactPeers peers) => Math.Min(peers.Count, MaxPeersRead);

    private static void CopyAdded(CompactPeers peers, ReadOnlySpan<byte> flags, Span<PexPeer> destination, ref int count)
    {
        for (int i = 0; i < Bounded(peers) && count < destination.Length; i++)
            destination[count++] = new PexPeer(peers[i], i < flags.Length ? (PexFlags)flags[i] : PexFlags.None);
    }

    private static void CopyDropped(CompactPeers peers, Span<PeerEndPoint> destination, ref int count)
    {
        for (int i = 0; i < Bounded(peers) && count < destination.Length; i++) destination[count++] = peers[i];
    }

    private void Take(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("added"u8)) _added = value;
        else if (key.SequenceEqual("added.f"u8)) _addedFlags = value;
        else if (key.SequenceEqual("added6"u8)) _added6 = value;
        else if (key.SequenceEqual("added6.f"u8)) _added6Flags = value;
        else if (key.SequenceEqual("dropped"u8)) _dropped = value;
        else if (key.SequenceEqual("dropped6"u8)) _dropped6 = value;
    }
}

/// <summary>A peer that is passed on (BEP 11).</summary>
/// <param name="EndPoint">Where it listens.</param>
/// <param name="Flags">What is known of it.</param>
public readonly record struct PexPeer(PeerEndPoint EndPoint, PexFlags Flags);
