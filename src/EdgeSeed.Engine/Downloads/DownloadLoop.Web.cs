using EdgeSeed.Engine.Pieces;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Engine.Downloads;

internal sealed partial class DownloadLoop
{
    /// <summary>Bytes that a web seed is asked for in one go, unless one piece is longer.</summary>
    private const long StretchBytes = 4 << 20;

    /// <summary>Milliseconds after which what one web seed was given may be given to another that is idle.</summary>
    private const long TakeOverAfter = 2000;

    /// <summary>Gives neighbouring pieces to a web seed to fetch.</summary>
    /// <param name="torrent">A torrent.</param>
    /// <param name="seed">The web seed.</param>
    /// <returns>Null when there is nothing for it at present.</returns>
    public WebStretch? BeginStretch(TorrentState torrent, Giver seed)
    {
        if (torrent.Download is not { IsFetching: true } download || seed.IsBanned) return null;
        if (Resume(download, seed) is { } rest) return rest;
        var everything = new Bitfield(torrent.Torrent.Layout.PieceCount);
        everything.SetAll();
        if (download.Active.Count >= MaxActivePieces || !download.Picker.TryPick(everything, state.Random, out PieceIndex first)) return TakeOver(download, seed);
        List<ActivePiece> pieces = [];
        long length = 0;
        for (int number = first.Value; number < everything.Length && length < StretchBytes; number++)
        {
            var piece = new PieceIndex(number);
            if (!download.Picker.IsWaiting(piece)) break;
            ActivePiece begun = download.Begin(piece, state.Now);
            begun.Owner = seed;
            for (int block = 0; block < begun.BlockCount; block++) begun.Ask(block);
            pieces.Add(begun);
            length += begun.Size;
            // The last of a file of version 2: what follows up to the next piece is in nobody's file (BEP 52).
            if (begun.Size < torrent.Torrent.Layout.PieceLength) break;
        }
        var stretch = new WebStretch(torrent, [.. pieces], torrent.Torrent.Layout.Offset(first), length);
        foreach (ActivePiece piece in pieces) piece.Stretch = stretch;
        return stretch;
    }

    /// <summary>
    /// Near the end: what a slow web seed has not come to is given to one that is idle, the later half at a time; at last the very piece it is at, which both
    /// fetch then.
    /// </summary>
    private WebStretch? TakeOver(TorrentDownload download, Giver seed)
    {
        WebStretch? slowest = null;
        int most = 0, from = 0;
        foreach (ActivePiece piece in download.Active)
        {
            if (piece is not { Stretch: WebStretch stretch, IsExclusive: false } || ReferenceEquals(piece.Owner, seed) || state.Now - piece.BegunAt < TakeOverAfter) continue;
            int untouched = 0;
            while (untouched < stretch.Pieces.Length && stretch.Pieces[^(untouched + 1)] is { ReceivedCount: 0, IsOver: false } last && ReferenceEquals(last.Owner, piece.Owner)) untouched++;
            if (untouched <= most) continue;
            (slowest, most) = (stretch, untouched);
            from = stretch.Pieces.Length - (untouched + 1) / 2;
        }
        if (slowest is null) return Share(download, seed);
        slowest.CutBefore(from);
        ActivePiece[] pieces = slowest.Pieces[from..];
        long length = 0;
        foreach (ActivePiece piece in pieces)
        {
            piece.Owner = seed;
            length += piece.Size;
        }
        var taken = new WebStretch(download.Torrent, pieces, download.Torrent.Torrent.Layout.Offset(pieces[0].Piece), length);
        foreach (ActivePiece piece in pieces) piece.Stretch = taken;
        return taken;
    }

    private WebStretch? Share(TorrentDownload download, Giver seed)
    {
        foreach (ActivePiece piece in download.Active)
        {
            bool isSlow = piece is { Stretch: not null, IsExclusive: false, Second: null } && !ReferenceEquals(piece.Owner, seed)
                && piece.ReceivedCount < piece.BlockCount && state.Now - piece.BegunAt >= TakeOverAfter;
            if (!isSlow) continue;
            int first = piece.BlockCount;
            for (int block = piece.BlockCount - 1; block >= 0; block--)
            {
                if (piece.IsReceived(block)) continue;
                first = block;
                piece.Ask(block);
            }
            piece.Second = seed;
            return new WebStretch(download.Torrent, [piece], download.Torrent.Torrent.Layout.Offset(piece.Piece), piece.Size, first * TorrentLayout.BlockLength);
        }
        return null;
    }

