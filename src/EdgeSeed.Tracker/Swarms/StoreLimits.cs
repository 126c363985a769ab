namespace EdgeSeed.Tracker.Swarms;

/// <summary>What all shards together have taken of the store's caps. Thread-safe.</summary>
internal sealed class StoreLimits(int maxTorrents, int maxPeersPerTorrent, int maxPeersPerSource, long maxPeerBytes, int expiryTicks)
{
    private int _torrents;
    private long _peerBytes;
    private int _expiryTicks = expiryTicks;

    public int MaxPeersPerTorrent { get; } = maxPeersPerTorrent;

    public int MaxPeersPerSource { get; } = maxPeersPerSource;

    public int ExpiryTicks
    {
        get => Volatile.Read(ref _expiryTicks);
        set => Volatile.Write(ref _expiryTicks, value);
    }

    /// <summary>The most memory that the stored peers can cost.</summary>
    public long PeerBytes => Volatile.Read(ref _peerBytes);

    public bool IsTorrentsFull => Volatile.Read(ref _torrents) >= maxTorrents;

    public bool IsPeersFull => PeerBytes >= maxPeerBytes;

    public void AddTorrents(int change) => Interlocked.Add(ref _torrents, change);

    public void AddPeerBytes(long change) => Interlocked.Add(ref _peerBytes, change);
}
