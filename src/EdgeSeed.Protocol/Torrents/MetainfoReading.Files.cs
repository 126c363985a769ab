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

    /// <summary>What a path costs besides its bytes where it is kept in two spellings.</summary>
    private const int TwoSpellingsBytes = 64;

    private FileEntries? ReadFiles()
    {
        BencodeReader ahead = _reader;
        if (!ahead.Read() || ahead.Token != BencodeToken.ListStart)
        {
            _reader.Skip();
            return null;
        }
        _reader = ahead;
        int start = _reader.Offset;
        if (!HasMemoryFor(out int count, out int pathBytes)) return null;
        var read = new FileEntries(count, pathBytes) { Offset = start };
        while (_reader.Read() && _reader.Token != BencodeToken.End)
        {
            if (read.Entries.Count == _limits.MaxFiles)
            {
                Refuse($"files: there are more than the limit of {_limits.MaxFiles} files", _reader.Offset);
                return null;
            }
            if (!ReadEntry(read, out FileEntry entry)) return null;
            read.Entries.Add(entry);
        }
        return _reader.Error.Fault == BencodeFault.None ? read : null;
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
        _neededBytes += (long)count * (Unsafe.SizeOf<FileEntry>() + Unsafe.SizeOf<TorrentFile>() + Unsafe.SizeOf<SafePath>()) + pathBytes;
        return _neededBytes <= _limits.MaxMemory || IsTooMuch(count, _neededBytes, start);
    }

    private bool IsTooMuch(int count, long needed, int start)
    {
        Refuse($"files: a list of {count} files takes {needed} bytes of memory to read, and there may be {_limits.MaxMemory}", start);
        Error = Error with { IsTooLarge = true };
        return false;
    }

    private bool ReadEntry(FileEntries read, out FileEntry entry)
    {
        entry = new FileEntry { Offset = _reader.Offset };
        if (_reader.Token != BencodeToken.DictionaryStart) return Fault("files: an entry is not a dictionary", _reader.Offset);
        long? length = null;
        Range? lengthAt = null, pathAt = null, utf8At = null;
        bool hasLink = false, hasAttributes = false;
        while (_reader.ReadKey(out ReadOnlySpan<byte> key))
        {
            int start = _reader.Position;
            if (key.SequenceEqual("length"u8))
            {
                if (lengthAt is { } before && !SkipEqual(before)) return Twice("length");
                if (lengthAt is not null) continue;
                length = OptionalInteger();
                lengthAt = start.._reader.Position;
            }
            else if (key.SequenceEqual("path"u8))
            {
                if (pathAt is { } before && !SkipEqual(before)) return Twice("path");
                if (pathAt is not null) continue;
                if (!ReadPath(read, ref entry.Written)) return false;
                pathAt = start.._reader.Position;
            }
            else if (key.SequenceEqual("path.utf-8"u8))
            {
                if (utf8At is { } before && !SkipEqual(before)) return Twice("path.utf-8");
                if (utf8At is not null) continue;
                if (!ReadPath(read, ref entry.Utf8)) return false;
                utf8At = start.._reader.Position;
                read.HasUtf8 = true;
            }
            else if (key.SequenceEqual("symlink path"u8))
            {
                if (!_reader.Read()) return false;
                hasLink |= _reader.Token == BencodeToken.ListStart;
                _reader.SkipChildren();
            }
            else if (key.SequenceEqual("attr"u8) && !hasAttributes)
            {
                entry.Attributes = ParseAttributes(OptionalString());
                hasAttributes = true;
            }
            else _reader.Skip();
        }
        return _reader.Error.Fault == BencodeFault.None && Finish(read, ref entry, length, lengthAt, hasLink);
    }

    private bool Finish(FileEntries read, ref FileEntry entry, long? length, Range? lengthAt, bool hasLink)
    {
        if (!TakeLength(read, ref entry, length, lengthAt?.Start.Value ?? entry.Offset, hasLink, "files: an entry has no length")) return false;
        if (entry.Written.IsNone && entry.Utf8.IsNone && (entry.Attributes & TorrentFileAttributes.Padding) != 0)
        {
            entry.Written = PaddingPath(read, entry.Length);
        }
        return !(entry.Written.IsNone && entry.Utf8.IsNone) || Fault("files: an entry has no path", entry.Offset);
    }

    /// <summary>Takes an entry's length. A link has no bytes in the stream, whatever length is written; one that leads nowhere is a file of no bytes.</summary>
    /// <param name="read">The entries before it.</param>
    /// <param name="entry">Has its attributes.</param>
    /// <param name="length">What is written.</param>
    /// <param name="at">Where, for an error.</param>
    /// <param name="hasLink">Whether it says where it leads.</param>
    /// <param name="missing">What is said where there is none.</param>
    private bool TakeLength(FileEntries read, ref FileEntry entry, long? length, int at, bool hasLink, string missing)
    {
        bool isLink = (entry.Attributes & TorrentFileAttributes.SymbolicLink) != 0;
        if (isLink && !hasLink) entry.Attributes &= ~TorrentFileAttributes.SymbolicLink;
        if (isLink) length = 0;
        if (length is not { } bytes) return Fault(missing, entry.Offset);
        if (bytes < 0) return Fault($"length: {bytes} is negative", at);
        if (bytes > _limits.MaxTotalLength - read.TotalLength)
            return Fault($"length: the files together exceed the limit of {_limits.MaxTotalLength} bytes", at);
        read.TotalLength += bytes;
        entry.Length = bytes;
        return true;
    }

    private bool Twice(string key) =>
        _reader.Error.Fault == BencodeFault.None && Fault($"{key}: this key is given twice, with two values", _reader.Offset);

    // Writes the segments joined by '/', as they are and, where one is not safe, mapped. What is no list or an empty one is as good as
    // no path; the place stays empty then.
    private bool ReadPath(FileEntries read, ref PathPlace place)
    {
        if (!_reader.Read()) return false;
        if (_reader.Token != BencodeToken.ListStart) return _reader.SkipChildren();
        int listOffset = _reader.Offset, start = read.Paths.WrittenCount, segments = 0;
        read.Mapped.ResetWrittenCount();
        bool isSafe = true, isLong = false;
        ReadOnlySpan<byte> last = default;
        while (_reader.Read() && _reader.Token != BencodeToken.End)
        {
            if (_reader.Token != BencodeToken.String) return Fault("path: a segment is not a string", _reader.Offset);
            if (segments++ > 0) read.Paths.Write("/"u8);
            read.Paths.Write(_reader.String);
            bool isSafeSegment = SafeName.IsSafe(_reader.String);
            isSafe &= isSafeSegment;
            ReadOnlySpan<byte> mapped = isSafeSegment ? _reader.String : SafeName.Map(_reader.String);
            if (mapped.IsEmpty) continue;
            // Of a path that is too long no more is kept than may be of use.
            isLong |= read.Mapped.WrittenCount + 1 + last.Length > SafePath.MaxLength;
            if (!isLong) AddSegment(read.Mapped, last);
            last = mapped;
        }
        if (_reader.Error.Fault != BencodeFault.None) return false;
        if (segments == 0) return true;
        int length = read.Paths.WrittenCount - start, mappedStart = start;
        if (last.IsEmpty) last = "_"u8;
        if (isLong || read.Mapped.WrittenCount + 1 + last.Length > SafePath.MaxLength)
        {
            isSafe = false;
            byte[] folders = SafeName.FoldersThatFit(read.Mapped.WrittenSpan, last).ToArray();
            read.Mapped.ResetWrittenCount();
            read.Mapped.Write(folders);
        }
        AddSegment(read.Mapped, last);
        if (!isSafe)
        {
            _neededBytes += TwoSpellingsBytes + 2L * read.Mapped.WrittenCount;
            if (_neededBytes > _limits.MaxMemory) return IsTooMuch(read.Entries.Count, _neededBytes, listOffset);
            mappedStart = start + length;
            read.Paths.Write(read.Mapped.WrittenSpan);
        }
        place = new PathPlace(start, length, mappedStart, read.Mapped.WrittenCount);
        return true;
    }

    private static void AddSegment(ArrayBufferWriter<byte> path, ReadOnlySpan<byte> segment)
    {
        if (path.WrittenCount > 0) path.Write("/"u8);
        path.Write(segment);
    }

    private FileNames? Place(FileEntries read, SafePath name, bool utf8First, out Dictionary<int, ByteText>? written)
    {
        var files = new TorrentFile[read.Entries.Count];
        ReadOnlyMemory<byte> paths = read.Paths.WrittenMemory;
        written = null;
        long offset = 0;
        for (int i = 0; i < files.Length; i++)
        {
            FileEntry entry = read.Entries[i];
            PathPlace place = entry.Choose(paths, utf8First);
            SafePath.Check(paths.Slice(place.MappedStart, place.MappedLength), out SafePath path);
            TorrentFileAttributes attributes = entry.Attributes;
            if (!read.IsTree && path.FileName.StartsWith(OldPaddingName)) attributes |= TorrentFileAttributes.Padding;
            files[i] = new TorrentFile(path, entry.Length, offset, attributes);
            offset += entry.Length;
        }
        if (!DistinctPaths.TryMake(files, out int tooLong))
        {
            Refuse($"path: it is longer than {SafePath.MaxLength} bytes", read.Entries[tooLong].Offset);
            return null;
        }
        for (int i = 0; i < files.Length; i++)
        {
            PathPlace place = read.Entries[i].Choose(paths, utf8First);
            ReadOnlyMemory<byte> spelt = paths.Slice(place.Start, place.Length);
            if (!files[i].Path.Span.SequenceEqual(spelt.Span)) (written ??= []).Add(i, new ByteText(spelt));
        }
        return new FileNames(name, files);
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

    /// <summary>The entries of the list on their way to a <see cref="FileNames"/>: at most <see cref="MetainfoLimits.MaxFiles"/>.</summary>
    private sealed class FileEntries(int count, int pathBytes)
    {
        public List<FileEntry> Entries { get; } = new(count);

        /// <summary>All paths one after the other.</summary>
        public ArrayBufferWriter<byte> Paths { get; } = new(Math.Max(1, pathBytes));

        /// <summary>The path that is being read, mapped.</summary>
        public ArrayBufferWriter<byte> Mapped { get; } = new();

        /// <summary>The path to where a tree is being read, as it is spelt.</summary>
        public List<byte> Way { get; } = [];

        /// <summary>The same, mapped.</summary>
        public List<byte> MappedWay { get; } = [];

        /// <summary>Whether they are from a tree, where padding is not written.</summary>
        public bool IsTree { get; init; }

        public ReadOnlySpan<byte> PathOf(PathPlace place) => Paths.WrittenSpan.Slice(place.Start, place.Length);

        public long TotalLength { get; set; }

        public bool HasUtf8 { get; set; }

        public int Offset { get; init; }
    }

    /// <summary>Where a path lies in <see cref="FileEntries.Paths"/>: as it is spelt, and as it is on a disk.</summary>
    private readonly record struct PathPlace(int Start, int Length, int MappedStart, int MappedLength)
    {
        public bool IsNone => MappedLength == 0;
    }

    private struct FileEntry
    {
        public long Length;
        public int Offset;

        /// <summary>Where the root of its hash tree lies in the parsed bytes; 0 for none.</summary>
        public int Root;
        public PathPlace Written;
        public PathPlace Utf8;
        public TorrentFileAttributes Attributes;

        // A path.utf-8 that is none is worse than the path beside it.
        public readonly PathPlace Choose(ReadOnlyMemory<byte> paths, bool utf8First)
        {
            if (Utf8.IsNone || Written.IsNone) return Utf8.IsNone ? Written : Utf8;
            return utf8First && new ByteText(paths.Slice(Utf8.Start, Utf8.Length)).IsUtf8 ? Utf8 : Written;
        }
    }
}
