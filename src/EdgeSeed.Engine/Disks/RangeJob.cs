using EdgeSeed.Engine.Torrents;
using EdgeSeed.Storage;

namespace EdgeSeed.Engine.Disks;

/// <summary>One read for somebody outside the session: a download over HTTP.</summary>
/// <param name="torrent">Whose data, told when it comes back.</param>
/// <param name="offset">First byte.</param>
/// <param name="buffer">Filled wholly; the drive's thread owns it until <see cref="Outcome"/> is known.</param>
/// <param name="cancellation">When nobody wants it any more: a drive that has not begun to read does not.</param>
internal sealed class RangeJob(TorrentState torrent, long offset, Memory<byte> buffer, CancellationToken cancellation) : DriveJob(torrent)
{
    private readonly TaskCompletionSource<RangeOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isCancelled;

    /// <summary>Completes when the buffer is filled, or will not be.</summary>
    public Task<RangeOutcome> Outcome => _outcome.Task;

    /// <summary>Bytes wanted.</summary>
    public int Length => buffer.Length;

    /// <summary>Whether anything was read, or tried.</summary>
    public bool IsRead => !_isCancelled;

    /// <summary>Tells whoever waits; called in the session loop.</summary>
    public void Complete() => _outcome.TrySetResult(_isCancelled ? RangeOutcome.Cancelled : Error is null ? RangeOutcome.Good : RangeOutcome.Unreadable);

    /// <inheritdoc/>
    protected override StorageError? Read()
    {
        _isCancelled = cancellation.IsCancellationRequested;
        return _isCancelled ? null : Torrent.Torrent.Content.Read(offset, buffer.Span);
    }
}
