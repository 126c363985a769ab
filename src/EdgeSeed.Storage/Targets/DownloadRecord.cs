using System.Text;
using EdgeSeed.Linux;
using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Storage.State;

namespace EdgeSeed.Storage.Targets;

/// <summary>
/// What is remembered of an unfinished download, in the folder <c>.edgeseed</c> of its target: a lock, so that no two processes write the same
/// files, which files are the download's own, what was verified when it was last stopped in order, and the <c>.torrent</c> fetched from peers.
/// All of it goes when the download is complete.
/// </summary>
public sealed class DownloadRecord : IDisposable
{
    private const uint DirectoryMode = 0x1fd;
    private const uint FileMode = 0x1b4;
    private const int RemoveDirectory = 0x200;
    private const int ResumeVersion = 1;
    private const int OwnedVersion = 1;

    private static readonly byte[] s_name = ".edgeseed"u8.ToArray();

    private readonly FileDescriptor _target;
    private readonly FileDescriptor _lock;
    private readonly StateFolder _folder;
    private readonly InfoHash _infoHash;

    private DownloadRecord(FileDescriptor target, FileDescriptor held, StateFolder folder, InfoHash infoHash) =>
        (_target, _lock, _folder, _infoHash) = (target, held, folder, infoHash);

    /// <summary>Opens the record of a torrent in a target folder and takes its lock.</summary>
    /// <param name="folder">The target; must be there and writable.</param>
    /// <param name="infoHash">The torrent.</param>
    /// <param name="record">The caller's to dispose, when null is returned.</param>
    /// <returns>Null on success; an error with EAGAIN when another process holds the lock.</returns>
    public static StorageError? Open(LocalPath folder, InfoHash infoHash, out DownloadRecord? record)
    {
        ArgumentNullException.ThrowIfNull(folder);
        record = null;
        LocalPath path = folder.Join(s_name);
        FileDescriptor? inner = null, held = null;
        int errno = FileDescriptor.OpenPath(folder.Bytes, OpenFlags.Directory, out FileDescriptor? target);
        if (errno == Errno.None) errno = target!.MakeDirectory(s_name, DirectoryMode);
        if (errno == Errno.None) errno = target!.OpenEntry(s_name, OpenFlags.Directory, out inner);
        if (errno == Errno.None) errno = inner!.OpenEntry(Encoding.ASCII.GetBytes($"{infoHash}.lock"), OpenFlags.ReadWrite | OpenFlags.Create, out held, FileMode);
        if (errno == Errno.None) errno = held!.TryLock();
        if (errno == Errno.None)
        {
            record = new DownloadRecord(target!, held!, new StateFolder(inner!, path), infoHash);
            return null;
        }
        held?.Dispose();
        inner?.Dispose();
        target?.Dispose();
        return errno == Errno.TryAgain
            ? StorageError.Found(StorageOperation.Store, folder.ToString(), StorageFault.Busy, "another edgeseed is downloading this torrent there")
            : StorageError.FromErrno(StorageOperation.Store, path.ToString(), errno);
    }

    /// <summary>Whether a folder has a record of a torrent; makes none.</summary>
    public static bool IsThere(LocalPath folder, InfoHash infoHash)
    {
        ArgumentNullException.ThrowIfNull(folder);
        LocalPath held = folder.Join(s_name).Join(Encoding.ASCII.GetBytes($"{infoHash}.lock"));
        return FileDescriptor.StatusOfPath(held.Bytes, out _) == Errno.None;
    }

    /// <summary>What was verified when the download was last stopped in order; null when there is nothing to go by.</summary>
    public ResumeRecord? ReadResume()
    {
        StorageError? error = _folder.Read(Name(".resume"), StateFile.HeaderLength + StateFile.MaxPayloadLength, out byte[]? file);
        if (error is not null || file is null) return null;
        if (StateFile.TryOpen(file, StateKind.Download, ResumeVersion, out ReadOnlyMemory<byte> payload) is not null) return null;
        return ResumeRecord.TryParse(payload.Span, out ResumeRecord? record) && record!.InfoHash == _infoHash ? record : null;
    }

    /// <summary>Keeps what was verified, once it is known to be on the medium.</summary>
    public StorageError? WriteResume(ResumeRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return _folder.Write(Name(".resume"), StateFile.Seal(StateKind.Download, ResumeVersion, record.ToBytes()));
    }

    /// <summary>Which files of the torrent this download made, or took because they hold its data; all false when nothing is known.</summary>
    /// <param name="count">Files of the torrent.</param>
    /// <param name="place">Which place in the folder they are in, as given to <see cref="WriteOwned"/>: in another one nothing is its own.</param>
    public bool[] ReadOwned(int count, ReadOnlySpan<byte> place)
    {
        var owned = new bool[count];
        if (_folder.Read(Name(".files"), StateFile.HeaderLength + StateFile.MaxPayloadLength, out byte[]? file) is not null || file is null) return owned;
        if (StateFile.TryOpen(file, StateKind.DownloadFiles, OwnedVersion, out ReadOnlyMemory<byte> payload) is not null) return owned;
        if (payload.Length < count || !payload.Span[count..].SequenceEqual(place)) return owned;
        for (int i = 0; i < count; i++) owned[i] = payload.Span[i] == 1;
        return owned;
    }

    /// <summary>Keeps which files are the download's own; a byte each, 1 for those.</summary>
    /// <param name="owned">By file index.</param>
    /// <param name="place">Empty for that where the torrent's files come by themselves; else what tells one place from another.</param>
    public StorageError? WriteOwned(bool[] owned, ReadOnlySpan<byte> place)
    {
        ArgumentNullException.ThrowIfNull(owned);
        byte[] payload = new byte[owned.Length + place.Length];
        place.CopyTo(payload.AsSpan(owned.Length));
        for (int i = 0; i < owned.Length; i++) payload[i] = owned[i] ? (byte)1 : (byte)0;
        return _folder.Write(Name(".files"), StateFile.Seal(StateKind.DownloadFiles, OwnedVersion, payload));
    }

    /// <summary>The <c>.torrent</c> that was kept; null when there is none, or not a right one.</summary>
    public Metainfo? ReadTorrent()
    {
        var limits = new MetainfoLimits();
        if (_folder.Read(Name(".torrent"), limits.MaxFileLength, out byte[]? file) is not null || file is null) return null;
        return MetainfoParser.TryParse(file, limits, out Metainfo? torrent, out _) && torrent.InfoHash == _infoHash ? torrent : null;
    }

    /// <summary>Keeps a <c>.torrent</c> that was fetched from peers.</summary>
    public StorageError? WriteTorrent(ReadOnlySpan<byte> file) => _folder.Write(Name(".torrent"), file);

    /// <summary>Removes everything: the download is complete. The folder goes too when no other download uses it.</summary>
    public void Remove()
    {
        _folder.Remove(Name(".resume"));
        _folder.Remove(Name(".files"));
        _folder.Remove(Name(".torrent"));
        RemoveLock();
    }

    private void RemoveLock()
    {
        _folder.Remove(Name(".lock"));
        _target.Unlink(s_name, RemoveDirectory);
    }

    /// <summary>Gives the lock back; where there is nothing to remember, nothing is left behind.</summary>
    public void Dispose()
    {
        if (_folder.IsMissing(Name(".resume")) && _folder.IsMissing(Name(".files")) && _folder.IsMissing(Name(".torrent"))) RemoveLock();
        _folder.Dispose();
        _lock.Dispose();
        _target.Dispose();
    }

    private string Name(string extension) => _infoHash + extension;
}
