using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Storage.Library;

/// <summary>
/// A torrent's data in one or several places, such as two drives that hold the same: each read goes to the first copy that has the pieces and
/// can be read. A piece that cannot be read from a drive which is still there is withheld, and the rest goes on.
/// </summary>
/// <param name="infoHash">The torrent.</param>
/// <param name="layout">How it is cut into pieces.</param>
/// <param name="watch">Told of what fails.</param>
public sealed class MirroredContent(InfoHash infoHash, TorrentLayout layout, IContentWatch watch) : BlockSource, IHashSource
{
    /// <summary>Most copies, 8; a further one is not used.</summary>
    public const int MaxCopies = 8;

    // Replaced as a whole, under the lock on this object, which costs a torrent nothing; readers take what there is.
    private volatile ContentCopy[] _copies = [];

    /// <summary>The torrent.</summary>
    public InfoHash InfoHash => infoHash;

    /// <inheritdoc/>
    public override long TotalLength => layout.TotalLength;

    /// <summary>Number of copies.</summary>
    public int Count => _copies.Length;

    /// <summary>Adds a copy.</summary>
    /// <returns>False when there are <see cref="MaxCopies"/>.</returns>
    public bool Add(ContentCopy copy)
    {
        lock (this)
        {
            if (_copies.Length == MaxCopies) return false;
            _copies = [.. _copies, copy];
            return true;
        }
    }

    /// <summary>Takes a copy out and closes its files; reads under way end as they would.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(ContentLocation owner)
    {
        ContentCopy? removed = null;
        lock (this)
        {
            int index = IndexOf(_copies, owner);
            if (index < 0) return false;
            removed = _copies[index];
            _copies = [.. _copies[..index], .. _copies[(index + 1)..]];
        }
        (removed.Source as IDisposable)?.Dispose();
        return true;
    }

    /// <summary>The copy of an owner; null when there is none.</summary>
    public ContentCopy? Find(ContentLocation owner)
    {
        ContentCopy[] copies = _copies;
        return IndexOf(copies, owner) is var index and >= 0 ? copies[index] : null;
    }

    /// <summary>Says of one piece of a copy whether it is right.</summary>
    /// <returns>Whether that is news.</returns>
    public bool Judge(ContentLocation owner, PieceIndex piece, bool isRight)
    {
        lock (this)
        {
            int index = IndexOf(_copies, owner);
            if (index < 0) return false;
            return isRight ? _copies[index].Verified.Set(piece) : _copies[index].Verified.Clear(piece);
        }
    }

    /// <summary>The pieces that are right in at least one copy; the caller's to keep.</summary>
    public Bitfield Verified()
    {
        lock (this)
        {
            byte[] all = new byte[Bitfield.ByteLength(layout.PieceCount)];
            foreach (ContentCopy copy in _copies)
            {
                ReadOnlySpan<byte> bits = copy.Verified.Span;
                for (int i = 0; i < all.Length; i++) all[i] |= bits[i];
            }
            return new Bitfield(all, layout.PieceCount);
        }
    }

    /// <inheritdoc/>
    public override StorageError? Read(long offset, Span<byte> buffer)
    {
        StorageError? error = null;
        for (int next = 0; Next(ref next, offset, buffer.Length) is { } copy;)
        {
            error = copy.Reads.Refusal();
            if (error is not null) continue;
            error = copy.Source.Read(offset, buffer);
            if (error is null) return null;
            error = Weigh(copy, offset, buffer, error);
        }
        return error ?? NotHere();
    }

    /// <inheritdoc/>
    public override bool IsCached => true;

    /// <inheritdoc/>
    public override void Announce(long offset, long length)
    {
        for (int next = 0; Next(ref next, offset, (int)length) is { } copy;)
        {
            if (copy.Reads.Refusal() is not null) continue;
            copy.Source.Announce(offset, length);
            return;
        }
    }

    /// <inheritdoc/>
    public override bool TryLease(long offset, int length, out FileLease lease, out StorageError? error)
    {
        error = null;
        for (int next = 0; Next(ref next, offset, length) is { } copy;)
        {
            error = copy.Reads.Refusal();
            if (error is not null) continue;
            if (copy.Source.TryLease(offset, length, out lease, out error)) return true;
            if (error is null) return false;
            error = Weigh(copy, offset, [], error);
        }
        lease = default;
        error ??= NotHere();
        return false;
    }

