using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;
using EdgeSeed.Storage;

namespace EdgeSeed.Engine.Torrents;

/// <summary>A torrent inside the session loop, which owns it.</summary>
internal sealed class TorrentState
{
    private const int MaximumPauseDoublings = 5;

    private int _failuresInARow;

    public TorrentState(SeedTorrent torrent, EngineOptions options)
    {
        Torrent = torrent;
        Limits = new MessageLimits(torrent.Layout.PieceCount)
        {
            MaxBlockBytes = 0,
            MaxExtendedBytes = options.MaxExtendedBytes,
            MaxUnknownBytes = options.MaxExtendedBytes,
        };
        Verified = torrent.Verified;
        CountVerified();
    }

    public SeedTorrent Torrent { get; }

    /// <summary>How large its peers' messages may be. A seed asked for no blocks, so a piece message is refused.</summary>
    public MessageLimits Limits { get; }

    public Bitfield Verified { get; private set; }

    public int VerifiedCount { get; private set; }

    public bool IsComplete => VerifiedCount == Torrent.Layout.PieceCount;

    public int InfoBytes => (int)(Torrent.Info?.TotalLength ?? 0);

    public long UploadedBytes { get; set; }

    public int Peers { get; set; }

    /// <summary>Who is told of which piece next, while it is super-seeded (BEP 16); null while every peer is told of all.</summary>
    public Spreading.SpreadPlan? Spread { get; set; }

    /// <summary>Who left last; null while nobody has.</summary>
    public Peers.PeerDepartures? Departures { get; set; }

    /// <summary>When a peer was last met that has everything: session milliseconds; 0 for never.</summary>
    public long SeedSeenAt { get; set; }

    /// <summary>Reads under way on drive threads; the content may be closed only at 0.</summary>
    public int ReadsUnderWay { get; set; }

    public long ReadErrors { get; private set; }

    public StorageError? LastError { get; private set; }

    /// <summary>The session clock's millisecond from which it is served again; 0 when it is served.</summary>
    public long PausedUntil { get; private set; }

    public bool IsPaused => PausedUntil != 0;

    /// <summary>Set while it is being removed: completed when no read is under way any more.</summary>
    public TaskCompletionSource<bool>? Removal { get; set; }

    /// <summary>Bytes of the pieces that are not offered.</summary>
    public long MissingBytes()
    {
        long missing = 0;
        for (int from = 0; Verified.TryNextClear(from, out PieceIndex piece); from = piece.Value + 1) missing += Torrent.Layout.PieceSize(piece);
        return missing;
    }

    public void Replace(Bitfield verified)
    {
        Verified = verified;
        CountVerified();
    }

    public void ReadFailed(StorageError error, long now, TimeSpan pause)
    {
        ReadErrors++;
        LastError = error;
        PausedUntil = now + ((long)pause.TotalMilliseconds << Math.Min(_failuresInARow++, MaximumPauseDoublings));
    }

    public void ReadSucceeded()
    {
        if (_failuresInARow == 0) return;
        _failuresInARow = 0;
        LastError = null;
    }

    /// <summary>Ends the pause; the next read tells whether the data is back.</summary>
    public void Resume() => PausedUntil = 0;

    private void CountVerified() => VerifiedCount = Verified.Count();
}
