using EdgeSeed.Engine.Budget;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Swarms;

/// <summary>Requests of one peer that are refused, and of which it is to be told when it is its turn (BEP 6). It is not read from while they are many.</summary>
internal sealed class RefusedRequests
{
    /// <summary>Refusals that wait, at most.</summary>
    public const int Capacity = 32;

    /// <summary>Bytes of memory that they take.</summary>
    public const int HeldBytes = Capacity * 12 + 64;

    private readonly Queue<BlockRequest> _waiting = new();

    /// <summary>Refusals that wait.</summary>
    public int Count => _waiting.Count;

    /// <summary>What refusals take on the wire that go out in one packet, at most <see cref="Capacity"/> of them.</summary>
    public static int PacketBytes(int count) => Math.Min(count, Capacity) * MessageWriter.BlockLength + PacketOverhead.SegmentBytes;

    /// <summary>Puts one at the end; whoever asks has looked whether there is room.</summary>
    public void Enqueue(in BlockRequest block) => _waiting.Enqueue(block);

    /// <summary>Takes the one at the front.</summary>
    public bool TryDequeue(out BlockRequest block) => _waiting.TryDequeue(out block);
}
