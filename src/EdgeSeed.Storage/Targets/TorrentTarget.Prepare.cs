using EdgeSeed.Linux;
using EdgeSeed.Linux.Files;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Hashing;

namespace EdgeSeed.Storage.Targets;

public sealed partial class TorrentTarget
{
    private static readonly byte[] s_here = "."u8.ToArray();

    /// <summary>Whether any file of the torrent is there already, so that it is worth checking.</summary>
    public bool HasData()
    {
        using RootedFiles rooted = new(Location);
        for (int i = 0; i < _torrent.Files.Count; i++)
        {
            if (!IsStored(i) || _torrent.Files[i].Length == 0) continue;
            if (rooted.StatusOf(PathOf(i), out FileStatus status) is null && status.Stamp.Length > 0) return true;
        }
        return false;
    }

    /// <summary>Whether every file that is wanted is there with its right length.</summary>
    /// <param name="isWanted">By file index; null for all.</param>
    public bool IsExact(Func<int, bool>? isWanted = null)
    {
        using RootedFiles rooted = new(Location);
        for (int i = 0; i < _torrent.Files.Count; i++)
        {
            if (!IsStored(i) || isWanted?.Invoke(i) == false) continue;
            StorageError? error = rooted.StatusOf(PathOf(i), out FileStatus status);
            if (error is not null || status.Kind != FileKind.Regular || status.Stamp.Length != _torrent.Files[i].Length) return false;
        }
        return true;
    }

    /// <summary>
    /// Makes folders and files, at their full length. Nothing is changed before all that is there was found to be the torrent's
    /// (<see cref="TargetSurvey"/>).
    /// </summary>
    /// <param name="claim">What may be taken, and who remembers it.</param>
    /// <returns>Null on success.</returns>
    public StorageError? Prepare(TargetClaim claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        var steps = new TargetStep[_torrent.Files.Count];
        var survey = new TargetSurvey(_torrent, claim);
        for (int i = 0; i < steps.Length; i++)
        {
            if (IsStored(i) && claim.IsWanted?.Invoke(i) != false && LookAt(i, survey, out steps[i]) is { } refused) return refused;
        }
        bool[] before = [.. claim.Owned];
        for (int i = 0; i < steps.Length; i++) claim.Owned[i] |= steps[i] != TargetStep.None;
        if (claim.Keep?.Invoke(claim.Owned) is { } unkept) return unkept;
        for (int i = 0; i < steps.Length; i++)
        {
            if (steps[i] == TargetStep.None || (Take(i, steps[i], survey) is not { } error)) continue;
            // What was not made may be somebody's by the next time.
            for (; i < steps.Length; i++) claim.Owned[i] = before[i];
            claim.Keep?.Invoke(claim.Owned);
            return error;
        }
        return null;
    }

    /// <summary>Waits until the medium has all that was written.</summary>
    /// <returns>Null on success; on failure what was written since the last success may be lost.</returns>
    public StorageError? Synchronise()
    {
        for (int i = 0; i < _torrent.Files.Count; i++)
        {
            if (!IsStored(i)) continue;
            int errno = OpenFile(i, OpenFlags.ReadOnly, out FileDescriptor? file);
            // A file that is not wanted was never there.
            if (errno == Errno.NotFound && !_isMade[i]) continue;
            if (errno == Errno.None)
            {
                using (file) errno = file!.Synchronise();
            }
            if (errno != Errno.None) return StorageError.FromErrno(StorageOperation.Store, Show(i), errno);
        }
        return null;
    }

    /// <summary>
    /// Whether the folder and the files that are open are still where they were made: what is removed, or lies on a drive that was pulled,
    /// takes data without an error for a while, and it is lost.
    /// </summary>
    /// <returns>Null when they are.</returns>
    public StorageError? FindLoss()
    {
        int errno = FileDescriptor.StatusOfPath(_folder.Bytes, out FileStatus there);
        FileStatus held = default;
        if (errno == Errno.None) errno = _root.Status(out held);
        if (errno != Errno.None) return StorageError.FromErrno(StorageOperation.Open, _folder.ToString(), errno);
        if (!IsSame(there, held)) return StorageError.Found(StorageOperation.Open, _folder.ToString(), StorageFault.Missing, "another folder is in its place");
        lock (_gate)
        {
            foreach ((int index, FileDescriptor file) in _open)
            {
                errno = OpenFile(index, OpenFlags.PathOnly, out FileDescriptor? named);
                if (errno != Errno.None) return StorageError.FromErrno(StorageOperation.Open, Show(index), errno);
                using (named)
                {
                    bool isSame = file.Status(out held) == Errno.None && named!.Status(out there) == Errno.None && IsSame(there, held);
                    if (!isSame) return StorageError.Found(StorageOperation.Open, Show(index), StorageFault.Missing, "another file is in its place");
                }
            }
        }
        return null;
    }

    private static bool IsSame(in FileStatus one, in FileStatus other) => one.Inode == other.Inode && one.Device == other.Device;

