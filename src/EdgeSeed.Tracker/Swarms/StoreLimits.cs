namespace EdgeSeed.Tracker.Swarms;

/// <summary>What all shards together have taken of the store's caps. Thread-safe.</summary>
internal sealed class StoreLimits(int maxTorrents, int maxPeersPerTorrent, long maxPeerBytes, int expiryTicks)
{
    private int _torrents;
    private long _peerBytes;

    public int MaxPeersPerTorrent { get; } = maxPeersPerTorrent;

    public int ExpiryTicks { get; } = expiryTicks;

    /// <summary>The most memory that the stored peers can cost.</summary>
    public long PeerBytes => Volatile.Read(ref _peerBytes);

    public bool IsTorrentsFull => Volatile.Read(ref _torrents) >= maxTorrents;

    public bool IsPeersFull => PeerBytes >= maxPeerBytes;

    public void AddTorrents(int change) => Interlocked.Add(ref _torrents, change);

    public void AddPeerBytes(long change) => Interlocked.Add(ref _peerBytes, change);
}
