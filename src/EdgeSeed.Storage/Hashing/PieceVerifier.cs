using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Storage.Hashing;

/// <summary>Checks data on disk against a torrent, piece by piece and file by file. Reads as <see cref="TorrentMaker"/> does; writes nothing.</summary>
public static class PieceVerifier
{
    /// <summary>Hashes all data of a torrent that is there.</summary>
    /// <param name="metainfo">The torrent.</param>
    /// <param name="location">Its single file, or its folder.</param>
    /// <param name="options">How much of the machine to use.</param>
    /// <param name="progress">Told after every buffer by one thread at a time; it must return quickly.</param>
    /// <param name="checkpoint">Pieces that need not be hashed, and the way to keep those that were; null where neither is wanted.</param>
    /// <param name="cancellation">Ends hashing within a buffer's time.</param>
    /// <returns>A result in every case: what cannot be read counts as not right and says why.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<VerifyResult> VerifyAsync(
        Metainfo metainfo,
        ContentLocation location,
        HashOptions options,
        IProgress<HashProgress>? progress = null,
        VerifyCheckpoint? checkpoint = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(metainfo);
        ArgumentNullException.ThrowIfNull(location);
        ArgumentNullException.ThrowIfNull(options);
        var input = new HashInput(location, metainfo.IsSingleFile, location.FilesOf(metainfo), metainfo.Layout, Stamps: null)
        {
            Known = checkpoint?.Trusted,
            Format = metainfo.CheckedBy,
        };
        var verdicts = new Verdicts(metainfo, input);
        verdicts.LookAtFiles();
        checkpoint?.Begin(verdicts.SoFar);
        await PieceHasher.RunAsync(input, options, verdicts, progress, cancellation).ConfigureAwait(false);
        return verdicts.Result();
    }

    private sealed class Verdicts(Metainfo metainfo, HashInput input) : IPieceSink
    {
        private readonly Lock _lock = new();
        private readonly Bitfield _good = CopyOf(input.Known, metainfo.PieceCount);
        private readonly FileVerdict[] _files = new FileVerdict[metainfo.Files.Count];

        public void Hashed(PieceIndex piece, ReadOnlySpan<byte> digest)
        {
            bool? right = metainfo.IsRight(piece, digest);
            if (right is null)
            {
                int file = input.Map.Extents(metainfo.Layout.Offset(piece), 1) is var extents && extents.MoveNext() ? extents.Current.FileIndex : 0;
                Failed(piece, file, input.TorrentIsAway());
                return;
            }
            lock (_lock)
            {
                if (right.Value) _good.Set(piece);
                else Blame(piece, damaged: 1, notChecked: 0);
            }
        }

        public bool Failed(PieceIndex piece, int file, StorageError error)
        {
            lock (_lock)
            {
                Blame(piece, damaged: 0, notChecked: 1);
                if (_files[file].State == FileState.Good) _files[file] = _files[file] with { State = FileState.Unreadable, Error = error };
            }
            return true;
        }

        /// <summary>What is known to be right by now.</summary>
        internal ResumeRecord SoFar()
        {
            lock (_lock)
            {
                var stamps = new FileStamp[_files.Length];
                for (int i = 0; i < stamps.Length; i++) stamps[i] = _files[i].Stamp;
                return new() { InfoHash = metainfo.InfoHash, Verified = CopyOf(_good, metainfo.PieceCount), Stamps = stamps, IsUnfinished = true };
            }
        }

        private static Bitfield CopyOf(Bitfield? pieces, int count) =>
            pieces is { } known ? new Bitfield(known.Span.ToArray(), count) : new Bitfield(count);

        internal void LookAtFiles()
        {
            using RootedFiles rooted = new(input.Location);
            for (int i = 0; i < _files.Length; i++)
            {
                TorrentFile file = metainfo.Files[i];
                if (!file.IsPadding && !file.IsSymbolicLink) _files[i] = LookAt(rooted, file.Length, input.PathOf(i));
            }
        }

        internal VerifyResult Result()
        {
            for (int i = 0; i < _files.Length; i++)
            {
                ref FileVerdict file = ref _files[i];
                if (file.State != FileState.Good || metainfo.Files[i].IsPadding) continue;
                if (file.DamagedPieces > 0) file = file with { State = FileState.Damaged };
                else if (file.UncheckedPieces > 0) file = file with { State = FileState.EdgesUnchecked };
            }
            return new VerifyResult(_good, _files);
        }

        private static FileVerdict LookAt(RootedFiles rooted, long length, SafePath path)
        {
            StorageError? error = rooted.StatusOf(path, out FileStatus status);
            FileState state = error switch
            {
                { Fault: StorageFault.Missing } => FileState.Missing,
                not null => FileState.Unreadable,
                null when status.Kind != FileKind.Regular => FileState.Unreadable,
                null when status.Stamp.Length != length => FileState.WrongLength,
                null => FileState.Good,
            };
            return new FileVerdict(state, status.Stamp, 0, 0, error ?? (state == FileState.Unreadable ? rooted.NotRegular(path, status.Kind) : null));
        }

        private void Blame(PieceIndex piece, int damaged, int notChecked)
        {
            foreach (FileExtent extent in input.Map.Extents(metainfo.Layout.Offset(piece), metainfo.Layout.PieceSize(piece)))
            {
                ref FileVerdict file = ref _files[extent.FileIndex];
                file = file with { DamagedPieces = file.DamagedPieces + damaged, UncheckedPieces = file.UncheckedPieces + notChecked };
            }
        }
    }
}
