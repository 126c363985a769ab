using System.Buffers.Binary;
using EdgeSeed.Protocol;

namespace EdgeSeed.Tracker.Swarms;

/// <summary>
/// Remembers who has completed which torrent, so that one source is counted once however often it says so. Of fixed size: 1,024 in each shard, of
/// which the first of four makes room for a newcomer. Under the shard's lock.
/// </summary>
internal sealed class CompletedSources
{
    private const int Capacity = 1024;
    private const int Ways = 4;

    private readonly ulong[] _keys = new ulong[Capacity];

    /// <summary>Adds a source of a torrent; false when it is there already.</summary>
    /// <param name="infoHash">The torrent.</param>
    /// <param name="source">The same for all peers of the source, and not to be steered: <see cref="IPeerEntry{TSelf}.Hash"/>.</param>
    public bool TryAdd(in InfoHash infoHash, ulong source)
    {
        ulong key = source ^ BinaryPrimitives.ReadUInt64LittleEndian(infoHash.Span[8..]);
        Span<ulong> set = _keys.AsSpan((int)((source >> 32) % (Capacity / Ways)) * Ways, Ways);
        if (set.Contains(key)) return false;
        set[1..].CopyTo(set);
        set[^1] = key;
        return true;
    }
}
