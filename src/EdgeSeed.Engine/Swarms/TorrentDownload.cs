using EdgeSeed.Engine.Pieces;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage;

namespace EdgeSeed.Engine.Swarms;

/// <summary>What a torrent holds while it lacks pieces, and a little of it afterwards. Owned by the session loop.</summary>
internal sealed class TorrentDownload
{
    /// <summary>Failed pieces whose blocks' hashes are kept to find the culprit; when full, the culprit of a further one goes free.</summary>
    public const int MaxSuspects = 64;

    private long _retryAt;

    public TorrentDownload(TorrentState torrent, DownloadOrder order, EngineOptions options)
    {
        Torrent = torrent;
        Picker = new PiecePicker(torrent.Verified, order.Wanted);
        Candidates = new PeerCandidates(options.MaxCandidates);
        for (int i = 0; i < torrent.Verified.Length; i++)
        {
            var piece = new PieceIndex(i);
            int size = order.SizeOf(torrent.Torrent.Layout, piece);
            if (Picker.IsWaiting(piece)) LeftBytes += size;
            if (order.Wanted is not { } wanted || wanted[piece]) WantedBytes += size;
        }
        if (LeftBytes == 0) Finished.SetResult(true);
    }

    public TorrentState Torrent { get; }

    public PiecePicker Picker { get; }

    public PeerCandidates Candidates { get; }

    public List<ActivePiece> Active { get; } = [];

    /// <summary>Pieces completed since the start, in that order: what peers are told.</summary>
    public List<int> Completed { get; } = [];

    /// <summary>By piece: what was received when its hash was wrong.</summary>
    public Dictionary<int, ActivePiece> Suspects { get; } = [];

    /// <summary>Failed pieces that wait for their turn to have <see cref="Leaves"/> fetched, at most as many as <see cref="MaxSuspects"/>.</summary>
    public Queue<ActivePiece> Questioned { get; } = [];

    /// <summary>By which it is found out what of a failed piece was wrong (BEP 52); null while none is looked into.</summary>
    public LeafFetch? Leaves { get; set; }

    /// <summary>Completes when every wanted piece is verified.</summary>
    public TaskCompletionSource<bool> Finished { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long LeftBytes { get; set; }

    /// <summary>Bytes of all wanted pieces, of those too that were there before.</summary>
    public long WantedBytes { get; }

    public long ReceivedBytes { get; set; }

    public long WastedBytes { get; set; }

    public int FailedPieces { get; set; }

    public int BannedPeers { get; set; }

    public bool IsFinished => LeftBytes == 0;

    /// <summary>Why nothing is fetched at present.</summary>
    public StorageError? Problem { get; private set; }

    /// <summary>Whether blocks may be asked for.</summary>
    public bool IsFetching => LeftBytes > 0 && Problem is null && Torrent.Removal is null;

    /// <summary>Whether every block that is wanted was asked for: only then is one asked of several peers.</summary>
    public bool IsEndGame
    {
        get
        {
            if (Picker.Waiting > 0) return false;
            foreach (ActivePiece piece in Active)
            {
                if (piece.Missing > 0) return false;
            }
            return true;
        }
    }

    /// <summary>Begins a piece.</summary>
    /// <param name="piece">Which.</param>
    /// <param name="now">The session clock's millisecond.</param>
    public ActivePiece Begin(PieceIndex piece, long now)
    {
        Picker.Remove(piece);
        var active = new ActivePiece(piece, Torrent.Torrent.Download!.SizeOf(Torrent.Torrent.Layout, piece))
        {
            Place = Active.Count,
            IsExclusive = Suspects.ContainsKey(piece.Value),
            BegunAt = now,
        };
        Active.Add(active);
        return active;
    }

    /// <summary>Takes a piece off the list: it is done, or given up.</summary>
    public void End(ActivePiece piece)
    {
        if (piece.IsOver) return;
        piece.IsOver = true;
        piece.Owner = null;
        ActivePiece last = Active[^1];
        Active[piece.Place] = last;
        last.Place = piece.Place;
        Active.RemoveAt(Active.Count - 1);
    }

    /// <summary>Stops fetching until the target has been given time.</summary>
    public void Pause(StorageError problem, long until) => (Problem, _retryAt) = (problem, until);

    /// <summary>Goes on when it is time; what is written next tells whether the target is well.</summary>
    /// <returns>Whether it goes on just now.</returns>
    public bool TryResume(long now)
    {
        if (Problem is null || now < _retryAt) return false;
        Problem = null;
        return true;
    }
}
