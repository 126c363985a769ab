using System.Runtime.InteropServices;
using System.Text;
using EdgeSeed.Linux;
using EdgeSeed.Linux.Files;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Storage.State;

/// <summary>
/// Where EdgeSeed keeps what it must remember; never on a published drive. Layout:
/// <c>lock</c> (held while the program runs), <c>torrents/&lt;info-hash&gt;.torrent</c> (torrents made here),
/// <c>drives/&lt;hash of the drive's identity&gt;.drive</c> (<see cref="DriveMemory"/>), <c>made/&lt;hash of the source&gt;.made</c> (which content became which
/// torrent; <c>.part</c> while it is hashed), <c>set-aside/</c> (files that could not be understood), and single files of other parts beside them. A file that is torn
/// or foreign is set aside with an error to log, and counts as missing: the worst that follows is that something is hashed again.
/// </summary>
public sealed partial class StateDirectory : IDisposable
{
    /// <summary>Most files kept in <c>set-aside/</c>, 64; when it is full, a file that cannot be understood is deleted.</summary>
    public const int MaxSetAside = 64;

    private const uint DirectoryMode = 0x1ed;

    private readonly FileDescriptor _lock;
    private readonly StateFolder _torrents;
    private readonly StateFolder _drives;
    private readonly StateFolder _made;
    private readonly StateFolder _setAside;

    private StateDirectory(FileDescriptor held, StateFolder[] folders) =>
        (_lock, Root, _torrents, _drives, _made, _setAside, Torrents) = (held, folders[0], folders[1], folders[2], folders[3], folders[4], new ContentLocation(folders[1].Path));

    /// <summary>The directory itself, for the single files of other parts; sealed with <see cref="WriteSealed"/>.</summary>
    public StateFolder Root { get; }

    /// <summary>Bytes written since start, over all folders.</summary>
    public long BytesWritten => Root.BytesWritten + _torrents.BytesWritten + _drives.BytesWritten + _made.BytesWritten;

    /// <summary>Creates the directory where needed and takes its lock.</summary>
    /// <param name="path">Missing parents are made too.</param>
    /// <param name="state">The caller's to dispose, when null is returned.</param>
    /// <returns>Null on success; "another EdgeSeed uses it" when the lock is taken.</returns>
    public static StorageError? Open(LocalPath path, out StateDirectory? state)
    {
        ArgumentNullException.ThrowIfNull(path);
        state = null;
        var folders = new List<StateFolder>();
        FileDescriptor? held = null;
        StorageError? error = null;
        foreach (string name in (string[])["", "torrents", "drives", "made", "set-aside"])
        {
            LocalPath folder = path.Join(Encoding.ASCII.GetBytes(name));
            error = OpenFolder(folder, out FileDescriptor? directory);
            if (error is not null) break;
            folders.Add(new StateFolder(directory!, folder));
        }
        error ??= TakeLock(path, out held);
        if (error is null)
        {
            state = new StateDirectory(held!, [.. folders]);
            return null;
        }
        foreach (StateFolder folder in folders) folder.Dispose();
        return error;
    }

    /// <summary>Writes a state file of some part of the program into the directory.</summary>
    public StorageError? WriteSealed(string name, StateKind kind, int version, ReadOnlySpan<byte> payload) =>
        Root.Write(name, StateFile.Seal(kind, version, payload));

    /// <summary>Reads such a file back.</summary>
    /// <param name="name">As written.</param>
    /// <param name="kind">As written.</param>
    /// <param name="version">The version the caller understands.</param>
    /// <param name="payload">The payload; null when there is none.</param>
    /// <returns>Null, also when there is no such file; otherwise why it was set aside, or could not be read. To be logged, not fatal.</returns>
    public StorageError? ReadSealed(string name, StateKind kind, int version, out ReadOnlyMemory<byte>? payload) =>
        ReadSealed(Root, name, kind, version, out payload);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (StateFolder folder in (StateFolder[])[Root, _torrents, _drives, _made, _setAside]) folder.Dispose();
        _lock.Dispose();
    }

    private StorageError? ReadSealed(StateFolder folder, string name, StateKind kind, int version, out ReadOnlyMemory<byte>? payload)
    {
        payload = null;
        StorageError? error = folder.Read(name, StateFile.HeaderLength + StateFile.MaxPayloadLength, out byte[]? file);
        if (error is { Errno: Errno.None }) return SetAside(folder, name, error.Detail);
        if (error is not null || file is null) return error;
        string? fault = StateFile.TryOpen(file, kind, version, out ReadOnlyMemory<byte> opened);
        if (fault is not null) return SetAside(folder, name, fault);
        payload = opened;
        return null;
    }

    private StorageError SetAside(StateFolder folder, string name, string reason)
    {
        bool hasRoom = _setAside.List(out List<string> kept, MaxSetAside) is null && (kept.Count < MaxSetAside || kept.Contains(name));
        bool isMoved = hasRoom && folder.MoveTo(_setAside, name) == Errno.None;
        if (!isMoved) folder.Remove(name);
        string path = folder.Path.Join(Encoding.ASCII.GetBytes(name)).ToString();
        return StorageError.Found(
            StorageOperation.Load, path, StorageFault.Malformed, $"{reason}; it was {(isMoved ? "moved to " + _setAside.Path : "removed")}");
    }

    private static unsafe StorageError? OpenFolder(LocalPath path, out FileDescriptor? directory)
    {
        int errno = FileDescriptor.OpenPath(path.Bytes, OpenFlags.Directory, out directory);
        if (errno != Errno.NotFound) return errno == Errno.None ? null : StorageError.FromErrno(StorageOperation.Open, path.ToString(), errno);
        if (path.Parent.Equals(path)) return StorageError.FromErrno(StorageOperation.Open, path.ToString(), errno);
        StorageError? error = OpenFolder(path.Parent, out FileDescriptor? parent);
        if (error is not null) return error;
        parent!.Dispose();
        fixed (byte* terminated = (byte[])[.. path.Bytes, 0])
        {
            if (Libc.MakeDirectoryAt(OpenFlags.WorkingDirectory, terminated, DirectoryMode) != 0
                && Marshal.GetLastPInvokeError() is not Errno.Exists and int failed)
                return StorageError.FromErrno(StorageOperation.Write, path.ToString(), failed);
        }
        errno = FileDescriptor.OpenPath(path.Bytes, OpenFlags.Directory, out directory);
        return errno == Errno.None ? null : StorageError.FromErrno(StorageOperation.Open, path.ToString(), errno);
    }

    private static StorageError? TakeLock(LocalPath path, out FileDescriptor? held)
    {
        LocalPath file = path.Join("lock"u8);
        int errno = FileDescriptor.OpenPath(file.Bytes, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.NoFollow, out held, 0x180);
        if (errno != Errno.None) return StorageError.FromErrno(StorageOperation.Write, file.ToString(), errno);
        errno = held!.TryLock();
        if (errno == Errno.None) return null;
        held!.Dispose();
        return errno == Errno.TryAgain
            ? new StorageError(StorageOperation.Open, path.ToString(), StorageFault.System, errno, "another EdgeSeed uses it")
            : StorageError.FromErrno(StorageOperation.Open, file.ToString(), errno);
    }
}
