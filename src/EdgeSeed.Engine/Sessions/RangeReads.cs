using EdgeSeed.Engine.Disks;
using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.SuperSeeding;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Engine.Sessions;

/// <summary>Reads of verified bytes for those who are no peers: downloads over HTTP. At most <see cref="EngineOptions.MaxRangeReads"/> at a time.</summary>
internal sealed class RangeReads(SessionState state, TorrentTable torrents, SuperSeeder superSeeder, PeerSet peers)
{
    private int _underWay;

    /// <summary>Whether a range of a torrent's bytes is verified and can be read.</summary>
    /// <param name="infoHash">The torrent.</param>
    /// <param name="offset">First byte in the torrent's stream.</param>
    /// <param name="length">Bytes; the range lies inside the torrent, or is empty.</param>
    /// <param name="mayWait">Whether who asks can do without while the torrent is super-seeded.</param>
    public RangeCheck Check(in InfoHash infoHash, long offset, long length, bool mayWait)
    {
        RangeCheck check = Check(infoHash, offset, length, out TorrentState? torrent);
        bool isSpreading = torrent is not null && superSeeder.IsSuperSeeding(torrent);
        return check.Outcome == RangeOutcome.Good && mayWait && isSpreading ? new RangeCheck(RangeOutcome.Spreading) : check;
    }

    /// <summary>Has a range read on the thread of the torrent's drive.</summary>
    /// <returns>Completes when the buffer is filled, or will not be.</returns>
    public Task<RangeOutcome> Begin(in InfoHash infoHash, long offset, Memory<byte> buffer, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested) return Task.FromResult(RangeOutcome.Cancelled);
        RangeOutcome outcome = Check(infoHash, offset, buffer.Length, out TorrentState? torrent).Outcome;
        if (outcome != RangeOutcome.Good) return Task.FromResult(outcome);
        if (_underWay == state.Options.MaxRangeReads) return Task.FromResult(RangeOutcome.Busy);
        var job = new RangeJob(torrent!, offset, buffer, cancellation);
        torrent!.ReadsUnderWay++;
        _underWay++;
        if (!peers.ReadAhead.Await(job, offset)) peers.Drives.Enqueue(torrent.Torrent.Reader, job);
        return job.Outcome;
    }

    /// <summary>Counts one that has come back.</summary>
    public void Finish(RangeJob job)
    {
        _underWay--;
        if (job.Error is not null || !job.IsRead) return;
        job.Torrent.ReadSucceeded();
        peers.ReadAhead.Sent(job.Torrent, job.Length);
    }

    private RangeCheck Check(in InfoHash infoHash, long offset, long length, out TorrentState? torrent)
    {
        if (!torrents.TryGetValue(infoHash, out torrent) || torrent.Removal is not null) return new RangeCheck(RangeOutcome.NotHere);
        if (torrent.IsPaused) return new RangeCheck(RangeOutcome.Unreadable);
        if (length <= 0 || torrent.IsComplete) return new RangeCheck(RangeOutcome.Good);
        TorrentLayout layout = torrent.Torrent.Layout;
        int first = (int)(offset / layout.PieceLength), last = (int)((offset + length - 1) / layout.PieceLength);
        bool isMissing = torrent.Verified.TryNextClear(first, out PieceIndex missing) && missing.Value <= last;
        return isMissing ? new RangeCheck(RangeOutcome.Withheld, missing, layout.PieceCount) : new RangeCheck(RangeOutcome.Good);
    }
}
