using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol.Torrents;
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

/// <summary>Whether a range of a torrent's bytes can be had.</summary>
public enum RangeOutcome
{
    /// <summary>It can.</summary>
    Good,

    /// <summary>There is no such torrent, or it is being removed.</summary>
    NotHere,

    /// <summary>Some of it is in pieces that are not offered, because they are missing or damaged (<see cref="RangeCheck.FirstWithheld"/>).</summary>
    Withheld,

    /// <summary>The torrent's first copy is being spread among peers (BEP 16), who should get it from each other: ask again later.</summary>
    Spreading,

    /// <summary>The drive does not give it at present.</summary>
    Unreadable,

    /// <summary><see cref="EngineOptions.MaxRangeReads"/> others are being read: ask again later.</summary>
    Busy,

    /// <summary>Who wanted it has left before the drive came to it.</summary>
    Cancelled,
}

/// <summary>What there is to say of a range before it is read.</summary>
/// <param name="Outcome">Whether it can be had.</param>
/// <param name="FirstWithheld">Where it is <see cref="RangeOutcome.Withheld"/>, the first piece for which it is.</param>
/// <param name="Pieces">Where it is, how many pieces the torrent has.</param>
public readonly record struct RangeCheck(RangeOutcome Outcome, PieceIndex FirstWithheld = default, int Pieces = 0);
