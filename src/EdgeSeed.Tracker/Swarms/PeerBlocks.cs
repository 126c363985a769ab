using System.Runtime.CompilerServices;

namespace EdgeSeed.Tracker.Swarms;

/// <summary>
/// The blocks in which a shard keeps the peers of one family. Sizes follow from how many blocks fill a page, each at least an eighth larger
/// than the one before. A block is known by a number, 0 for none, that names its size and its place; freeing one may move another, whose
/// owner is told the new number.
/// </summary>
internal sealed unsafe class PeerBlocks<TEntry> where TEntry : unmanaged, IPeerEntry<TEntry>
{
    /// <summary>The most entries in a block.</summary>
    public static readonly int MaxCapacity = Capacities()[^1];

    private const int HeaderBytes = 8;
    private const int IndexBits = 26;
    private const uint IndexMask = (1u << IndexBits) - 1;

    private readonly BlockClass[] _classes;
    private readonly SwarmTable _swarms;

    public PeerBlocks(PagePool pool, SwarmTable swarms)
    {
        _swarms = swarms;
        _classes = [.. Capacities().Select(capacity => new BlockClass(pool, capacity, BlockBytes(capacity)))];
    }

    /// <summary>The header of a block; not valid after the next <see cref="Free"/>.</summary>
    public ref BlockHeader Header(uint block) => ref *(BlockHeader*)Address(block);

    /// <summary>All entries of a block, in use or not; not valid after the next <see cref="Free"/>.</summary>
    public Span<TEntry> Entries(uint block) => new((byte*)Address(block) + HeaderBytes, Class(block).Capacity);

    /// <summary>The entries in use.</summary>
    public Span<TEntry> Used(uint block)
    {
        byte* at = (byte*)Address(block);
        return new Span<TEntry>(at + HeaderBytes, ((BlockHeader*)at)->Count);
    }

    /// <summary>Whether no further entry fits.</summary>
    public bool IsFull(uint block) => Header(block).Count == Class(block).Capacity;

    /// <summary>
    /// Whether fewer entries would leave a smaller block well filled. Small blocks shrink at once, larger ones two sizes late, which keeps
    /// every peer's share below <see cref="IPeerEntry{TSelf}.WorstBytes"/> and does not copy a swarm that merely breathes.
    /// </summary>
    public bool IsLoose(uint block)
    {
        int number = ClassNumber(block), count = Header(block).Count;
        int late = _classes[number].Capacity <= 8 ? 1 : 2;
        return number >= late && count <= _classes[number - late].Capacity;
    }

    /// <summary>An empty block for at least <paramref name="entries"/> entries, which its owner must point to.</summary>
    public uint Allocate(int entries, int swarm, int bucket)
    {
        int number = 0;
        while (_classes[number].Capacity < entries) number++;
        uint block = ((uint)(number + 1) << IndexBits) | (uint)_classes[number].Add();
        Header(block) = new BlockHeader { Swarm = swarm, Bucket = (ushort)bucket };
        return block;
    }

    /// <summary>Gives a block up. The last of its size takes its place, and that one's owner is made to point there.</summary>
    public void Free(uint block)
    {
        BlockClass kind = Class(block);
        int last = kind.Used - 1;
        uint moved = (block & ~IndexMask) | (uint)last;
        if (moved != block)
        {
            Unsafe.CopyBlockUnaligned((void*)Address(block), (void*)Address(moved), (uint)kind.BlockBytes);
            ref BlockHeader header = ref Header(block);
            ref FamilyPeers owner = ref TEntry.Of(ref _swarms[header.Swarm]);
            if (owner.Directory is null) owner.Block = block;
            else owner.Directory[header.Bucket] = block;
        }
        kind.RemoveLast();
    }

    /// <summary>Counts by age the peers of all swarms that have more than <paramref name="kept"/>.</summary>
    public void CountAges(uint now, int kept, ref AgeHistogram ages)
    {
        foreach (BlockClass kind in _classes)
        {
            for (int i = 0; i < kind.Used; i++)
            {
                byte* at = (byte*)kind.Address(i);
                BlockHeader* header = (BlockHeader*)at;
                if (_swarms[header->Swarm].PeerCount <= kept) continue;
                var entries = new ReadOnlySpan<TEntry>(at + HeaderBytes, header->Count);
                foreach (TEntry entry in entries) ages.Add((uint)SwarmClock.Age(now, entry.Tick));
            }
        }
    }

    private static int ClassNumber(uint block) => (int)(block >> IndexBits) - 1;

    private static int BlockBytes(int capacity) => (HeaderBytes + (capacity * sizeof(TEntry)) + 7) & ~7;

    private static List<int> Capacities()
    {
        var capacities = new List<int>();
        for (int perPage = PagePool.PageBytes / BlockBytes(1); perPage >= 1; perPage--)
        {
            int capacity = Math.Min(byte.MaxValue - 1, ((PagePool.PageBytes / perPage & ~7) - HeaderBytes) / sizeof(TEntry));
            if (capacities.Count == 0 || capacity >= capacities[^1] + Math.Max(1, capacities[^1] / 8)) capacities.Add(capacity);
        }
        return capacities;
    }

    private BlockClass Class(uint block) => _classes[ClassNumber(block)];

    private nint Address(uint block) => Class(block).Address((int)(block & IndexMask));
}
