using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Storage.Hashing;

/// <summary>Checks single pieces of a torrent's data: samples when a drive comes back, and the patrol's rounds. Not thread-safe.</summary>
public sealed class PieceProbe : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly Metainfo _torrent;
    private readonly ContentReader _reader;
    private readonly HashInput _input;
    private readonly PieceDigest _digest;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferBytes);

    /// <summary>Opens nothing yet.</summary>
    /// <param name="torrent">Has the right digests.</param>
    /// <param name="location">Where the data lies.</param>
    public PieceProbe(Metainfo torrent, ContentLocation location)
    {
        ArgumentNullException.ThrowIfNull(torrent);
        _torrent = torrent;
        // What is only looked at must not push out of the system's cache what is being sent.
        _input = new HashInput(location, torrent.IsSingleFile, location.FilesOf(torrent), torrent.Layout, Stamps: null) { Format = torrent.CheckedBy };
        _reader = new ContentReader(_input, dropBehind: true);
        _digest = new PieceDigest(_input.Format);
    }

    /// <summary>Reads and hashes one piece.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="error">Why it could not be read; null when it was read, right or wrong.</param>
    /// <param name="cancellation">Looked at before every buffer.</param>
    /// <returns>Whether its hash is right.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public bool IsRight(PieceIndex piece, out StorageError? error, CancellationToken cancellation)
    {
        long offset = _torrent.Layout.Offset(piece);
        int size = _torrent.Layout.PieceSize(piece);
        Span<byte> digest = stackalloc byte[PieceDigest.MaxLength];
        _digest.Begin(_input.FilePieceAt(piece));
        for (int done = 0; done < size;)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<byte> part = _buffer.AsSpan(0, Math.Min(_buffer.Length, size - done));
            error = _reader.Read(offset + done, part, 0);
            if (error is not null)
            {
                _digest.Finish(digest);
                return false;
            }
            _digest.Append(part);
            done += part.Length;
        }
        bool? isRight = _torrent.IsRight(piece, _digest.Finish(digest));
        error = isRight is null ? _input.TorrentIsAway() : null;
        return isRight == true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        _digest.Dispose();
    }
}
