using System.Numerics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using EdgeSeed.Protocol.Bencode;

namespace EdgeSeed.Protocol.Torrents;

/// <summary>The info dictionary (BEP 3, BEP 52).</summary>
internal ref partial struct MetainfoReading
{
    private const int Version2 = 2;

    [Flags]
    private enum InfoKeys
    {
        None = 0,
        Files = 1,
        Length = 2,
        Name = 4,
        NameUtf8 = 8,
        PieceLength = 16,
        Pieces = 32,
        Private = 64,
        Source = 128,
        MetaVersion = 256,
        FileTree = 512,
        Attributes = 1024,
    }

    // A lone file that is padding or a link would leave nothing to share.
    private const TorrentFileAttributes LoneFileAttributes = TorrentFileAttributes.Executable | TorrentFileAttributes.Hidden;

    // Keys without which there is no torrent, or another: where two values of one contradict each other, clients would disagree.
    private const InfoKeys Decisive = InfoKeys.Files | InfoKeys.Length | InfoKeys.Name | InfoKeys.NameUtf8 | InfoKeys.PieceLength
        | InfoKeys.Pieces | InfoKeys.Private | InfoKeys.MetaVersion | InfoKeys.FileTree;

    private InfoPart? ReadInfo()
    {
        _where = "info";
        if (!_reader.ReadDictionaryStart()) return Fail();
        int start = _reader.Offset;
        InfoKeys seen = InfoKeys.None;
        var found = new InfoValues();
        var places = new Dictionary<InfoKeys, Range>();
        while (_reader.ReadKey(out ReadOnlySpan<byte> name))
        {
            InfoKeys key = KeyNamed(name);
            int valueStart = _reader.Position;
            if ((seen & key) == 0)
            {
                if (!ReadInfoValue(key, ref found)) return Fail();
                if ((key & Decisive) != 0) places[key] = valueStart.._reader.Position;
            }
            else if (places.TryGetValue(key, out Range before) ? !SkipEqual(before) : !_reader.Skip())
            {
                if (_reader.Error.Fault != BencodeFault.None) return Fail();
                return Fail($"{ByteText.Printable(name)}: this key is given twice, with two values", _reader.Offset);
            }
            seen |= key;
            _where = "info";
        }
        if (_reader.Error.Fault != BencodeFault.None) return Fail();
        _where = "";
        return Finish(start.._reader.Position, seen, ref found);
    }

    private static InfoKeys KeyNamed(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("files"u8) ? InfoKeys.Files
        : name.SequenceEqual("length"u8) ? InfoKeys.Length
        : name.SequenceEqual("name"u8) ? InfoKeys.Name
        : name.SequenceEqual("name.utf-8"u8) ? InfoKeys.NameUtf8
        : name.SequenceEqual("piece length"u8) ? InfoKeys.PieceLength
        : name.SequenceEqual("pieces"u8) ? InfoKeys.Pieces
        : name.SequenceEqual("private"u8) ? InfoKeys.Private
        : name.SequenceEqual("source"u8) ? InfoKeys.Source
        : name.SequenceEqual("meta version"u8) ? InfoKeys.MetaVersion
        : name.SequenceEqual("file tree"u8) ? InfoKeys.FileTree
        : name.SequenceEqual("attr"u8) ? InfoKeys.Attributes
        : InfoKeys.None;

    private bool ReadInfoValue(InfoKeys key, ref InfoValues found)
    {
        switch (key)
        {
            case InfoKeys.Files:
                _where = "files";
                found.Files = ReadFiles();
                return Error.Message is null && _reader.Error.Fault == BencodeFault.None;
            case InfoKeys.FileTree:
                // Read when it is known to be of a version whose trees are known.
                found.TreeReader = _reader;
                return _reader.Skip();
            case InfoKeys.Length:
                _where = "length";
                found.LengthOffset = _reader.Position;
                found.Length = OptionalInteger();
                return true;
            case InfoKeys.Name:
                found.Name = OptionalString();
                return true;
            case InfoKeys.NameUtf8:
                found.NameUtf8 = OptionalString();
                return true;
            case InfoKeys.PieceLength:
                _where = "piece length";
                return ReadPieceLength(out found.PieceLength);
            case InfoKeys.Pieces:
                _where = "pieces";
                found.PiecesOffset = _reader.Position;
                if (!_reader.Read()) return false;
                if (_reader.Token != BencodeToken.String) return _reader.SkipChildren();
                int at = _outline.StringOffset(_reader.StringOffset), length = _reader.StringLength;
                found.Pieces = at..(at + length);
                found.HasPieces = true;
                return length % Metainfo.HashLength == 0 || Fault($"pieces: {length} bytes are not a whole number of 20-byte hashes", _reader.Offset);
            case InfoKeys.Private:
                found.IsPrivate = ReadPrivate();
                return true;
            case InfoKeys.Source:
                found.Source = OptionalText();
                return true;
            case InfoKeys.MetaVersion:
                found.MetaVersion = OptionalInteger() ?? 0;
                return true;
            case InfoKeys.Attributes:
                found.Attributes = ParseAttributes(OptionalString());
                return true;
            default:
                return _reader.Skip();
        }
    }

    private long? OptionalInteger()
    {
        if (!_reader.Read()) return null;
        if (_reader.Token == BencodeToken.Integer) return _reader.Integer;
        _reader.SkipChildren();
        return null;
    }

    // Some makers write "1". Whoever means a torrent to be private is not to find it on strangers' disks for the want of an 'i'.
    private bool ReadPrivate()
    {
        if (!_reader.Read()) return false;
        if (_reader.Token == BencodeToken.Integer) return _reader.Integer != 0;
        if (_reader.Token == BencodeToken.String) return !_reader.String.IsEmpty && !_reader.String.SequenceEqual("0"u8);
        _reader.SkipChildren();
        return false;
    }

    private bool ReadPieceLength(out int pieceLength)
    {
        pieceLength = 0;
        if (!_reader.ReadInteger(out long value)) return false;
        if (value < 1) return Fault($"piece length: {value} is not positive", _reader.Offset);
        if (value > _limits.MaxPieceLength)
            return Fault($"piece length: {value} is above the limit of {_limits.MaxPieceLength}", _reader.Offset);
        pieceLength = (int)value;
        return true;
    }

    private InfoPart? Finish(Range range, InfoKeys seen, ref InfoValues found)
    {
        int start = range.Start.Value;
        bool hasPieces = found.HasPieces;
        // A later version is said first: what else seems wrong may be right there.
        if (!hasPieces && found.MetaVersion > Version2) return Fail($"meta version: {found.MetaVersion} is newer than the versions known here, 1 and 2", start);
        if (found.MetaVersion == Version2 && (seen & InfoKeys.FileTree) != 0 && !ReadTree(ref found)) return Fail();
        if (!hasPieces && found.Tree is null) return Fail("info has no pieces", start);
        // Half of a version 1 beside a whole version 2 is none.
        hasPieces &= found.Tree is null || found.Files is not null || found.Length is not null;
        if (!hasPieces) found.Pieces = default;
        if (found.Name is null && found.NameUtf8 is null) return Fail("info has no name", start);
        if ((seen & InfoKeys.PieceLength) == 0) return Fail("info has no piece length", start);
        TorrentFormat format = found.Tree is null ? TorrentFormat.V1 : hasPieces ? TorrentFormat.Hybrid : TorrentFormat.V2;
        if (found.Tree is { } tree)
        {
            if (found.PieceLength < MerkleTree.LeafLength || !BitOperations.IsPow2(found.PieceLength))
                return Fail($"piece length: version 2 needs a power of two of at least 16 KiB, and this is {found.PieceLength}", start);
            if (tree.TotalLength == 0) return Fail("the torrent has no bytes", start);
            if (format == TorrentFormat.V2) found.Files = Padded(tree, found.PieceLength);
        }
        // A length beside files is none of theirs.
        if (found.Files is { Entries.Count: 0 } empty) return Fail("files: the list is empty", empty.Offset);
        long total = found.Files?.TotalLength ?? found.Length ?? -1;
        if (found.Files is null && found.Length is null) return Fail("info has neither length nor files", start);
        if (total < 0) return Fail($"length: {total} is negative", found.LengthOffset);
        if (total > _limits.MaxTotalLength)
            return Fail($"length: the files together exceed the limit of {_limits.MaxTotalLength} bytes", found.LengthOffset);
        if (total == 0) return Fail("the torrent has no bytes", start);

        long expected = (total - 1) / found.PieceLength + 1;
        if (!hasPieces && expected > int.MaxValue) return Fail($"piece length: it gives {expected} pieces, more than there may be", start);
        int given = (found.Pieces.End.Value - found.Pieces.Start.Value) / Metainfo.HashLength;
        if (hasPieces && expected != given)
        {
            string sizes = $"({total} bytes, {found.PieceLength} a piece)";
            return Fail($"pieces: there are {given} hashes for {expected} pieces {sizes}", found.PiecesOffset);
        }
        if (format == TorrentFormat.Hybrid && !AreAlike(found.Tree!, found.Files, found))
            return Fail("file tree: its files are not those that version 1 lists, or do not begin where pieces begin", found.Tree!.Offset);
        return Name(range, total, format, ref found);
    }

    private InfoPart? Name(Range range, long total, TorrentFormat format, ref InfoValues found)
    {
        Span<byte> hash = stackalloc byte[MerkleTree.HashLength];
        if (format != TorrentFormat.V1 && !_outline.TryHash(range, HashAlgorithmName.SHA256, hash)) return Fail();
        Sha256Hash? infoHashV2 = format == TorrentFormat.V1 ? null : new Sha256Hash(hash);
        if (format != TorrentFormat.V2 && !_outline.TryHash(range, HashAlgorithmName.SHA1, hash[..InfoHash.Length])) return Fail();
        InfoHash infoHash = format == TorrentFormat.V2 ? infoHashV2!.Value.Truncated : new InfoHash(hash[..InfoHash.Length]);
        bool isUtf8 = found.NameUtf8 is { } utf8 && (found.Name is null || (!utf8.IsEmpty && new ByteText(utf8).IsUtf8));
        ReadOnlyMemory<byte> name = (isUtf8 ? found.NameUtf8 : found.Name) ?? default;
        FileNames? names = Names(name, infoHash, total, utf8First: true, ref found, out Dictionary<int, ByteText>? written);
        if (names is null) return null;
        bool hasTwo = format != TorrentFormat.V2 && (found.NameUtf8 is not null || found.Files is { HasUtf8: true });
        // Where there is no memory for both spellings, the data is looked for under one.
        hasTwo &= found.Files is not { } listed || _neededBytes + (long)listed.Entries.Count * Unsafe.SizeOf<TorrentFile>() <= _limits.MaxMemory;
        FileNames? raw = hasTwo ? Names(found.Name ?? name, infoHash, total, utf8First: false, ref found, out _) : null;
        if (raw is not null && raw.Name == names.Name && raw.Files.SequenceEqual(names.Files)) raw = null;
        // Comparing takes all paths once more.
        bool hasRoom = _neededBytes <= _limits.MaxMemory - _neededBytes;
        if (raw is null && hasRoom && DistinctPaths.WithoutCase(names.Files) is { } others) raw = names with { Files = others };
        return new InfoPart
        {
            InfoHash = infoHash,
            InfoHashV2 = infoHashV2,
            Format = format,
            FileHashes = found.Tree is { } tree ? Hashes(tree, found.PieceLength) : null,
            Range = range,
            Pieces = found.Pieces,
            Name = new ByteText(name),
            Layout = new TorrentLayout(total, found.PieceLength),
            Names = names,
            RawNames = raw,
            WrittenPaths = written,
            IsSingleFile = found.Files is null || IsLone(found.Files),
            IsPrivate = found.IsPrivate,
            ReadingBytes = _neededBytes + (long)names.Files.Count * Unsafe.SizeOf<TorrentFile>(),
            Source = found.Source,
        };
    }

    // A tree of one file and no folder is that file, whatever the torrent is called.
    private static bool IsLone(FileEntries files) =>
        files.IsTree && (files.Entries.Count == 1 || files.Entries is [_, { Attributes: TorrentFileAttributes.Padding }])
        && files.PathOf(files.Entries[0].Written).IndexOf((byte)'/') < 0;

    private FileNames? Names(
        ReadOnlyMemory<byte> name, in InfoHash infoHash, long total, bool utf8First, ref InfoValues found, out Dictionary<int, ByteText>? written)
    {
        Span<byte> digits = stackalloc byte[InfoHash.Length * 2];
        infoHash.WriteDigits(digits);
        SafePath safe = SafeName.Of(name, digits);
        written = null;
        if (found.Files is { } entries)
        {
            FileNames? placed = Place(entries, safe, utf8First, out written);
            return placed is not null && IsLone(entries) ? placed with { Name = placed.Files[0].Path } : placed;
        }
        if (!safe.Span.SequenceEqual(name.Span)) written = new() { [0] = new ByteText(name) };
        return new FileNames(safe, [new TorrentFile(safe, total, 0, found.Attributes & LoneFileAttributes)]);
    }

    private InfoPart? Fail()
    {
        Refuse();
        return null;
    }

    private InfoPart? Fail(string message, int offset)
    {
        Refuse(message, offset);
        return null;
    }

    private bool Fault(string message, int offset)
    {
        Refuse(message, offset);
        return false;
    }

    private ref struct InfoValues
    {
        public FileEntries? Files;
        public FileEntries? Tree;
        public BencodeReader TreeReader;
        public long? Length;
        public int LengthOffset;
        public ReadOnlyMemory<byte>? Name;
        public ReadOnlyMemory<byte>? NameUtf8;
        public int PieceLength;

        /// <summary>Where the hashes are in the file.</summary>
        public Range Pieces;
        public int PiecesOffset;
        public bool HasPieces;
        public bool IsPrivate;
        public ByteText? Source;
        public long MetaVersion;
        public TorrentFileAttributes Attributes;
    }
}
