using EdgeSeed.Engine.Buffers;
using EdgeSeed.Engine.Swarms;

namespace EdgeSeed.Engine.Disks;

/// <summary>
/// Who gets the buffers of the pool. Each drive has its share and lends it in the order in which peers came: so a drive whose reads take long never
/// has the buffers of another. Owned by the session loop.
/// </summary>
/// <param name="pool">The buffers.</param>
/// <param name="drives">Drives at most; what waits is bounded by the peers there are.</param>
internal sealed class DriveBuffers(BlockBufferPool pool, int drives)
{
    private readonly DriveShare[] _shares = [.. Enumerable.Range(0, drives).Select(static _ => new DriveShare())];
    private int _known;
    private int _kept;

    /// <summary>Buffers that are out at present.</summary>
    public int InUse => pool.InUse;

    /// <summary>How often a peer had to wait for a buffer.</summary>
    public long Shortages { get; private set; }

    /// <summary>Whether somebody waits for a buffer.</summary>
    public bool IsShort
    {
        get
        {
            foreach (DriveShare share in _shares)
            {
                if (share.Waiting.Count > 0) return true;
            }
            return false;
        }
    }

    /// <summary>Whether somebody who waits could have a buffer now.</summary>
    public bool CanLend
    {
        get
        {
            foreach (DriveShare share in _shares)
            {
                if (share.Waiting.Count > 0 && Free(share) > 0) return true;
            }
            return false;
        }
    }

    /// <summary>Counts a torrent of a drive: drives without one have no share.</summary>
    public void AddTorrent(int drive)
    {
        if (_shares[drive].Torrents++ == 0) _known++;
    }

    /// <summary>Counts one less.</summary>
    public void RemoveTorrent(int drive)
    {
        if (--_shares[drive].Torrents == 0) _known--;
    }

    /// <summary>Rents a buffer for a peer, which must be given back by <see cref="Return"/>.</summary>
    /// <returns>Null when the drive's share is out, or others came before: then the peer waits, unless it takes one by <see cref="Take"/>.</returns>
    public BlockBuffer? TryRent(PeerConnection peer, int drive)
    {
        DriveShare share = _shares[drive];
        bool isNext = share.Waiting.Count == 0 || peer.HasBufferTurn;
        EndTurn(peer, drive);
        if (!isNext || Free(share) <= 0 || pool.TryRent() is not { } buffer) return null;
        share.InUse++;
        buffer.Drive = drive;
        return buffer;
    }

    /// <summary>Whether a drive that is short may take a buffer that another holds for nothing: its own, or one beyond the other's share.</summary>
    public bool MayTake(BlockBuffer held, int drive) => held.Drive == drive || (_shares[drive].InUse < Quota && _shares[held.Drive].InUse > Quota);

    /// <summary>Moves a buffer, emptied, to a drive.</summary>
    public void Take(BlockBuffer held, int drive)
    {
        _shares[held.Drive].InUse--;
        _shares[drive].InUse++;
        held.Drive = drive;
        held.Clear();
    }

    /// <summary>Takes a buffer back.</summary>
    public void Return(BlockBuffer buffer)
    {
        _shares[buffer.Drive].InUse--;
        pool.Return(buffer);
    }

    /// <summary>Has a peer wait for a buffer of a drive.</summary>
    public void Await(PeerConnection peer, int drive)
    {
        Shortages++;
        peer.IsWaitingForBuffer = true;
        _shares[drive].Waiting.Enqueue(peer);
    }

    /// <summary>
    /// Gives peers that wait their turn, as many of each drive as it has buffers free, and keeps those for them: on a slow line it is long until it comes.
    /// Once a round: who finds its data in the page cache by then takes none, and would leave those behind it waiting.
    /// </summary>
    /// <param name="wake">Gives a peer its turn at sending; returns whether it has one.</param>
    public void Lend(Func<PeerConnection, bool> wake)
    {
        foreach (DriveShare share in _shares)
        {
            while (Free(share) > 0 && share.Waiting.TryDequeue(out PeerConnection? waiter))
            {
                waiter.IsWaitingForBuffer = false;
                if (waiter.Stage == PeerStage.Closed || !wake(waiter)) continue;
                waiter.HasBufferTurn = true;
                share.Kept++;
                _kept++;
            }
        }
    }

    /// <summary>Keeps a buffer for a peer no longer: it has taken it, needs none, or is gone.</summary>
    public void EndTurn(PeerConnection peer, int drive)
    {
        if (!peer.HasBufferTurn) return;
        peer.HasBufferTurn = false;
        _shares[drive].Kept--;
        _kept--;
    }

    /// <summary>Buffers of one drive: an equal part, at least one.</summary>
    private int Quota => Math.Max(1, pool.Count / Math.Max(1, _known));

    /// <summary>Buffers that a drive may have and nobody has, or is to have.</summary>
    private int Free(DriveShare share) => Math.Min(Quota - share.InUse - share.Kept, pool.Count - pool.InUse - _kept);

    private sealed class DriveShare
    {
        public int Torrents { get; set; }

        public int InUse { get; set; }

        /// <summary>Buffers that are kept for peers which have their turn at sending soon.</summary>
        public int Kept { get; set; }

        public Queue<PeerConnection> Waiting { get; } = new();
    }
}