    /// <summary>Moves the file or folder into another folder of the same file system, once it is complete; nothing there is replaced.</summary>
    public StorageError? MoveTo(LocalPath folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        lock (_gate) CloseAll();
        byte[] name = _torrent.NamePath.Span.ToArray();
        int errno = FileDescriptor.OpenPath(folder.Bytes, OpenFlags.Directory, out FileDescriptor? target);
        using (target)
        {
            if (errno == Errno.None) errno = target!.StatusOfEntry(name, out _) == Errno.NotFound ? _root.Rename(name, target, name) : Errno.Exists;
        }
        return errno == Errno.None ? null : StorageError.FromErrno(StorageOperation.Store, folder.Join(name).ToString(), errno);
    }

    /// <summary>How the files look now, for a <see cref="ResumeRecord"/>.</summary>
    public IReadOnlyList<FileStamp> Stamps()
    {
        using RootedFiles rooted = new(Location);
        var stamps = new FileStamp[_torrent.Files.Count];
        for (int i = 0; i < stamps.Length; i++)
        {
            if (IsStored(i) && rooted.StatusOf(PathOf(i), out FileStatus status) is null) stamps[i] = status.Stamp;
        }
        return stamps;
    }

    private bool IsStored(int index) => !_torrent.Files[index].IsPadding && !_torrent.Files[index].IsSymbolicLink;

    private StorageError? LookAt(int index, TargetSurvey survey, out TargetStep step)
    {
        step = TargetStep.Make;
        int errno = OpenFolder(index, isMaking: false, out FileDescriptor? folder, out int reached);
        ReadOnlySpan<byte> known = WayTo(index).AsSpan(0, reached);
        FileStatus status = default;
        using (folder)
        {
            if (errno == Errno.None) errno = folder!.StatusOfEntry(NameOf(index), out status);
        }
        TargetSurvey.Objection? objection = null;
        if (errno == Errno.NotFound) objection = survey.JudgeNew(index, known);
        else if (errno != Errno.None) return StorageError.FromErrno(StorageOperation.Store, Show(index), errno);
        else objection = survey.Judge(index, status, out step) ?? (step == TargetStep.None ? null : survey.JudgeNew(index, known));
        _left[index] = status;
        return objection is null ? null : StorageError.Found(StorageOperation.Store, Show(index), objection.Fault, objection.Detail);
    }

    private StorageError? Take(int index, TargetStep step, TargetSurvey survey)
    {
        int flags = OpenFlags.ReadWrite | OpenFlags.NonBlocking;
        FileDescriptor? file = null;
        FileStatus status = default;
        int errno = OpenFolder(index, isMaking: true, out FileDescriptor? folder, out _);
        using (folder)
        {
            if (errno == Errno.None && step == TargetStep.Replace)
            {
                survey.Forget(index);
                errno = folder!.Unlink(NameOf(index), 0);
            }
            // What came into its place meanwhile is not ours.
            if (step != TargetStep.Take) flags |= OpenFlags.Create | OpenFlags.Exclusive;
            if (errno == Errno.None) errno = folder!.OpenEntry(NameOf(index), flags, out file, FileMode);
        }
        using (file)
        {
            if (errno == Errno.None) errno = file!.Status(out status);
            if (errno == Errno.None && step == TargetStep.Take && !IsSame(status, _left[index])) errno = Errno.Stale;
            if (errno == Errno.None && status.Stamp.Length != _torrent.Files[index].Length) errno = file!.SetLength(_torrent.Files[index].Length);
            if (errno == Errno.None) errno = file!.Status(out _left[index]);
        }
        _isMade[index] = errno == Errno.None;
        if (errno == Errno.Exists) return StorageError.Found(StorageOperation.Store, Show(index), StorageFault.Foreign, "something else has its name here");
        return errno == Errno.None ? null : Failure(index, StorageOperation.Store, errno);
    }

    /// <summary>Opens a file, walking down from the held folder.</summary>
    private int OpenFile(int index, int flags, out FileDescriptor? file)
    {
        file = null;
        int errno = OpenFolder(index, isMaking: false, out FileDescriptor? folder, out _);
        using (folder)
        {
            if (errno == Errno.None) errno = folder!.OpenEntry(NameOf(index), flags, out file);
        }
        return errno;
    }

    /// <summary>Opens the folder that holds a file, walking down from the held one; no link is followed.</summary>
    /// <param name="index">Of the file.</param>
    /// <param name="isMaking">Whether folders are made on the way.</param>
    /// <param name="folder">The caller's to dispose, when there is no error.</param>
    /// <param name="reached">Bytes of the file's way up to the first name that is not there, with that name.</param>
    private int OpenFolder(int index, bool isMaking, out FileDescriptor? folder, out int reached)
    {
        reached = 0;
        int errno = _root.OpenEntry(s_here, OpenFlags.PathOnly | OpenFlags.Directory, out folder);
        ReadOnlySpan<byte> way = WayTo(index);
        foreach (Range part in way.Split((byte)'/'))
        {
            reached = part.End.GetOffset(way.Length);
            if (errno != Errno.None || reached == way.Length) break;
            using FileDescriptor above = folder!;
            folder = null;
            if (isMaking) errno = above.MakeDirectory(way[part], DirectoryMode);
            if (errno == Errno.None) errno = above.OpenEntry(way[part], OpenFlags.PathOnly | OpenFlags.Directory, out folder);
            if (errno != Errno.None) break;
        }
        return errno;
    }
}
