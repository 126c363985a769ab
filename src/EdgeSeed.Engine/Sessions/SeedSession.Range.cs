using EdgeSeed.Engine.Disks;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Sessions;

public sealed partial class SeedSession
{
    /// <summary>Whether a range of a torrent's bytes is verified and can be read.</summary>
    /// <param name="infoHash">The torrent.</param>
    /// <param name="offset">First byte in the torrent's stream.</param>
    /// <param name="length">Bytes; the range lies inside the torrent, or is empty.</param>
    /// <param name="mayWait">Whether who asks can do without while the torrent is super-seeded: a BitTorrent client that has peers too.</param>
    public Task<RangeCheck> CheckRangeAsync(InfoHash infoHash, long offset, long length, bool mayWait) =>
        AskAsync(() => _loop.Ranges.Check(infoHash, offset, length, mayWait));

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
        Task<RangeOutcome> reading = await AskAsync(() => _loop.Ranges.Begin(infoHash, offset, buffer, cancellation)).ConfigureAwait(false);
        return await OutliveAsync(reading).ConfigureAwait(false);
    }
}