    /// <inheritdoc/>
    public override void Rest()
    {
        foreach (ContentCopy copy in _copies) copy.Source.Rest();
    }

    /// <summary>Reads a part of the torrent's info dictionary from the <c>.torrent</c> of the first copy that has it; see <see cref="ShelvedInfo"/>.</summary>
    internal StorageError? ReadInfo(long offset, Span<byte> buffer)
    {
        StorageError? error = null;
        foreach (ContentCopy copy in _copies)
        {
            if (copy.Source is not ShelvedContent shelved) continue;
            error = shelved.ReadInfo(offset, buffer);
            if (error is null) return null;
        }
        return error ?? StorageError.Found(StorageOperation.Read, "the torrent's info dictionary", StorageFault.Closed, "its torrent was closed");
    }

    /// <summary>Reads hashes from the <c>.torrent</c> of the first copy that can tell them: where nobody asks for any, nothing of them is in memory.</summary>
    public StorageError? ReadHashes(in HashRequest request, Span<byte> hashes)
    {
        StorageError? error = null;
        foreach (ContentCopy copy in _copies)
        {
            if (copy.Source is not ShelvedContent shelved) continue;
            error = shelved.ReadHashes(request, hashes);
            if (error is null) return null;
        }
        return error ?? StorageError.Found(StorageOperation.Read, "the torrent's hash trees", StorageFault.Closed, "its torrent was closed");
    }

    private ContentCopy? Next(ref int next, long offset, int length)
    {
        int first = (int)(offset / layout.PieceLength), last = (int)((offset + length - 1) / layout.PieceLength);
        ContentCopy[] copies = _copies;
        while (next < copies.Length)
        {
            ContentCopy copy = copies[next++];
            if (Holds(copy.Verified, first, last)) return copy;
        }
        return null;
    }

    private static bool Holds(Bitfield verified, int first, int last)
    {
        for (int piece = first; piece <= last; piece++)
        {
            if (!verified[new PieceIndex(piece)]) return false;
        }
        return true;
    }

    /// <summary>Decides whether a failed read condemns a piece, or all of the copy.</summary>
    private StorageError Weigh(ContentCopy copy, long offset, Span<byte> buffer, StorageError error)
    {
        if (error.Fault == StorageFault.Closed) return error;
        if (error.Fault == StorageFault.MediumFailed) copy.Reads.Failed(error);
        if (error.Fault != StorageFault.MediumFailed || copy.Reads.IsGone)
        {
            watch.CopyFailed(infoHash, copy.Owner, error);
            return error;
        }
        long end = offset + buffer.Length;
        for (long at = offset; at < end;)
        {
            var piece = new PieceIndex((int)(at / layout.PieceLength));
            long pieceEnd = Math.Min(end, layout.Offset(piece) + layout.PieceSize(piece));
            bool isAlone = at == offset && pieceEnd == end;
            StorageError? failed = isAlone ? error : copy.Source.Read(at, buffer.Slice((int)(at - offset), (int)(pieceEnd - at)));
            if (failed is { Fault: StorageFault.MediumFailed } && Judge(copy.Owner, piece, isRight: false)) watch.PieceFailed(infoHash, copy.Owner, piece, failed);
            at = pieceEnd;
        }
        return error with { Fault = StorageFault.Withheld };
    }

    private static int IndexOf(ContentCopy[] copies, ContentLocation owner)
    {
        for (int i = 0; i < copies.Length; i++)
        {
            if (copies[i].Owner.Equals(owner)) return i;
        }
        return -1;
    }

    private static StorageError NotHere() =>
        StorageError.Found(StorageOperation.Read, "the torrent's data", StorageFault.Withheld, "this piece is damaged or missing, and withheld");
}

/// <summary>One of the places where a torrent's data lies, see <see cref="MirroredContent"/>.</summary>
/// <param name="Owner">What tells it from the torrent's other copies.</param>
/// <param name="Source">The data; disposed of when the copy is taken out, if it can be.</param>
/// <param name="Verified">The pieces that are right here; owned by the copy.</param>
/// <param name="Reads">How its drive fares.</param>
public sealed record ContentCopy(ContentLocation Owner, BlockSource Source, Bitfield Verified, DriveReads Reads);
