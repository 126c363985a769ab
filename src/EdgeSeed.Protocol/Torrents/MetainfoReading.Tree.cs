using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EdgeSeed.Protocol.Bencode;

namespace EdgeSeed.Protocol.Torrents;

/// <summary>The <c>file tree</c> (BEP 52). Its order numbers the pieces, so keys out of order are refused and not sorted.</summary>
internal ref partial struct MetainfoReading
{
    private const int PaddingPathBytes = 16;

    // What is no dictionary is as good as none.
    private bool ReadTree(ref InfoValues found)
    {
        BencodeReader behind = _reader;
        _reader = found.TreeReader;
        _where = "file tree";
        if (!_reader.Read()) return false;
        var read = new FileEntries(0, 0) { Offset = _reader.Offset };
        if (_reader.Token == BencodeToken.DictionaryStart)
        {
            if (!ReadFolder(read, depth: 0, isSafe: true)) return false;
            found.Tree = read;
        }
        _reader = behind;
        _where = "";
        return true;
    }

    // Calls itself as deep as the reader lets dictionaries be nested.
    private bool ReadFolder(FileEntries read, int depth, bool isSafe)
    {
        Range before = default;
        int outside = read.Way.Count, mappedOutside = read.MappedWay.Count;
        while (_reader.ReadKey(out ReadOnlySpan<byte> name))
        {
            int at = _reader.Offset;
            if (!IsAfter(ref before, name)) return Fault("file tree: its keys are out of order, or one is there twice", at);
            if (!_reader.Read()) return false;
            if (_reader.Token != BencodeToken.DictionaryStart) return Fault("file tree: an entry is not a dictionary", _reader.Offset);
            if (name.IsEmpty)
            {
                if (depth == 0) return Fault("file tree: a file has no name", at);
                if (!ReadTreeFile(read, isSafe)) return false;
                return !_reader.ReadKey(out _) ? _reader.Error.Fault == BencodeFault.None : Fault("file tree: a file has entries beside it", _reader.Offset);
            }
            bool isSafeSegment = SafeName.IsSafe(name);
            ReadOnlySpan<byte> mapped = isSafeSegment ? name : SafeName.Map(name);
            if (depth > 0) read.Way.Add((byte)'/');
            read.Way.AddRange(name);
            if (!mapped.IsEmpty && mappedOutside > 0) read.MappedWay.Add((byte)'/');
            read.MappedWay.AddRange(mapped);
            if (!ReadFolder(read, depth + 1, isSafe && isSafeSegment)) return false;
            read.Way.RemoveRange(outside, read.Way.Count - outside);
            read.MappedWay.RemoveRange(mappedOutside, read.MappedWay.Count - mappedOutside);
        }
        return _reader.Error.Fault == BencodeFault.None;
    }

    private bool ReadTreeFile(FileEntries read, bool isSafe)
    {
        var entry = new FileEntry { Offset = _reader.Offset };
        Range before = default;
        long? length = null;
        bool hasLink = false;
        while (_reader.ReadKey(out ReadOnlySpan<byte> key))
        {
            if (!IsAfter(ref before, key)) return Fault("file tree: its keys are out of order, or one is there twice", _reader.Offset);
            if (key.SequenceEqual("length"u8)) length = OptionalInteger();
            else if (key.SequenceEqual("attr"u8)) entry.Attributes = ParseAttributes(OptionalString()) & ~TorrentFileAttributes.Padding;
            else if (key.SequenceEqual("pieces root"u8) && _reader.Read())
            {
                bool isRoot = _reader.String.Length == MerkleTree.HashLength && _reader.String.ContainsAnyExcept((byte)0);
                entry.Root = isRoot ? _reader.StringOffset : 0;
                _reader.SkipChildren();
            }
            else if (key.SequenceEqual("symlink path"u8) && _reader.Read())
            {
                hasLink = _reader.Token == BencodeToken.ListStart;
                _reader.SkipChildren();
            }
            else _reader.Skip();
        }
        if (_reader.Error.Fault != BencodeFault.None) return false;
        if (!TakeLength(read, ref entry, length, entry.Offset, hasLink, "file tree: a file has no length")) return false;
        if (entry.Length > 0 && entry.Root == 0) return Fault("file tree: a file has no pieces root of 32 bytes", entry.Offset);
        if (read.Entries.Count == _limits.MaxFiles) return Fault($"file tree: there are more than the limit of {_limits.MaxFiles} files", entry.Offset);
        return TakeWay(read, ref entry, isSafe);
    }

    // A folder's name is written once and stands in the paths of all that is below: what they take is counted, not assumed.
    private bool TakeWay(FileEntries read, ref FileEntry entry, bool isSafe)
    {
        if (read.MappedWay.Count == 0) read.MappedWay.Add((byte)'_');
        ReadOnlySpan<byte> mapped = CollectionsMarshal.AsSpan(read.MappedWay);
        if (mapped.Length > SafePath.MaxLength)
        {
            isSafe = false;
            int slash = mapped.LastIndexOf((byte)'/');
            mapped = (byte[])[.. SafeName.FoldersThatFit(mapped[..slash], mapped[(slash + 1)..]), .. mapped[slash..]];
        }
        int start = read.Paths.WrittenCount, bytes = read.Way.Count + (isSafe ? 0 : mapped.Length);
        if (start + (long)bytes > _limits.MaxFileLength) return Fault($"file tree: the paths together are longer than the limit of {_limits.MaxFileLength} bytes", entry.Offset);
        // Twice what has bytes: a file, and the padding behind it.
        int entryBytes = Unsafe.SizeOf<FileEntry>() + Unsafe.SizeOf<TorrentFile>() + Unsafe.SizeOf<SafePath>();
        _neededBytes += bytes + (isSafe ? 0 : TwoSpellingsBytes) + (entry.Length > 0 ? 2 * entryBytes + PaddingPathBytes : entryBytes);
        if (_neededBytes > _limits.MaxMemory) return IsTooMuch(read.Entries.Count, _neededBytes, entry.Offset);
        read.Paths.Write(CollectionsMarshal.AsSpan(read.Way));
        int mappedStart = isSafe ? start : read.Paths.WrittenCount;
        if (!isSafe) read.Paths.Write(mapped);
        entry.Written = new PathPlace(start, read.Way.Count, mappedStart, mapped.Length);
        read.Entries.Add(entry);
        return true;
    }

    private readonly bool IsAfter(ref Range before, ReadOnlySpan<byte> key)
    {
        bool isAfter = before.Equals(default) || _file.Span[before].SequenceCompareTo(key) < 0;
        before = _reader.StringOffset.._reader.Position;
        return isAfter;
    }

    /// <summary>The files of a tree as a stream in which each begins with a piece.</summary>
    private static FileEntries Padded(FileEntries tree, int pieceLength)
    {
        var padded = new FileEntries(tree.Entries.Count * 2, 0) { Offset = tree.Offset, IsTree = true };
        padded.Paths.Write(tree.Paths.WrittenSpan);
        foreach (FileEntry entry in tree.Entries)
        {
            padded.Entries.Add(entry);
            padded.TotalLength += entry.Length;
            long missing = -entry.Length & (pieceLength - 1);
            if (missing == 0) continue;
            padded.Entries.Add(new FileEntry { Length = missing, Offset = entry.Offset, Attributes = TorrentFileAttributes.Padding, Written = PaddingPath(padded, missing) });
            padded.TotalLength += missing;
        }
        return padded;
    }

    private static PathPlace PaddingPath(FileEntries read, long bytes)
    {
        int start = read.Paths.WrittenCount;
        read.Paths.Write(".pad/"u8);
        Utf8Formatter.TryFormat(bytes, read.Paths.GetSpan(20), out int digits);
        read.Paths.Advance(digits);
        return new PathPlace(start, digits + 5, start, digits + 5);
    }

    /// <summary>The trees of a torrent whose pieces are numbered as in version 2.</summary>
    private readonly FileHashes Hashes(FileEntries tree, int pieceLength)
    {
        var trees = new FileTree[tree.Entries.Count(static entry => entry.Length > 0)];
        int piece = 0, count = 0;
        foreach (FileEntry entry in tree.Entries)
        {
            if (entry.Length == 0) continue;
            int pieces = (int)((entry.Length - 1) / pieceLength + 1);
            trees[count++] = new FileTree(piece, pieces, entry.Length, entry.Root, pieces == 1 ? _outline.StringOffset(entry.Root) : -1);
            piece += pieces;
        }
        return new FileHashes(_outline, pieceLength, trees);
    }

    /// <summary>Whether a list of files is that of a tree, each file where version 2 numbers its pieces from.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="files">The list with its padding; null for a single file.</param>
    /// <param name="found">Has the single file's name and length.</param>
    private static bool AreAlike(FileEntries tree, FileEntries? files, in InfoValues found)
    {
        int piece = found.PieceLength, at = 0;
        if (files is null)
        {
            return tree.Entries is [var only] && only.Length == found.Length && tree.PathOf(only.Written) is { } name
                && ((found.Name is { } raw && name.SequenceEqual(raw.Span)) || (found.NameUtf8 is { } utf8 && name.SequenceEqual(utf8.Span)));
        }
        long offset = 0, aligned = 0;
        foreach (FileEntry entry in files.Entries)
        {
            bool isPadding = (entry.Attributes & TorrentFileAttributes.Padding) != 0;
            if (!isPadding)
            {
                if (at == tree.Entries.Count) return false;
                FileEntry expected = tree.Entries[at++];
                ReadOnlySpan<byte> path = tree.PathOf(expected.Written);
                if (entry.Length != expected.Length || !(path.SequenceEqual(files.PathOf(entry.Written)) || path.SequenceEqual(files.PathOf(entry.Utf8)))) return false;
                if (entry.Length > 0 && offset != aligned) return false;
                aligned += (entry.Length + piece - 1) / piece * piece;
            }
            offset += entry.Length;
        }
        return at == tree.Entries.Count && (offset + piece - 1) / piece * piece == aligned;
    }
}
