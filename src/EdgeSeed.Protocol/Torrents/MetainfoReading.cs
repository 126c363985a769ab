using System.Text;
using EdgeSeed.Protocol.Bencode;

namespace EdgeSeed.Protocol.Torrents;

/// <summary>One run of <see cref="MetainfoParser"/>: the whole file, then what stands around the info dictionary.</summary>
internal ref partial struct MetainfoReading
{
    private readonly ReadOnlyMemory<byte> _file;
    private readonly MetainfoLimits _limits;
    private BencodeReader _reader;
    private string _where = "";

    public MetainfoReading(ReadOnlyMemory<byte> file, MetainfoLimits limits)
    {
        _file = file;
        _limits = limits;
        _reader = new BencodeReader(file.Span, limits.Bencode);
    }

    public MetainfoError Error { get; private set; }

    public Metainfo? ReadFile()
    {
        if (!IsShortEnough()) return null;
        if (_file.IsEmpty) return Refuse("the file is empty", 0);
        if (_file.Span[0] != 'd') return Refuse("this is no torrent: it does not start with a bencoded dictionary", 0);
        if (!_reader.ReadDictionaryStart()) return Refuse();
        InfoPart? info = null;
        var around = new MetainfoEnvelope();
        string? announce = null;
        while (_reader.ReadKey(out ReadOnlySpan<byte> key))
        {
            if (key.SequenceEqual("info"u8))
            {
                if (info is not null) return Refuse("info: this key is given twice", _reader.Offset);
                info = ReadInfo();
                if (info is null) return null;
            }
            else if (key.SequenceEqual("announce"u8)) announce = Address(OptionalString()) ?? announce;
            else if (key.SequenceEqual("announce-list"u8)) around = around with { AnnounceTiers = ReadTiers() };
            else if (key.SequenceEqual("url-list"u8)) around = around with { WebSeeds = ReadWebSeeds() };
            else if (key.SequenceEqual("comment"u8)) around = around with { Comment = OptionalText() };
            else if (key.SequenceEqual("created by"u8)) around = around with { CreatedBy = OptionalText() };
            else if (key.SequenceEqual("creation date"u8)) around = around with { CreationDate = OptionalDate() };
            else if (key.SequenceEqual("piece layers"u8)) around = around with { PieceLayers = OptionalDictionary() };
            else _reader.Skip();
        }
        if (!_reader.IsComplete) return Refuse();
        if (!_file.Span[_reader.Position..].Trim(" \t\r\n"u8).IsEmpty)
            return Refuse("there are bytes after the end of the torrent", _reader.Position);
        if (info is null) return Refuse("there is no info dictionary", 0);
        if (around.AnnounceTiers.Count == 0 && announce is not null) around = around with { AnnounceTiers = [[announce]] };
        return info.ToMetainfo(_file, around);
    }

    public Metainfo? ReadInfoAlone()
    {
        if (!IsShortEnough() || ReadInfo() is not { } info) return null;
        return _reader.Position == _file.Length
            ? info.ToMetainfo(_file, new MetainfoEnvelope())
            : Refuse("there are bytes after the end of the info dictionary", _reader.Position);
    }

    private bool IsShortEnough()
    {
        if (_file.Length <= _limits.MaxFileLength) return true;
        Refuse($"the torrent has {_file.Length} bytes, more than the limit of {_limits.MaxFileLength}", 0);
        return false;
    }

    // The reader's own error, unless a more telling one was noted before it.
    private Metainfo? Refuse()
    {
        if (Error.Message is null)
        {
            string place = _where.Length == 0 ? "" : _where + ": ";
            Error = new MetainfoError(place + _reader.Error.Message, _reader.Error.Offset);
        }
        return null;
    }

    private Metainfo? Refuse(string message, int offset)
    {
        Error = new MetainfoError(message, offset);
        return null;
    }

    // A value of another type is passed over; a malformed one shows in the reader, whose next Read then fails.
    private ReadOnlyMemory<byte>? OptionalString()
    {
        if (!_reader.Read()) return null;
        if (_reader.Token == BencodeToken.String) return _file.Slice(_reader.StringOffset, _reader.String.Length);
        _reader.SkipChildren();
        return null;
    }

    private ByteText? OptionalText() => OptionalString() is { } bytes ? new ByteText(bytes) : null;

    private DateTimeOffset? OptionalDate()
    {
        if (!_reader.Read()) return null;
        if (_reader.Token != BencodeToken.Integer)
        {
            _reader.SkipChildren();
            return null;
        }
        long seconds = _reader.Integer;
        bool exists = seconds >= DateTimeOffset.MinValue.ToUnixTimeSeconds() && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds();
        return exists ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
    }

    private ReadOnlyMemory<byte> OptionalDictionary()
    {
        if (!_reader.Read()) return default;
        bool isDictionary = _reader.Token == BencodeToken.DictionaryStart;
        int start = _reader.Offset;
        return _reader.SkipChildren() && isDictionary ? _file[start.._reader.Position] : default;
    }

    private readonly string? Address(ReadOnlyMemory<byte>? value)
    {
        if (value is not { } bytes) return null;
        ReadOnlySpan<byte> text = bytes.Span.Trim(" \t\r\n"u8);
        if (text.IsEmpty || text.Length > _limits.MaxUrlLength || !System.Text.Unicode.Utf8.IsValid(text)) return null;
        string address = Encoding.UTF8.GetString(text);
        foreach (char c in address)
        {
            if (char.IsControl(c) || char.IsWhiteSpace(c)) return null;
        }
        return address;
    }
}
