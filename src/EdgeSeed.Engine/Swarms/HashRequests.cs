using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Swarms;

/// <summary>
/// What one peer asked of hash trees (BEP 52) and was not answered yet. It is not read from while they are many. Leaves cost the reading of a piece: they
/// are told to who was sent at least as much of the torrent as was read for its sake before.
/// </summary>
internal sealed class HashRequests
{
    /// <summary>Requests that wait, at most.</summary>
    public const int Capacity = 16;

    /// <summary>Bytes of memory that they take.</summary>
    public const int HeldBytes = Capacity * 52 + 128;

    private readonly Queue<HashRequest> _waiting = new();
    private long _leafBytes;

    /// <summary>Requests that wait.</summary>
    public int Count => _waiting.Count;

    /// <summary>Bytes of the message that answers the first, a refusal counted as one that tells all.</summary>
    public int NextAnswerLength => HashRequest.MessageLength + (_waiting.Peek() is { IsPossible: true } next ? next.AnswerLength : 0);

    /// <summary>Puts one at the end; whoever asks has looked whether there is room.</summary>
    public void Enqueue(in HashRequest request) => _waiting.Enqueue(request);

    /// <summary>Takes the one at the front; there is one.</summary>
    public HashRequest Dequeue() => _waiting.Dequeue();

    /// <summary>Whether leaves may be read for it; if so, that is counted.</summary>
    /// <param name="uploadedBytes">What the peer was sent of the torrent.</param>
    /// <param name="layout">Says how much is read.</param>
    public bool TryTakeLeaves(long uploadedBytes, in TorrentLayout layout)
    {
        if (_leafBytes >= uploadedBytes) return false;
        _leafBytes += layout.PieceLength;
        return true;
    }
}
