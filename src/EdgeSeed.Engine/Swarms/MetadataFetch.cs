using System.Security.Cryptography;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Swarms;

/// <summary>
/// The info dictionary of a torrent of which only the hash is known, piece by piece from peers (BEP 9). It takes memory only as data comes.
/// When the whole has the wrong hash, it is fetched anew from one peer alone, so that a liar is found out. Owned by the session loop.
/// </summary>
/// <param name="infoHash">Its SHA-1; of version 2 alone what its SHA-256 is cut to.</param>
/// <param name="version2">Its SHA-256 (BEP 52), where that is known.</param>
/// <param name="options">Bounds.</param>
internal sealed class MetadataFetch(InfoHash infoHash, Sha256Hash? version2, EngineOptions options)
{
    private byte[]?[] _pieces = [];
    private PeerConnection? _only, _firstGiver;
    private bool _hasSeveralGivers;
    private int _missing;

    /// <summary>Where peers are said to listen.</summary>
    public PeerCandidates Candidates { get; } = new(options.MaxCandidates);

    /// <summary>Completes with the dictionary.</summary>
    public TaskCompletionSource<byte[]> Completed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Bytes of the dictionary as those say from whom it is being fetched; 0 before the first.</summary>
    public int TotalBytes { get; private set; }

    /// <summary>When data last came, or the attempt was begun.</summary>
    public long ProgressAt { get; private set; }

    /// <summary>Whether one peer alone is asked at present.</summary>
    public bool IsAlone => _only is not null;

    /// <summary>Whether everything is there.</summary>
    public bool IsComplete => Completed.Task.IsCompleted;

    /// <summary>Begins anew, from one peer alone or from all that agree with it on the size.</summary>
    public void Begin(PeerConnection peer, bool isAlone, long now)
    {
        TotalBytes = peer.Metadata!.TotalBytes;
        _pieces = new byte[MetadataMessage.PieceCount(TotalBytes)][];
        _missing = _pieces.Length;
        (_only, _firstGiver, _hasSeveralGivers, ProgressAt) = (isAlone ? peer : null, null, false, now);
    }

    /// <summary>Waits for the next peer: nobody is left to be asked.</summary>
    public void Forget() => (TotalBytes, _pieces, _missing, _only, _firstGiver) = (0, [], 0, null, null);

    /// <summary>Whether a peer may be asked.</summary>
    public bool MayAsk(PeerConnection peer) =>
        peer.Metadata is { Asked: < 0, IsLazy: false } offered && offered.TotalBytes == TotalBytes && (_only is null || ReferenceEquals(_only, peer));

    /// <summary>Chooses a piece that is missing and, if possible, not asked of anybody.</summary>
    /// <param name="isAsked">Whether somebody was asked for a piece.</param>
    /// <returns>-1 when everything is there.</returns>
    public int Next(Func<int, bool> isAsked)
    {
        int first = -1;
        for (int i = 0; i < _pieces.Length; i++)
        {
            if (_pieces[i] is not null) continue;
            if (!isAsked(i)) return i;
            if (first < 0) first = i;
        }
        return first;
    }

    /// <summary>Takes a piece.</summary>
    /// <returns>Null while pieces are missing; then whether the hash is right.</returns>
    public bool? Take(PeerConnection peer, in MetadataMessage message, ReadOnlySpan<byte> data, long now)
    {
        if (IsComplete || message.TotalBytes != TotalBytes || (_only is not null && !ReferenceEquals(_only, peer))) return null;
        if (_pieces[message.Piece] is not null) return null;
        _pieces[message.Piece] = data.ToArray();
        _hasSeveralGivers |= _firstGiver is not null && !ReferenceEquals(_firstGiver, peer);
        _firstGiver ??= peer;
        ProgressAt = now;
        if (--_missing > 0) return null;
        byte[] whole = new byte[TotalBytes];
        for (int i = 0; i < _pieces.Length; i++) _pieces[i]!.CopyTo(whole, i * MetadataMessage.PieceBytes);
        bool isRight = IsRight(whole);
        if (isRight) Completed.TrySetResult(whole);
        return isRight;
    }

    /// <summary>By each hash that is known.</summary>
    private bool IsRight(ReadOnlySpan<byte> whole)
    {
        if (version2 is { } wanted && Sha256Hash.Of(whole) != wanted) return false;
        return version2?.Truncated == infoHash || SHA1.HashData(whole).AsSpan().SequenceEqual(infoHash.Span);
    }

    /// <summary>Who gave all of it, when it was one peer.</summary>
    public PeerConnection? OnlyGiver => _hasSeveralGivers ? null : _firstGiver;
}
