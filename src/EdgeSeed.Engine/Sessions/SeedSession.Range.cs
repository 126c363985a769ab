using EdgeSeed.Engine.Disks;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Engine.Sessions;

public sealed partial class SeedSession
{
    /// <summary>Reads of <see cref="ReadRangeAsync"/> that drives have not finished; the session's thread counts them.</summary>
    private int _rangeReads;

    /// <summary>Whether a range of a torrent's bytes is verified and can be read.</summary>
    /// <param name="infoHash">The torrent.</param>
    /// <param name="offset">First byte in the torrent's stream.</param>
    /// <param name="length">Bytes; the range lies inside the torrent, or is empty.</param>
    /// <param name="mayWait">Whether who asks can do without while the torrent is super-seeded: a BitTorrent client that has peers too.</param>
    public Task<RangeOutcome> CheckRangeAsync(InfoHash infoHash, long offset, long length, bool mayWait) => AskAsync(() =>
    {
        RangeOutcome outcome = CheckRange(infoHash, offset, length, out TorrentState? torrent);
        bool isSpreading = torrent is not null && _context.SuperSeeder.IsSuperSeeding(torrent);
        return outcome == RangeOutcome.Good && mayWait && isSpreading ? RangeOutcome.Spreading : outcome;
    });

    /// <summary>
    /// Reads verified bytes for somebody who is no peer, on the thread of the torrent's drive, behind what peers have asked of it before.
    /// </summary>
    /// <param name="infoHash">The torrent.</param>
    /// <param name="offset">First byte in the torrent's stream.</param>
    /// <param name="buffer">Filled wholly when the outcome is good; lent until the task completes. The range lies inside the torrent.</param>
    /// <param name="cancellation">
    /// When it is not wanted any more. The task completes all the same, once the drive is done with the buffer, or has passed the read over.
    /// </param>
    public async Task<RangeOutcome> ReadRangeAsync(InfoHash infoHash, long offset, Memory<byte> buffer, CancellationToken cancellation = default)
    {
        Task<RangeOutcome> reading = await AskAsync(() =>
        {
            if (cancellation.IsCancellationRequested) return Task.FromResult(RangeOutcome.Cancelled);
            RangeOutcome outcome = CheckRange(infoHash, offset, buffer.Length, out TorrentState? torrent);
            if (outcome != RangeOutcome.Good) return Task.FromResult(outcome);
            if (_rangeReads == _context.Options.MaxRangeReads) return Task.FromResult(RangeOutcome.Busy);
            var job = new RangeJob(torrent!, offset, buffer, cancellation);
            torrent!.ReadsUnderWay++;
            _rangeReads++;
            if (!_context.ReadAhead.Await(job, offset)) _context.Drives.Enqueue(torrent.Torrent.Reader, job);
            return job.Outcome;
        }).ConfigureAwait(false);
        return await OutliveAsync(reading).ConfigureAwait(false);
    }

    private RangeOutcome CheckRange(in InfoHash infoHash, long offset, long length, out TorrentState? torrent)
    {
        if (!_context.Torrents.TryGetValue(infoHash, out torrent) || torrent.Removal is not null) return RangeOutcome.NotHere;
        if (torrent.IsPaused) return RangeOutcome.Unreadable;
        if (length <= 0 || torrent.IsComplete) return RangeOutcome.Good;
        int first = (int)(offset / torrent.Torrent.Layout.PieceLength), last = (int)((offset + length - 1) / torrent.Torrent.Layout.PieceLength);
        bool isMissing = torrent.Verified.TryNextClear(first, out PieceIndex missing) && missing.Value <= last;
        return isMissing ? RangeOutcome.Withheld : RangeOutcome.Good;
    }
}
