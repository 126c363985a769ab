using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Storage.Hashing;

/// <content>
/// Whole pieces of which nothing was ever written have one digest, and need not be read: a sparse file is verified as fast as its data. What a torrent is made
/// of is read all the same.
/// </content>
internal sealed partial class HashWorker
{
    /// <summary>Holes that are told of at once: each is done in a moment.</summary>
    private const long ReportBytes = 1L << 30;

    /// <summary>Takes the next piece that is to be read; holes before it are done. Called with <see cref="PieceHasher.Medium"/> held.</summary>
    private bool TryNext(out PieceIndex piece)
    {
        long done = 0;
        bool isThere;
        while ((isThere = _hasher.TryNext(out piece)) && !_hasher.IsOver && IsHole(piece))
        {
            _hasher.Hashed(piece, _hasher.Zeros ??= DigestOfZeros(piece));
            done += _layout.PieceLength;
            if (done < ReportBytes) continue;
            _hasher.Report(done, _reader.FileIndex);
            done = 0;
        }
        if (done > 0) _hasher.Report(done, _reader.FileIndex);
        return isThere;
    }

    // The last piece of a file has another digest.
    private bool IsHole(PieceIndex piece)
    {
        int length = _hasher.Input.Format == TorrentFormat.V1 ? _layout.PieceSize(piece) : _hasher.Input.FilePieceAt(piece).Length;
        return _hasher.Input.Stamps is null && length == _layout.PieceLength && _reader.IsHole(_layout.Offset(piece), length);
    }

    private byte[] DigestOfZeros(PieceIndex piece)
    {
        _digest.Begin(_hasher.Input.FilePieceAt(piece));
        _buffer.AsSpan().Clear();
        for (int done = 0, count; done < _layout.PieceLength; done += count)
        {
            count = Math.Min(_buffer.Length, _layout.PieceLength - done);
            _digest.Append(_buffer.AsSpan(0, count));
        }
        return _digest.Finish(stackalloc byte[PieceDigest.MaxLength]).ToArray();
    }
}
