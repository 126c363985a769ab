using System.Buffers;
using System.Runtime.CompilerServices;
using EdgeSeed.Protocol.Bencode;

namespace EdgeSeed.Protocol.Torrents;

/// <summary>
/// Finds the hashes of pieces in a <c>.torrent</c> by walking along its tokens, and reads the rest into memory. It judges nothing: from the first token on
/// that no reader takes, a few more bytes are read, so that <see cref="MetainfoReading"/> says what is wrong.
/// </summary>
/// <param name="bytes">The file.</param>
/// <param name="leastGap">Strings of fewer bytes are read like everything else.</param>
internal ref struct OutlineReading(TorrentBytes bytes, int leastGap)
{
    /// <summary>More than a number has that any reader takes, or the length of a string.</summary>
    private const int TokenLength = 128;

    private const int MaxLengthDigits = 10;

    private readonly List<BencodeGap> _gaps = [];
    private readonly byte[] _window = ArrayPool<byte>.Shared.Rent(TorrentBytes.PartLength);
    private int _windowStart;
    private int _windowLength;
    private int _position;
    private int _missing;
    private int _depth;
    private Section _section;
    private bool _isKeyDue;
    private bool _isInnerKeyDue;
    private bool _isPieces;

    private enum Section : byte
    {
        Other,
        Info,
        Layers,
    }

    /// <summary>Bytes of memory that the rest takes, and the places of the gaps.</summary>
    public readonly long NeededBytes => _position - _missing + (long)_gaps.Count * Unsafe.SizeOf<BencodeGap>();

    /// <summary>Reads all but the hashes.</summary>
    /// <param name="maxMemory">Bytes of memory that it may take.</param>
    /// <returns>Null when it takes more, or the file cannot be read.</returns>
    public TorrentOutline? Read(long maxMemory)
    {
        try
        {
            while (NeededBytes <= maxMemory && Pass())
            {
            }
            if (NeededBytes > maxMemory) return null;
            bool isWhole = _depth == 0 && _position > 0;
            int end = isWhole ? _position : Math.Min(_position + TokenLength, bytes.Length);
            byte[] image = new byte[end - _missing];
            int from = 0;
            foreach (BencodeGap gap in _gaps)
            {
                if (!bytes.TryRead(from + gap.Before, image.AsSpan(from..gap.Position))) return null;
                from = gap.Position;
            }
            return bytes.TryRead(from + _missing, image.AsSpan(from)) ? new TorrentOutline(bytes, image, [.. _gaps]) : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(_window);
        }
    }

    /// <summary>Passes one token.</summary>
    /// <returns>False at the end of the file's one value, and where no reader goes on.</returns>
    private bool Pass()
    {
        ReadOnlySpan<byte> token = Peek();
        if (token.IsEmpty) return false;
        switch (token[0])
        {
            case (byte)'d' or (byte)'l':
                if (_depth == BencodeLimits.DeepestAllowed) return false;
                _depth++;
                if (_depth == 1) _isKeyDue = true;
                else if (_depth == 2 && token[0] == 'd') _isInnerKeyDue = true;
                else if (_depth == 2) _section = Section.Other;
                _position++;
                return true;
            case (byte)'e':
                if (_depth == 0) return false;
                _depth--;
                _position++;
                EndValue();
                return _depth > 0;
            case (byte)'i':
                int end = token.IndexOf((byte)'e');
                if (end < 0 || _depth == 0) return false;
                _position += end + 1;
                EndValue();
                return true;
            default:
                return _depth > 0 && PassString(token);
        }
    }

    private bool PassString(ReadOnlySpan<byte> token)
    {
        int digits = 0;
        long length = 0;
        for (; digits < token.Length && char.IsAsciiDigit((char)token[digits]); digits++)
        {
            if (digits == MaxLengthDigits) return false;
            length = length * 10 + (token[digits] - '0');
        }
        if (digits == 0 || digits == token.Length || token[digits] != ':') return false;
        int start = _position + digits + 1;
        if (length > bytes.Length - start) return false;
        _position = start + (int)length;
        if (_depth == 1 && _isKeyDue) _section = IsString(token, "4:info"u8) ? Section.Info : IsString(token, "12:piece layers"u8) ? Section.Layers : Section.Other;
        else if (_depth == 2 && _isInnerKeyDue) _isPieces = IsString(token, "6:pieces"u8);
        else if (_depth == 2 && length >= leastGap && (_section == Section.Layers || (_section == Section.Info && _isPieces)))
        {
            _gaps.Add(new BencodeGap(start - _missing, (int)length, _missing));
            _missing += (int)length;
        }
        EndValue();
        return true;
    }

    // Zeros in front of a length are read too.
    private static bool IsString(ReadOnlySpan<byte> token, ReadOnlySpan<byte> text) => token.TrimStart((byte)'0').StartsWith(text);

    private void EndValue()
    {
        if (_depth == 1) _isKeyDue = !_isKeyDue;
        else if (_depth == 2) _isInnerKeyDue = !_isInnerKeyDue;
    }

    /// <summary>The bytes from here on, as many as a token may have that is no long string; fewer at the end of the file, none when it cannot be read.</summary>
    private ReadOnlySpan<byte> Peek()
    {
        int length = Math.Min(TokenLength, bytes.Length - _position);
        if (_position < _windowStart || _position + length > _windowStart + _windowLength)
        {
            _windowStart = _position;
            _windowLength = Math.Min(TorrentBytes.PartLength, bytes.Length - _position);
            if (!bytes.TryRead(_windowStart, _window.AsSpan(0, _windowLength))) return default;
        }
        return _window.AsSpan(_position - _windowStart, length);
    }
}
