using System.Numerics;

namespace EdgeSeed.Protocol.Trackers;

/// <summary>
/// The query string of an HTTP announce (BEP 3, 7, 21, 23), read from its raw bytes and written back by a client. Reading allocates
/// nothing. Unknown keys are ignored, and of a repeated key the first counts. <c>info_hash</c>, <c>peer_id</c> and <c>port</c> are
/// required. Everything else is a hint which a tracker can do without, and never makes a query invalid: what cannot be read is as if it were
/// not there.
/// </summary>
public static partial class AnnounceQuery
{
    /// <summary>A longer query is refused unread; the longest that clients send have some 600 bytes, plus a passkey.</summary>
    public const int MaxQueryBytes = 4096;

    /// <summary>Digits of 2^64 - 1: a number with more is refused, one above 2^63 - 1 counts as 2^63 - 1.</summary>
    private const int MaxDigits = 20;

    private const uint Required = (1u << (int)QueryKey.InfoHash) | (1u << (int)QueryKey.PeerId) | (1u << (int)QueryKey.Port);

    /// <summary>Reads an announce.</summary>
    /// <param name="rawQuery">What follows the <c>?</c>, percent-encoded as it came; the <c>?</c> itself may be included.</param>
    /// <param name="request">The announce; not meaningful on failure.</param>
    /// <param name="error">The first fault and the key where it is.</param>
    /// <returns>Whether the query is a valid announce.</returns>
    public static bool TryParse(ReadOnlySpan<byte> rawQuery, out AnnounceRequest request, out QueryError error)
    {
        request = new AnnounceRequest();
        if (rawQuery.Length > MaxQueryBytes)
        {
            error = new QueryError(QueryErrorKind.TooLong, QueryKey.None);
            return false;
        }
        uint seen = 0;
        var reader = new QueryReader(rawQuery);
        while (reader.Next(out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value))
        {
            QueryKey key = QueryKeyNames.Identify(name);
            uint bit = 1u << (int)key;
            if (key == QueryKey.None || (seen & bit) != 0) continue;
            seen |= bit;
            QueryErrorKind fault = Apply(key, value, ref request);
            if (fault == QueryErrorKind.None) continue;
            error = new QueryError(fault, key);
            return false;
        }
        uint missing = Required & ~seen;
        error = missing == 0 ? default : new QueryError(QueryErrorKind.Missing, (QueryKey)BitOperations.TrailingZeroCount(missing));
        if (missing != 0) return false;
        FillPorts(ref request);
        return true;
    }

    private static QueryErrorKind Apply(QueryKey key, ReadOnlySpan<byte> value, ref AnnounceRequest request)
    {
        QueryErrorKind fault = QueryErrorKind.None;
        long number;
        switch (key)
        {
            case QueryKey.InfoHash:
            case QueryKey.PeerId:
                Span<byte> id = stackalloc byte[InfoHash.Length];
                fault = DecodeId(value, id);
                if (fault != QueryErrorKind.None) break;
                if (key == QueryKey.InfoHash) request.InfoHash = new InfoHash(id);
                else request.PeerId = new PeerId(id);
                break;
            case QueryKey.Port:
                fault = ReadNumber(value, out number);
                if (fault == QueryErrorKind.None && number is < 0 or > ushort.MaxValue) fault = QueryErrorKind.OutOfRange;
                request.Port = (ushort)number;
                break;
            case QueryKey.Uploaded:
                request.Uploaded = ReadHint(value, ifNone: 0);
                break;
            case QueryKey.Downloaded:
                request.Downloaded = ReadHint(value, ifNone: 0);
                break;
            case QueryKey.Left:
                request.Left = ReadHint(value, AnnounceRequest.UnknownLeft);
                break;
            case QueryKey.PeersWanted:
                request.PeersWanted = (int)Math.Min(ReadHint(value, AnnounceRequest.PeersNotSaid), int.MaxValue);
                break;
            case QueryKey.Event:
                request.Event = ReadEvent(value);
                break;
            case QueryKey.Key:
                request.Key = ReadKey(value);
                break;
            case QueryKey.Compact:
                request.Compact = !value.SequenceEqual("0"u8);
                break;
            case QueryKey.NoPeerId:
                request.NoPeerId = value.SequenceEqual("1"u8);
                break;
            case QueryKey.Address:
                request.ClaimedAddress = ReadAddress(value);
                break;
            case QueryKey.IPv4:
                request.ClaimedIPv4 = ReadAddress(value) is { IsIPv4: true } v4 ? v4 : null;
                break;
            case QueryKey.IPv6:
                request.ClaimedIPv6 = ReadAddress(value) is { IsIPv4: false } v6 ? v6 : null;
                break;
        }
        return fault;
    }

