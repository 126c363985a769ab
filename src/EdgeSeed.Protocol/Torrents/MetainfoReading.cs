using System.Runtime.CompilerServices;
using EdgeSeed.Protocol.Addresses;
using EdgeSeed.Protocol.Bencode;

namespace EdgeSeed.Protocol.Torrents;

/// <summary>One run of <see cref="MetainfoParser"/>: the whole file, then what stands around the info dictionary.</summary>
internal ref partial struct MetainfoReading
{
    private readonly TorrentOutline _outline;
    private readonly ReadOnlyMemory<byte> _file;
    private readonly MetainfoLimits _limits;
    private readonly List<RemarkedAddress> _remarks = [];
    private BencodeReader _reader;
    private string _where = "";

    // Memory that the file and all that is made of it takes, as far as it is known: at most what the limits say.
    private long _neededBytes;

    /// <param name="outline">Places are those in its image, until they are told.</param>
    /// <param name="limits">What to accept.</param>
    public MetainfoReading(TorrentOutline outline, MetainfoLimits limits)
    {
        (_outline, _file, _limits) = (outline, outline.Image, limits);
        _neededBytes = _file.Length + (long)outline.Gaps.Length * Unsafe.SizeOf<BencodeGap>();
        _reader = new BencodeReader(_file.Span, limits.Bencode, outline.Gaps);
    }

    public MetainfoError Error { get; private set; }

    public Metainfo? ReadFile()
    {
        if (!IsShortEnough()) return null;
        if (_file.IsEmpty) return Refuse("the file is empty", 0);
        if (_file.Span[0] != 'd') return Refuse("this is no torrent: it does not start with a bencoded dictionary", 0);
        if (!_reader.ReadDictionaryStart()) return Refuse();
        InfoPart? info = null;
        var around = new Envelope();
        while (_reader.ReadKey(out ReadOnlySpan<byte> key))
        {
            if (!key.SequenceEqual("info"u8)) ReadAround(key, ref around);
            else if (info is null)
            {
                info = ReadInfo();
                if (info is null) return null;
            }
            else if (!SkipEqual(info.Range)) return Refuse("info: this key is given twice, with two values", _reader.Offset);
        }
        // What follows the dictionary (a web page's end, a line's, another file's) is nobody's.
        if (!_reader.IsComplete) return Refuse();
        if (info is null) return Refuse("there is no info dictionary", 0);
        return CheckLayers(info, around) ? info.ToMetainfo(_outline, around.ToMetainfo(_outline), around.LayersPlace, _remarks) : null;
    }

    public Metainfo? ReadInfoAlone()
    {
        if (!IsShortEnough() || ReadInfo() is not { } info) return null;
        return _reader.Position == _file.Length
            ? info.ToMetainfo(_outline, new MetainfoEnvelope(), layers: null, _remarks)
            : Refuse("there are bytes after the end of the info dictionary", _reader.Position);
    }

    // The first value of a key counts, as with libtorrent; one of the wrong type does not count at all.
    private void ReadAround(ReadOnlySpan<byte> key, ref Envelope around)
    {
        if (key.SequenceEqual("announce"u8)) Keep(ref around.Announce, ReadTracker());
        else if (key.SequenceEqual("announce-list"u8)) Keep(ref around.Tiers, ReadTiers());
        else if (key.SequenceEqual("url-list"u8)) Keep(ref around.WebSeeds, ReadWebSeeds());
        else if (key.SequenceEqual("nodes"u8)) Keep(ref around.Nodes, ReadNodes());
        else if (key.SequenceEqual("httpseeds"u8)) PassOverHttpSeeds();
        else if (key.SequenceEqual("comment"u8)) Keep(ref around.Comment, OptionalText());
        else if (key.SequenceEqual("created by"u8)) Keep(ref around.CreatedBy, OptionalText());
        else if (key.SequenceEqual("creation date"u8)) Keep(ref around.CreationDate, OptionalDate());
        else if (key.SequenceEqual("piece layers"u8) && around.LayersPlace is null)
        {
            around.Layers = _reader;
            around.LayersPlace = OptionalDictionary();
        }
        else _reader.Skip();
    }

    private static void Keep<T>(ref T? first, T? value) => first ??= value;

    // A value that is given again says nothing new if it is the same, byte for byte.
    private bool SkipEqual(Range before)
    {
        int start = _reader.Position;
        return _reader.Skip() && _outline.AreEqual(before, start.._reader.Position);
    }

    private bool IsShortEnough()
    {
        int length = _outline.Bytes.Length;
        if (length <= _limits.MaxFileLength) return true;
        Refuse($"the torrent has {length} bytes, more than the limit of {_limits.MaxFileLength}", 0);
        return false;
    }

    // The reader's own error, unless a more telling one was noted before it.
    private Metainfo? Refuse()
    {
        if (Error.Message is null)
        {
            string place = _where.Length == 0 ? "" : _where + ": ";
            Refuse(place + _reader.Error.Message, _reader.Error.Offset);
        }
        return null;
    }

    private Metainfo? Refuse(string message, int offset)
    {
        Error = new MetainfoError(message, _outline.FileOffset(offset));
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

    private Range? OptionalDictionary()
    {
        if (!_reader.Read()) return null;
        bool isDictionary = _reader.Token == BencodeToken.DictionaryStart;
        int start = _reader.Offset;
        return _reader.SkipChildren() && isDictionary ? start.._reader.Position : null;
    }

    private ref struct Envelope
    {
        public string? Announce;
        public List<IReadOnlyList<string>>? Tiers;
        public List<string>? WebSeeds;
        public List<PeerEndPoint>? Nodes;
        public ByteText? Comment;
        public ByteText? CreatedBy;
        public DateTimeOffset? CreationDate;
        public BencodeReader Layers;
        public Range? LayersPlace;

        public readonly MetainfoEnvelope ToMetainfo(TorrentOutline outline) => new()
        {
            AnnounceTiers = Tiers is { Count: > 0 } ? Tiers : Announce is null ? [] : [[Announce]],
            WebSeeds = WebSeeds ?? [],
            Nodes = Nodes ?? [],
            Comment = Comment,
            CreatedBy = CreatedBy,
            CreationDate = CreationDate,
            PieceLayers = LayersPlace is { } place && !outline.IsPartial ? outline.Image[place] : default,
        };
    }
}
