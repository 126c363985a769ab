using System.Buffers.Binary;
using EdgeSeed.Protocol;

namespace EdgeSeed.Tracker.Swarms;

/// <summary>The swarms of one shard, found by info-hash. Records lie in fixed segments: they never move, and growing copies none.</summary>
internal sealed class SwarmTable(ulong secret)
{
    private const int SegmentLength = 32;

    private readonly List<Swarm[]> _segments = [];
    private int[] _heads = Empty(16);
    private int _free = -1;

    /// <summary>Swarms in the table.</summary>
    public int Count { get; private set; }

    /// <summary>Every index is below this; not every one is in use.</summary>
    public int Limit => _segments.Count * SegmentLength;

    /// <summary>The record at an index.</summary>
    public ref Swarm this[int index] => ref _segments[index / SegmentLength][index % SegmentLength];

    /// <summary>The index of a torrent's swarm, or -1.</summary>
    public int Find(in InfoHash infoHash)
    {
        int index = _heads[Slot(infoHash)];
        while (index >= 0 && this[index].InfoHash != infoHash) index = this[index].Next;
        return index;
    }

    /// <summary>Adds an empty swarm, which must not be there yet, and returns its index.</summary>
    public int Add(in InfoHash infoHash)
    {
        if (_free < 0) AddSegment();
        if (Count == _heads.Length) Grow();
        int index = _free;
        ref Swarm swarm = ref this[index];
        _free = swarm.Next;
        ref int head = ref _heads[Slot(infoHash)];
        swarm = new Swarm { InfoHash = infoHash, IsUsed = true, Next = head };
        head = index;
        Count++;
        return index;
    }

    /// <summary>Removes a swarm without peers.</summary>
    public void Remove(int index)
    {
        ref Swarm swarm = ref this[index];
        ref int link = ref _heads[Slot(swarm.InfoHash)];
        while (link != index) link = ref this[link].Next;
        link = swarm.Next;
        swarm = new Swarm { Next = _free };
        _free = index;
        Count--;
    }

    private static int[] Empty(int length)
    {
        int[] heads = new int[length];
        Array.Fill(heads, -1);
        return heads;
    }

    private int Slot(in InfoHash infoHash)
    {
        ulong mixed = (BinaryPrimitives.ReadUInt64LittleEndian(infoHash.Span) ^ secret) * (secret | 1);
        mixed ^= BinaryPrimitives.ReadUInt64LittleEndian(infoHash.Span[8..]);
        return (int)(mixed * 0x9E37_79B9_7F4A_7C15 >> 32) & (_heads.Length - 1);
    }

    private void AddSegment()
    {
        var segment = new Swarm[SegmentLength];
        int first = Limit;
        for (int i = 0; i < SegmentLength; i++) segment[i].Next = i + 1 < SegmentLength ? first + i + 1 : -1;
        _segments.Add(segment);
        _free = first;
    }

    private void Grow()
    {
        _heads = Empty(_heads.Length * 2);
        for (int index = 0; index < Limit; index++)
        {
            ref Swarm swarm = ref this[index];
            if (!swarm.IsUsed) continue;
            ref int head = ref _heads[Slot(swarm.InfoHash)];
            swarm.Next = head;
            head = index;
        }
    }
}
