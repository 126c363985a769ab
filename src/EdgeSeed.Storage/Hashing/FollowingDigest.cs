using System.Security.Cryptography;
using EdgeSeed.Linux;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Storage.Hashing;

/// <summary>
/// SHA-256 of a single file while its pieces are hashed. Pieces are hashed out of order by several threads; one more thread follows them from front to
/// back, reading what the system's cache still has, so the medium sees each byte once. Who is too far ahead of it waits.
/// </summary>
internal sealed class FollowingDigest : IPieceSink
{
    /// <summary>Bytes that pieces may be ahead: they have to stay in the system's cache that long.</summary>
    internal const long MaxLagBytes = 64 * 1024 * 1024;

    private readonly object _gate = new();
    private readonly HashInput _input;
    private readonly HashOptions _options;
    private readonly IPieceSink _sink;
    private readonly Bitfield _hashed;
    private int _front;
    private long _position;
    private bool _isOver;

    /// <summary>Follows what is hashed for another.</summary>
    /// <param name="input">A single file, none of whose pieces is known: reading those once more would cost what their being known has saved.</param>
    /// <param name="options">Says how large the buffer is, and whether the cache is cleared of what was read.</param>
    /// <param name="sink">Is told of each piece first.</param>
    internal FollowingDigest(HashInput input, HashOptions options, IPieceSink sink)
    {
        (_input, _options, _sink) = (input, options, sink);
        _hashed = new Bitfield(input.Layout.PieceCount);
    }

    /// <summary>What to hash pieces with meanwhile: the cache must still hold what this is to read, which then clears it.</summary>
    internal HashOptions Hashing => _options with { DropBehind = false };

    /// <inheritdoc/>
    public void Hashed(PieceIndex piece, ReadOnlySpan<byte> digest)
    {
        _sink.Hashed(piece, digest);
        lock (_gate)
        {
            _hashed.Set(piece);
            while (_front < _hashed.Length && _hashed[new PieceIndex(_front)]) _front++;
            Monitor.PulseAll(_gate);
            // Whoever has the first piece that is missing never waits here for long: all before it are there to be followed.
            while (!_isOver && _input.Layout.Offset(piece) > _position + MaxLagBytes) Monitor.Wait(_gate);
        }
    }

    /// <inheritdoc/>
    public bool Failed(PieceIndex piece, int file, StorageError error)
    {
        End();
        return _sink.Failed(piece, file, error);
    }

    /// <summary>No more pieces come: what is hashed by now is followed to its end, if that is all of the file.</summary>
    internal void End()
    {
        lock (_gate)
        {
            if (_front < _hashed.Length) _isOver = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Follows to the end; on a thread of its own.</summary>
    /// <returns>32 bytes; null when not all of the file was hashed, or it could not be read.</returns>
    internal Task<byte[]?> RunAsync() => Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private byte[]? Run()
    {
        try
        {
            if (_options.InBackground) ThreadNiceness.Raise();
            using var reader = new ContentReader(_input, _options.ShouldDropBehind(_input.Layout.TotalLength));
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            byte[] buffer = GC.AllocateUninitializedArray<byte>((int)Math.Min(_options.BufferBytes, _input.Layout.TotalLength));
            while (WaitForMore() is > 0 and var there)
            {
                Span<byte> part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, there));
                if (reader.Read(_position, part, 0) is not null) return null;
                hash.AppendData(part);
                Advance(part.Length);
            }
            return _position == _input.Layout.TotalLength ? hash.GetHashAndReset() : null;
        }
        finally
        {
            lock (_gate)
            {
                _isOver = true;
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>Bytes behind the position that are hashed; 0 at the end, or when there will be no more.</summary>
    private long WaitForMore()
    {
        lock (_gate)
        {
            while (true)
            {
                long end = _front == _hashed.Length ? _input.Layout.TotalLength : _input.Layout.Offset(new PieceIndex(_front));
                if (_isOver || end > _position || end == _input.Layout.TotalLength) return _isOver ? 0 : end - _position;
                Monitor.Wait(_gate);
            }
        }
    }

    private void Advance(int bytes)
    {
        lock (_gate)
        {
            _position += bytes;
            Monitor.PulseAll(_gate);
        }
    }
}
