using System.Buffers;
using System.Runtime.CompilerServices;
using EdgeSeed.Protocol.Bencode;

namespace EdgeSeed.Protocol.Torrents;

/// <summary>The <c>files</c> list (BEP 3, BEP 47).</summary>
internal ref partial struct MetainfoReading
{
    // BitComet's padding files have no attribute, only this name.
    private static ReadOnlySpan<byte> OldPaddingName => "_____padding_file_"u8;

    /// <summary>Bytes of an entry besides its path: <c>d6:lengthi0e4:pathlee</c>.</summary>
    private const int LeastEntryBytes = 21;

    private TorrentFile[]? ReadFiles(ref long total)
    {
        if (!_reader.ReadListStart()) return null;
        int start = _reader.Offset;
        if (!HasMemoryFor(out int count, out int pathBytes)) return null;
        var entries = new List<FileEntry>(count);
        var paths = new ArrayBufferWriter<byte>(Math.Max(1, pathBytes));
        while (_reader.Read() && _reader.Token != BencodeToken.End)
        {
            if (entries.Count == _limits.MaxFiles)
            {
                Refuse($"files: there are more than the limit of {_limits.MaxFiles} files", _reader.Offset);
                return null;
            }
            if (!ReadEntry(paths, ref total, out FileEntry entry)) return null;
            entries.Add(entry);
        }
        if (_reader.Error.Fault != BencodeFault.None) return null;
        if (entries.Count == 0)
        {
            Refuse("files: the list is empty", start);
            return null;
        }
        TorrentFile[] files = Place(entries, paths.WrittenMemory);
        return PathsAreDistinct(files, entries) ? files : null;
    }

    /// <summary>Counts, without making anything, what the list will take. What is wrong with it shows when it is read.</summary>
    /// <param name="count">Entries, at most <see cref="MetainfoLimits.MaxFiles"/>.</param>
    /// <param name="pathBytes">Bytes that their paths have at most.</param>
    private bool HasMemoryFor(out int count, out int pathBytes)
    {
        BencodeReader counting = _reader;
        int start = counting.Position;
        for (count = 0; count < _limits.MaxFiles && counting.Read() && counting.Token != BencodeToken.End; count++)
        {
            if (!counting.SkipChildren()) break;
        }
        pathBytes = Math.Max(0, counting.Position - start - count * LeastEntryBytes);
        long needed = _file.Length + (long)count * (Unsafe.SizeOf<FileEntry>() + Unsafe.SizeOf<TorrentFile>() + sizeof(int)) + pathBytes;
        if (needed <= _limits.MaxMemory) return true;
        Error = new MetainfoError($"files: a list of {count} files takes {needed} bytes of memory to read, and there may be {_limits.MaxMemory}", start, IsTooLarge: true);
        return false;
    }

    private bool ReadEntry(ArrayBufferWriter<byte> paths, ref long total, out FileEntry entry)
    {
        entry = new FileEntry { EntryOffset = _reader.Offset, PathStart = paths.WrittenCount };
        if (_reader.Token != BencodeToken.DictionaryStart) return Fault("files: an entry is not a dictionary", _reader.Offset);
        long before = total;
        bool hasLength = false;
        int utf8Start = -1;
        while (_reader.ReadKey(out ReadOnlySpan<byte> key))
        {
            if (key.SequenceEqual("length"u8))
            {
                if (hasLength) return Fault("length: this key is given twice", _reader.Offset);
                hasLength = true;
                if (!ReadFileLength(ref total)) return false;
            }
            else if (key.SequenceEqual("path"u8))
            {
                if (entry.PathLength != 0) return Fault("path: this key is given twice", _reader.Offset);
                int at = paths.WrittenCount;
                if (!ReadPath(paths)) return false;
                entry.PathStart = at;
                entry.PathLength = paths.WrittenCount - at;
            }
            else if (key.SequenceEqual("path.utf-8"u8))
            {
                if (utf8Start >= 0) return Fault("path.utf-8: this key is given twice", _reader.Offset);
                utf8Start = paths.WrittenCount;
                if (!ReadPath(paths)) return false;
                entry.Utf8Length = paths.WrittenCount - utf8Start;
            }
            else if (key.SequenceEqual("attr"u8)) entry.Attributes = ParseAttributes(OptionalString());
            else _reader.Skip();
        }
        if (_reader.Error.Fault != BencodeFault.None) return false;
        if (entry.PathLength == 0) return Fault("files: an entry has no path", entry.EntryOffset);
        entry.Length = total - before;
        bool isLink = (entry.Attributes & TorrentFileAttributes.SymbolicLink) != 0;
        if (!hasLength && !isLink) return Fault("files: an entry has no length", entry.EntryOffset);
        if (isLink && entry.Length != 0) return Fault("files: a symbolic link has bytes of its own", entry.EntryOffset);
        if (utf8Start >= 0 && new ByteText(paths.WrittenMemory.Slice(utf8Start, entry.Utf8Length)).IsUtf8)
            (entry.PathStart, entry.PathLength) = (utf8Start, entry.Utf8Length);
        return true;
    }

    // Writes the segments joined by '/'. Each is checked at its own place, so the error tells the byte.
    private bool ReadPath(ArrayBufferWriter<byte> paths)
    {
        _where = "path";
        if (!_reader.ReadListStart()) return false;
        int listOffset = _reader.Offset;
        int start = paths.WrittenCount;
        while (_reader.Read() && _reader.Token != BencodeToken.End)
        {
            if (_reader.Token != BencodeToken.String) return Fault("path: a segment is not a string", _reader.Offset);
            PathFault fault = SafePath.CheckSegment(_reader.String);
            if (fault != PathFault.None) return Fault($"path: {Describe(fault)}", _reader.Offset);
            if (paths.WrittenCount > start) paths.Write("/"u8);
            paths.Write(_reader.String);
            if (paths.WrittenCount - start > SafePath.MaxLength) return Fault($"path: {Describe(PathFault.PathTooLong)}", listOffset);
        }
        if (_reader.Error.Fault != BencodeFault.None) return false;
        _where = "files";
        return paths.WrittenCount > start || Fault($"path: {Describe(PathFault.NoSegments)}", listOffset);
    }

    private static TorrentFile[] Place(List<FileEntry> entries, ReadOnlyMemory<byte> paths)
    {
        var files = new TorrentFile[entries.Count];
        long offset = 0;
        for (int i = 0; i < files.Length; i++)
        {
            FileEntry entry = entries[i];
            SafePath.Check(paths.Slice(entry.PathStart, entry.PathLength), out SafePath path);
            TorrentFileAttributes attributes = entry.Attributes;
            if (path.FileName.StartsWith(OldPaddingName)) attributes |= TorrentFileAttributes.Padding;
            files[i] = new TorrentFile(path, entry.Length, offset, attributes);
            offset += entry.Length;
        }
        return files;
    }

    // In this order a file stands right before whatever lies "inside" it, so looking at neighbours is enough. Most
    // torrents are sorted already; sorting the others is n log n however they were made, which a hash table is not.
    private bool PathsAreDistinct(TorrentFile[] files, List<FileEntry> entries)
    {
        var stored = new List<int>(files.Length);
        bool sorted = true;
        for (int i = 0; i < files.Length; i++)
        {
            if (files[i].IsPadding) continue;
            if (stored.Count > 0 && SafePath.Compare(files[stored[^1]].Path, files[i].Path) >= 0) sorted = false;
            stored.Add(i);
        }
        if (!sorted) stored.Sort((a, b) => SafePath.Compare(files[a].Path, files[b].Path) is var order and not 0 ? order : a - b);
        for (int i = 1; i < stored.Count; i++)
        {
            SafePath before = files[stored[i - 1]].Path, path = files[stored[i]].Path;
            if (before == path) return Fault($"path: two files are called '{path}'", entries[stored[i]].EntryOffset);
            if (before.IsFolderOf(path)) return Fault($"path: '{before}' is a file and a folder", entries[stored[i]].EntryOffset);
        }
        return true;
    }

    private static TorrentFileAttributes ParseAttributes(ReadOnlyMemory<byte>? letters)
    {
        TorrentFileAttributes attributes = TorrentFileAttributes.None;
        if (letters is not { } text) return attributes;
        foreach (byte letter in text.Span)
        {
            attributes |= letter switch
            {
                (byte)'p' => TorrentFileAttributes.Padding,
                (byte)'x' => TorrentFileAttributes.Executable,
                (byte)'h' => TorrentFileAttributes.Hidden,
                (byte)'l' => TorrentFileAttributes.SymbolicLink,
                _ => TorrentFileAttributes.None,
            };
        }
        return attributes;
    }

    private static string Describe(PathFault fault) => fault switch
    {
        PathFault.NoSegments => "the path is empty",
        PathFault.EmptySegment => "a name is empty",
        PathFault.DotSegment => "'.' and '..' are not names",
        PathFault.NulByte => "a name holds a NUL byte",
        PathFault.Separator => "a name holds a '/'",
        PathFault.SegmentTooLong => $"a name is longer than {SafePath.MaxSegmentLength} bytes",
        PathFault.PathTooLong => $"the path is longer than {SafePath.MaxLength} bytes",
        _ => "nothing is wrong",
    };

    private struct FileEntry
    {
        public long Length;
        public int EntryOffset;
        public int PathStart;
        public int PathLength;
        public int Utf8Length;
        public TorrentFileAttributes Attributes;
    }
}