    /// <summary>Decodes a value of exactly 20 bytes.</summary>
    internal static QueryErrorKind DecodeId(ReadOnlySpan<byte> value, Span<byte> id) => PercentEncoding.Decode(value, id) switch
    {
        InfoHash.Length => QueryErrorKind.None,
        PercentEncoding.BadEscape => QueryErrorKind.BadEscape,
        _ => QueryErrorKind.NotTwentyBytes,
    };

    /// <summary>A number that may be missing; one that is negative or no number at all is.</summary>
    private static long ReadHint(ReadOnlySpan<byte> value, long ifNone) =>
        ReadNumber(value, out long number) == QueryErrorKind.None && number >= 0 ? number : ifNone;

    private static QueryErrorKind ReadNumber(ReadOnlySpan<byte> value, out long number)
    {
        number = 0;
        bool negative = value is [(byte)'-', ..];
        ReadOnlySpan<byte> digits = negative ? value[1..] : value;
        if (digits.IsEmpty) return QueryErrorKind.NotANumber;
        if (digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return QueryErrorKind.NotANumber;
        digits = digits.TrimStart((byte)'0');
        if (digits.Length > MaxDigits) return QueryErrorKind.OutOfRange;
        ulong sum = 0;
        foreach (byte digit in digits) sum = sum * 10 + (uint)(digit - '0');
        // A twentieth digit may overflow the sum, but any number that long is beyond a signed one anyway.
        number = digits.Length == MaxDigits || sum > long.MaxValue ? long.MaxValue : (long)sum;
        if (negative) number = -number;
        return QueryErrorKind.None;
    }

    private static AnnounceEvent ReadEvent(ReadOnlySpan<byte> value) => value switch
    {
        _ when value.SequenceEqual("started"u8) => AnnounceEvent.Started,
        _ when value.SequenceEqual("stopped"u8) => AnnounceEvent.Stopped,
        _ when value.SequenceEqual("completed"u8) => AnnounceEvent.Completed,
        _ when value.SequenceEqual("paused"u8) => AnnounceEvent.Paused,
        _ => AnnounceEvent.None,
    };

    /// <summary>Up to eight hexadecimal digits are the number they spell; any other text is folded into 32 bits (FNV-1a).</summary>
    private static uint ReadKey(ReadOnlySpan<byte> value)
    {
        uint number = 0, hash = 2166136261;
        bool isHexadecimal = value.Length <= 8;
        foreach (byte b in value)
        {
            int digit = PercentEncoding.HexValue(b);
            isHexadecimal &= digit >= 0;
            number = (number << 4) | (uint)(digit & 15);
            hash = (hash ^ b) * 16777619;
        }
        return isHexadecimal ? number : hash;
    }

    private static PeerEndPoint? ReadAddress(ReadOnlySpan<byte> value)
    {
        Span<byte> text = stackalloc byte[AddressText.MaxBytes];
        int length = PercentEncoding.Decode(value, text);
        return length > 0 && AddressText.TryParse(text[..length], out PeerEndPoint endPoint) ? endPoint : null;
    }

    private static void FillPorts(ref AnnounceRequest request)
    {
        if (request.ClaimedAddress is { } address) request.ClaimedAddress = address.WithPort(request.Port);
        if (request.ClaimedIPv4 is { Port: 0 } v4) request.ClaimedIPv4 = v4.WithPort(request.Port);
        if (request.ClaimedIPv6 is { Port: 0 } v6) request.ClaimedIPv6 = v6.WithPort(request.Port);
    }
}
