using EdgeSeed.Storage.Posix;

namespace EdgeSeed.Storage;

/// <summary>
/// A torrent's info dictionary as part of the <c>.torrent</c> files on disk that hold it, read for each peer that asks (BEP 9): nothing of it is
/// in memory, and no file stays open.
/// </summary>
/// <param name="length">Bytes of the info dictionary.</param>
public sealed class ShelvedInfo(int length) : BlockSource
{
    /// <summary>Most places, as many as a torrent has copies; a further one is not used.</summary>
    public const int MaxPlaces = MirroredContent.MaxCopies;

    private volatile Place[] _places = [];

    /// <inheritdoc/>
    public override long TotalLength => length;

    /// <summary>Adds a place.</summary>
    /// <param name="owner">What tells it from the others.</param>
    /// <param name="file">The <c>.torrent</c>.</param>
    /// <param name="start">Where in it the dictionary begins.</param>
    /// <param name="fileLength">How long the file must be: another length is another torrent.</param>
    public void Add(LocalPath owner, ContentLocation file, int start, long fileLength)
    {
        lock (this)
        {
            if (_places.Length < MaxPlaces) _places = [.. _places, new Place(owner, file, start, fileLength)];
        }
    }

    /// <summary>Takes an owner's place out.</summary>
    public void Remove(LocalPath owner)
    {
        lock (this) _places = Array.FindAll(_places, place => !place.Owner.Equals(owner));
    }

    /// <inheritdoc/>
    public override StorageError? Read(long offset, Span<byte> buffer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + buffer.Length, length);
        StorageError? error = null;
        foreach (Place place in _places)
        {
            error = Read(place, offset, buffer);
            if (error is null) return null;
        }
        return error ?? StorageError.Found(StorageOperation.Read, "the torrent's info dictionary", StorageFault.Closed, "its torrent was closed");
    }

    private static StorageError? Read(in Place place, long offset, Span<byte> buffer)
    {
        using RootedFiles rooted = new(place.File);
        if (rooted.Open(default, out FileDescriptor? opened, out FileStatus status) is { } unreadable) return unreadable;
        using (opened)
        {
            if (status.Stamp.Length != place.FileLength)
                return StorageError.Found(StorageOperation.Read, place.File.ToString(), StorageFault.Changed, "it is another file by now");
            int errno = opened!.ReadAt(place.Start + offset, buffer, out int count);
            if (errno == Errno.None && count == buffer.Length) return null;
            return StorageError.FromErrno(StorageOperation.Read, place.File.ToString(), errno == Errno.None ? Errno.InputOutput : errno);
        }
    }

    private readonly record struct Place(LocalPath Owner, ContentLocation File, int Start, long FileLength);
}
