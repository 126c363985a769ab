using EdgeSeed.Protocol.Bencode;

namespace EdgeSeed.Protocol.Torrents;

/// <summary>The info dictionary (BEP 3).</summary>
internal ref partial struct MetainfoReading
{
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

    private InfoPart? ReadInfo()
    {
        _where = "info";
        if (!_reader.ReadDictionaryStart()) return Fail();
        int start = _reader.Offset;
        InfoKeys seen = InfoKeys.None;
        var found = new InfoValues();
        while (_reader.ReadKey(out ReadOnlySpan<byte> name))
        {
            InfoKeys key = KeyNamed(name);
            if ((seen & key) != 0) return Fail($"{ByteText.Printable(name)}: this key is given twice", _reader.Offset);
            seen |= key;
            if (!ReadInfoValue(key, ref found)) return Fail();
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
                found.Files = ReadFiles(ref found.TotalLength);
                return found.Files is not null;
            case InfoKeys.Length:
                _where = "length";
                return ReadFileLength(ref found.TotalLength);
            case InfoKeys.Name:
                _where = "name";
                return ReadName(out found.Name);
            case InfoKeys.NameUtf8:
                _where = "name.utf-8";
                return ReadName(out found.NameUtf8);
            case InfoKeys.PieceLength:
                _where = "piece length";
                return ReadPieceLength(out found.PieceLength);
            case InfoKeys.Pieces:
                _where = "pieces";
                found.PiecesOffset = _reader.Position;
                if (!_reader.ReadString(out ReadOnlySpan<byte> hashes)) return false;
                found.Pieces = _reader.StringOffset.._reader.Position;
                return hashes.Length % Metainfo.HashLength == 0
                    || Fault($"pieces: {hashes.Length} bytes are not a whole number of 20-byte hashes", _reader.Offset);
            case InfoKeys.Private:
                _where = "private";
                bool read = _reader.ReadInteger(out long value);
                found.IsPrivate = value != 0;
                return read;
            case InfoKeys.Source:
                found.Source = OptionalText();
                return true;
            case InfoKeys.MetaVersion:
                _where = "meta version";
                return _reader.ReadInteger(out found.MetaVersion);
            case InfoKeys.Attributes:
                found.Attributes = ParseAttributes(OptionalString());
                return true;
            default:
                return _reader.Skip();
        }
    }

    private bool ReadName(out SafePath name)
    {
        name = default;
        if (!_reader.ReadString(out ReadOnlySpan<byte> text)) return false;
        PathFault fault = SafePath.CheckSegment(text);
        if (fault != PathFault.None) return Fault($"{_where}: {Describe(fault)}", _reader.Offset);
        return SafePath.Check(_file[_reader.StringOffset.._reader.Position], out name) == PathFault.None;
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

    // Adds to the total, so that no sum can overflow.
    private bool ReadFileLength(ref long total)
    {
        if (!_reader.ReadInteger(out long length)) return false;
        if (length < 0) return Fault($"length: {length} is negative", _reader.Offset);
        if (length > _limits.MaxTotalLength - total)
            return Fault($"length: the files together exceed the limit of {_limits.MaxTotalLength} bytes", _reader.Offset);
        total += length;
        return true;
    }

    private InfoPart? Finish(Range range, InfoKeys seen, ref InfoValues found)
    {
        int start = range.Start.Value;
        bool isSingle = (seen & InfoKeys.Length) != 0;
        bool hasVersion2 = (seen & InfoKeys.FileTree) != 0 && found.MetaVersion == 2;
        if ((seen & InfoKeys.Pieces) == 0)
            return Fail(hasVersion2 ? "this is a version 2 torrent without a version 1 half" : "info has no pieces", start);
        if ((seen & InfoKeys.Name) == 0) return Fail("info has no name", start);
        if ((seen & InfoKeys.PieceLength) == 0) return Fail("info has no piece length", start);
        if (isSingle == (found.Files is not null))
            return Fail(isSingle ? "info has both length and files" : "info has neither length nor files", start);
        if (found.TotalLength == 0) return Fail("the torrent has no bytes", start);

        long expected = (found.TotalLength - 1) / found.PieceLength + 1;
        int given = (found.Pieces.End.Value - found.Pieces.Start.Value) / Metainfo.HashLength;
        if (expected != given)
        {
            string sizes = $"({found.TotalLength} bytes, {found.PieceLength} a piece)";
            return Fail($"pieces: there are {given} hashes for {expected} pieces {sizes}", found.PiecesOffset);
        }

        bool useUtf8 = (seen & InfoKeys.NameUtf8) != 0 && new ByteText(found.NameUtf8.Bytes).IsUtf8;
        SafePath name = useUtf8 ? found.NameUtf8 : found.Name;
        var layout = new TorrentLayout(found.TotalLength, found.PieceLength);
        TorrentFile[] files = found.Files ?? [new TorrentFile(name, found.TotalLength, 0, found.Attributes & LoneFileAttributes)];
        return new InfoPart(range, found.Pieces, name, layout, files, isSingle, found.IsPrivate, hasVersion2, found.Source);
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

    private struct InfoValues
    {
        public TorrentFile[]? Files;
        public long TotalLength;
        public SafePath Name;
        public SafePath NameUtf8;
        public int PieceLength;
        public Range Pieces;
        public int PiecesOffset;
        public bool IsPrivate;
        public ByteText? Source;
        public long MetaVersion;
        public TorrentFileAttributes Attributes;
    }
}
