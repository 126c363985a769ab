namespace EdgeSeed.Engine.Swarms;

/// <summary>
/// A stretch of one torrent that the kernel reads into its cache in one go, for whoever wants a part of it: the head of a disk moves once for all of
/// it, and none of it takes memory of ours. Owned by the session loop.
/// </summary>
/// <param name="torrent">Whose bytes.</param>
/// <param name="from">First byte in the torrent's stream.</param>
/// <param name="to">Behind the last, at first.</param>
internal sealed class ReadWindow(TorrentState torrent, long from, long to)
{
    /// <summary>Bytes of the largest.</summary>
    public const int MostBytes = 4 * 1024 * 1024;

    private readonly List<PeerConnection> _peers = [];
    private readonly List<Action> _others = [];

    public TorrentState Torrent => torrent;

    public long From => from;

    public long To { get; private set; } = to;

    public long Length => To - from;

    public WindowStage Stage { get; set; }

    /// <summary>Its place among all that were read of its drive; 0 before.</summary>
    public long Number { get; set; }

    /// <summary>With which sweep of the head it is read.</summary>
    public int Sweep { get; init; }

    /// <summary>Whether it was read before, and the cache no longer had all of it.</summary>
    public bool IsAgain { get; init; }

    /// <summary>Peers that read from it, or wait for it.</summary>
    public int Readers { get; set; }

    /// <summary>When it was read: session milliseconds.</summary>
    public long ReadyAt { get; set; }

    /// <summary>When it was last read from: session milliseconds.</summary>
    public long TouchedAt { get; set; }

    /// <summary>Whether somebody waits for it; bounded by the peers and web downloads there are.</summary>
    public bool IsAwaited => _peers.Count > 0 || _others.Count > 0;

    /// <summary>Whether a byte of a torrent lies in it.</summary>
    public bool Covers(TorrentState asked, long offset) => ReferenceEquals(asked, torrent) && offset >= from && offset < To;

    /// <summary>Takes its end off, before it is read; it has so many bytes at most from then on.</summary>
    public void Shorten(long bytes) => To = Math.Min(To, from + bytes);

    /// <summary>Notes that a peer waits for it.</summary>
    public void Await(PeerConnection peer)
    {
        peer.IsWaitingForWindow = true;
        _peers.Add(peer);
    }

    /// <summary>Notes what a web download has done once it is there.</summary>
    public void Await(Action ready) => _others.Add(ready);

    /// <summary>Ends a peer's waiting.</summary>
    public void Leave(PeerConnection peer)
    {
        if (!peer.IsWaitingForWindow) return;
        peer.IsWaitingForWindow = false;
        _peers.Remove(peer);
    }

    /// <summary>The next peer that waited, which does no longer.</summary>
    public bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PeerConnection? peer)
    {
        peer = _peers.Count > 0 ? _peers[^1] : null;
        if (peer is null) return false;
        _peers.RemoveAt(_peers.Count - 1);
        peer.IsWaitingForWindow = false;
        return true;
    }

    /// <summary>What the next web download that waited has done, which waits no longer.</summary>
    public bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Action? ready)
    {
        ready = _others.Count > 0 ? _others[^1] : null;
        if (ready is not null) _others.RemoveAt(_others.Count - 1);
        return ready is not null;
    }
}
