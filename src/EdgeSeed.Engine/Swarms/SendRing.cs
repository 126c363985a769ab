using System.Diagnostics.CodeAnalysis;

namespace EdgeSeed.Engine.Swarms;

/// <summary>
/// Whose turn it is to be sent something, with protocol messages before blocks, and blocks that were begun before others: round robin over peers; or by need,
/// the peer first that was sent least for its torrent's weight, the next block counted (weighted fair queueing). A peer is in it at most once, so it is
/// bounded by the peer table.
/// </summary>
internal sealed class SendRing
{
    private const double BlockBytes = 16 * 1024;

    /// <summary>So many bytes are made good at most to a peer that had no slot for long, where it counts little.</summary>
    private const double MostCredit = 4 * BlockBytes;

    /// <summary>Who was sent so many bytes more than its turns gave it says the rest in its turn: whoever has every request of a flood refused would else have the whole line.</summary>
    private const double MostAhead = 4 * BlockBytes;

    /// <summary>Multiples of it, less their whole part, lie as evenly from 0 to 1 as can be, however many there are.</summary>
    private const double GoldenPart = 0.6180339887498949;

    /// <summary>Instead of since when it waits: it waits for no more than those that were hastened before it.</summary>
    private const long Hastened = long.MaxValue;

    private readonly LinkedList<PeerConnection> _messages = new();
    private readonly LinkedList<PeerConnection> _begun = new();
    private readonly LinkedList<PeerConnection> _blocks = new();
    private readonly Stack<LinkedListNode<PeerConnection>> _spare = new();
    private readonly PriorityQueue<PeerConnection, (double Next, long Order)> _byNeed = new();
    private double _weighedBytes, _strewn;
    private long _order;

    /// <summary>Whether those who need more are sent more; changes hold for who is put in afterwards.</summary>
    public bool IsByNeed { get; set; }

    /// <summary>Peers in the ring.</summary>
    public int Count => _messages.Count + _begun.Count + _blocks.Count + _byNeed.Count;

    /// <summary>
    /// Puts a peer at the end, unless it is in the ring already. A block that was begun is finished before others: it has had its turn, waited for a drive
    /// since, and holds a buffer for which others wait.
    /// </summary>
    public void Append(PeerConnection peer)
    {
        if (peer.IsInRing) return;
        LinkedList<PeerConnection> list = ListFor(peer);
        if (!IsByNeed || !ReferenceEquals(list, _blocks))
        {
            list.AddLast(Node(peer));
            return;
        }
        // Who had nothing to ask for does not get back what others got meanwhile.
        peer.WeighedBytes = Math.Max(peer.WeighedBytes, _weighedBytes - peer.SlotCredit / peer.Weight);
        (peer.IsInRing, peer.WaitsSince) = (true, 0);
        Enqueue(peer);
    }

    /// <summary>Puts back the peer whose turn was cut short, so that its block is finished before another is begun.</summary>
    public void Prepend(PeerConnection peer)
    {
        if (!peer.IsInRing) ListFor(peer).AddFirst(Node(peer));
    }

    /// <summary>Takes the peer whose turn it is.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="isForMessages">Its turn is for protocol messages alone: by need, who has always something to say would else have blocks before its time.</param>
    public bool TryTake([NotNullWhen(true)] out PeerConnection? peer, out bool isForMessages)
    {
        LinkedList<PeerConnection> list = _messages.Count > 0 ? _messages : _begun.Count > 0 ? _begun : _blocks;
        peer = null;
        isForMessages = IsByNeed && ReferenceEquals(list, _messages);
        if (list.First is { } node)
        {
            list.Remove(node);
            peer = node.Value;
            node.Value = null!;
            _spare.Push(node);
        }
        else if (_byNeed.TryDequeue(out peer, out _)) _weighedBytes = Math.Max(_weighedBytes, peer.WeighedBytes);
        else return false;
        peer.IsInRing = false;
        return true;
    }

    /// <summary>Counts bytes that a peer was sent.</summary>
    public void Sent(PeerConnection peer, int bytes)
    {
        if (!IsByNeed) return;
        peer.WeighedBytes += bytes / peer.Weight;
        peer.SlotCredit = Math.Max(0, peer.SlotCredit - bytes);
    }

    /// <summary>Puts all in the order that their weights want by now.</summary>
    public void Reorder()
    {
        PeerConnection[] waiting = [.. _byNeed.UnorderedItems.OrderBy(static item => item.Priority).Select(static item => item.Element)];
        _byNeed.Clear();
        foreach (PeerConnection peer in waiting) Enqueue(peer);
    }

    /// <summary>
    /// Once a second, of a peer in the ring: who has waited for a block for very long is next, after those that were hastened before it. One that counts
    /// little would else hold a slot for nothing.
    /// </summary>
    /// <param name="peer">A peer.</param>
    /// <param name="now">Session milliseconds, above 0.</param>
    /// <param name="longest">How long one waits at most: milliseconds.</param>
    public void Hasten(PeerConnection peer, long now, long longest)
    {
        if (peer.WaitsSince == 0) peer.WaitsSince = now;
        if (now - peer.WaitsSince < longest || !_byNeed.Remove(peer, out _, out _)) return;
        peer.WaitsSince = Hastened;
        Enqueue(peer);
    }

    /// <summary>A peer that counts little has few turns at a slot: what it was owed while it had none is given in this one.</summary>
    public void GotSlot(PeerConnection peer) =>
        peer.SlotCredit = peer is { Weight: < 1, WeighedBytes: > 0 } ? Math.Clamp((_weighedBytes - peer.WeighedBytes) * peer.Weight, 0, MostCredit) : 0;

    private void Enqueue(PeerConnection peer)
    {
        bool isHastened = peer.WaitsSince == Hastened;
        // Those that count little have turns far apart: at first they are strewn over that time, or all would wait for it and then come at once.
        double part = peer is { Weight: < 1, UploadedBytes: 0 } && !isHastened ? _strewn = (_strewn + GoldenPart) % 1 : 1;
        double next = peer.WeighedBytes + part * BlockBytes / peer.Weight;
        _byNeed.Enqueue(peer, (isHastened ? Math.Min(next, _weighedBytes) : next, _order++));
    }

    /// <summary>
    /// Messages go first while no block of their peer is half sent, and it has not overdrawn its share: by need some of it, which is paid for later.
    /// </summary>
    private LinkedList<PeerConnection> ListFor(PeerConnection peer)
    {
        if (peer.Item.Exists) return _begun;
        if (!peer.HasControlWork) return _blocks;
        bool isOverdrawn = IsByNeed ? peer.WeighedBytes - _weighedBytes > MostAhead / peer.Weight : peer.Deficit < 0;
        return isOverdrawn ? _blocks : _messages;
    }

    private LinkedListNode<PeerConnection> Node(PeerConnection peer)
    {
        peer.IsInRing = true;
        if (!_spare.TryPop(out LinkedListNode<PeerConnection>? node)) return new LinkedListNode<PeerConnection>(peer);
        node.Value = peer;
        return node;
    }
}
