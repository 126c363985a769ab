using EdgeSeed.Engine.Torrents;
using EdgeSeed.Storage;

namespace EdgeSeed.Engine.Disks;

/// <summary>One read for somebody outside the session: a download over HTTP.</summary>
/// <param name="torrent">Whose data, told when it comes back.</param>
/// <param name="offset">First byte.</param>
/// <param name="buffer">Filled wholly; the drive's thread owns it meanwhile.</param>
internal sealed class RangeJob(TorrentState torrent, long offset, Memory<byte> buffer) : DriveJob(torrent)
{
    private readonly TaskCompletionSource<RangeOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the buffer is filled, or will not be.</summary>
    public Task<RangeOutcome> Outcome => _outcome.Task;

    /// <summary>Tells whoever waits; called in the session loop.</summary>
    public void Complete() => _outcome.TrySetResult(Error is null ? RangeOutcome.Good : RangeOutcome.Unreadable);

    /// <inheritdoc/>
    protected override StorageError? Read() => Torrent.Torrent.Content.Read(offset, buffer.Span);
}
