using System.Security.Cryptography;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Storage.Hashing;

/// <summary>Checks single pieces of a torrent's data: samples when a drive comes back, and the patrol's rounds. Not thread-safe.</summary>
public sealed class PieceProbe : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly Metainfo _torrent;
    private readonly ContentReader _reader;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferBytes);

    /// <summary>Opens nothing yet.</summary>
    /// <param name="torrent">Has the right digests.</param>
    /// <param name="location">Where the data lies.</param>
    public PieceProbe(Metainfo torrent, ContentLocation location)
    {
        ArgumentNullException.ThrowIfNull(torrent);
        _torrent = torrent;
        // What is only looked at must not push out of the system's cache what is being sent.
        _reader = new ContentReader(new HashInput(location, torrent.IsSingleFile, location.FilesOf(torrent), torrent.Layout, Stamps: null), dropBehind: true);
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
        for (int done = 0; done < size;)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<byte> part = _buffer.AsSpan(0, Math.Min(_buffer.Length, size - done));
            error = _reader.Read(offset + done, part, 0);
            if (error is not null)
            {
                _hash.GetHashAndReset(stackalloc byte[Metainfo.HashLength]);
                return false;
            }
            _hash.AppendData(part);
            done += part.Length;
        }
        error = null;
        Span<byte> digest = stackalloc byte[Metainfo.HashLength];
        _hash.GetHashAndReset(digest);
        return digest.SequenceEqual(_torrent.PieceHash(piece));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        _hash.Dispose();
    }
}