    /// <summary>A piece that somebody left half done, from its first missing block on: nothing else would bring it where there are no peers.</summary>
    private static WebStretch? Resume(TorrentDownload download, Giver seed)
    {
        foreach (ActivePiece piece in download.Active)
        {
            if (piece is not { Owner: null, Missing: > 0, IsExclusive: false }) continue;
            int first = piece.NextMissing();
            for (int block = 0; block < piece.BlockCount; block++)
            {
                if (piece.IsReceived(block) || piece.AskedCount(block) > 0) continue;
                first = Math.Min(first, block);
                piece.Ask(block);
            }
            piece.Owner = seed;
            return new WebStretch(download.Torrent, [piece], download.Torrent.Torrent.Layout.Offset(piece.Piece), piece.Size, first * TorrentLayout.BlockLength);
        }
        return null;
    }

    /// <summary>Takes bytes of a stretch: whole blocks, the last maybe shorter.</summary>
    /// <param name="stretch">What was given to the web seed.</param>
    /// <param name="seed">The web seed.</param>
    /// <param name="at">Bytes of the stretch before these.</param>
    /// <param name="bytes">The bytes.</param>
    /// <returns>Bytes taken: fewer than given while there is no memory, or the rate does not allow more.</returns>
    public int TakeStretch(WebStretch stretch, Giver seed, long at, ReadOnlySpan<byte> bytes)
    {
        TorrentDownload download = stretch.Torrent.Download!;
        if (stretch.Torrent.Removal is not null) return bytes.Length;
        int taken = 0;
        while (taken < bytes.Length && at + taken < stretch.Length)
        {
            int pieceLength = stretch.Torrent.Torrent.Layout.PieceLength;
            ActivePiece piece = stretch.Pieces[(int)((at + taken) / pieceLength)];
            int number = (int)((at + taken) % pieceLength) / TorrentLayout.BlockLength;
            int length = piece.LengthOf(number);
            if (taken + length > bytes.Length || !Budget.TryTake(length, state.Now)) break;
            if (_pool.TryRent() is not { } block)
            {
                Budget.Refund(length);
                break;
            }
            (block.Torrent, block.Piece, block.Number, block.Length, block.Filled) = (stretch.Torrent, piece, number, length, length);
            bytes.Slice(taken, length).CopyTo(block.Bytes);
            download.ReceivedBytes += length;
            Accept(download, block, seed);
            taken += length;
        }
        Flush();
        return taken;
    }

    /// <summary>Takes back what a web seed has not given of a stretch.</summary>
    /// <param name="stretch">What it was given.</param>
    /// <param name="seed">The web seed.</param>
    public void EndStretch(WebStretch stretch, Giver seed)
    {
        if (stretch.Torrent.Download is not { } download) return;
        foreach (ActivePiece piece in stretch.Pieces)
        {
            if (piece.IsOver || (!ReferenceEquals(piece.Owner, seed) && !ReferenceEquals(piece.Second, seed))) continue;
            for (int block = 0; block < piece.BlockCount; block++)
            {
                if (!piece.IsReceived(block)) piece.Release(block);
            }
            if (piece.Second is { } second)
            {
                // The other one goes on with it.
                if (ReferenceEquals(piece.Owner, seed)) piece.Owner = second;
                piece.Second = null;
                continue;
            }
            (piece.Owner, piece.Stretch) = (null, null);
            // Begun ones that nobody has a part of would keep peers from beginning those that they have.
            if (!piece.IsExclusive && piece.Missing < piece.BlockCount) continue;
            download.End(piece);
            download.Picker.Add(piece.Piece);
        }
        FillAll(stretch.Torrent);
    }
}
