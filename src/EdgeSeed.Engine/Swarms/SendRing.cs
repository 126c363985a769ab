namespace EdgeSeed.Engine.Swarms;

/// <summary>
/// Whose turn it is to be sent something: deficit round robin over peers, with protocol messages before blocks. A peer is in it at most
/// once, so
/// it is bounded by the peer table.
/// </summary>
internal sealed class SendRing
{
    private readonly LinkedList<PeerConnection> _blocks = new();
    private readonly LinkedList<PeerConnection> _messages = new();
    private readonly Stack<LinkedListNode<PeerConnection>> _spare = new();

    /// <summary>Peers in the ring.</summary>
    public int Count => _blocks.Count + _messages.Count;

    /// <summary>Puts a peer at the end, unless it is in the ring already.</summary>
    public void Append(PeerConnection peer)
    {
        if (!peer.IsInRing) ListFor(peer).AddLast(Node(peer));
    }

    /// <summary>Puts back the peer whose turn was cut short, so that its block is finished before another is begun.</summary>
    public void Prepend(PeerConnection peer)
    {
        if (!peer.IsInRing) ListFor(peer).AddFirst(Node(peer));
    }

    /// <summary>Takes the peer whose turn it is.</summary>
    public bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PeerConnection? peer)
    {
        LinkedList<PeerConnection> list = _messages.Count > 0 ? _messages : _blocks;
        peer = null;
        if (list.First is not { } node) return false;
        list.Remove(node);
        peer = node.Value;
        peer.IsInRing = false;
        node.Value = null!;
        _spare.Push(node);
        return true;
    }

    /// <summary>Messages go first while their peer has not overdrawn its share and no block of its own is half sent.</summary>
    private LinkedList<PeerConnection> ListFor(PeerConnection peer) =>
        peer.HasControlWork && !peer.Item.Exists && peer.Deficit >= 0 ? _messages : _blocks;

    private LinkedListNode<PeerConnection> Node(PeerConnection peer)
    {
        peer.IsInRing = true;
        if (!_spare.TryPop(out LinkedListNode<PeerConnection>? node)) return new LinkedListNode<PeerConnection>(peer);
        node.Value = peer;
        return node;
    }
}
