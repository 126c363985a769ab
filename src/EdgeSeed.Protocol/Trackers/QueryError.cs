using System.Text;

namespace EdgeSeed.Protocol.Trackers;

/// <summary>Why a tracker query was refused.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Key">Where; <see cref="QueryKey.None"/> for the query as a whole.</param>
public readonly record struct QueryError(QueryErrorKind Kind, QueryKey Key)
{
    /// <summary>No reason is longer than this many bytes.</summary>
    public const int MaxReasonBytes = 64;

    /// <summary>Writes the sentence for the client's <c>failure reason</c> (BEP 3), plain ASCII, and returns its length.</summary>
    /// <param name="destination">At least <see cref="MaxReasonBytes"/> bytes.</param>
    public int WriteReason(Span<byte> destination)
    {
        ReadOnlySpan<byte> name = QueryKeyNames.Of(Key);
        ReadOnlySpan<byte> fault = Kind switch
        {
            QueryErrorKind.Missing => " is missing"u8,
            QueryErrorKind.NotTwentyBytes => " must be 20 bytes"u8,
            QueryErrorKind.BadEscape => " has a malformed %-escape"u8,
            QueryErrorKind.NotANumber => " is not a decimal number"u8,
            QueryErrorKind.OutOfRange => " is out of range"u8,
            QueryErrorKind.TooMany => " is given too many times"u8,
            QueryErrorKind.TooLong => " is too long"u8,
            _ => " is good"u8,
        };
        name.CopyTo(destination);
        fault.CopyTo(destination[name.Length..]);
        return name.Length + fault.Length;
    }

    /// <summary>The sentence of <see cref="WriteReason"/>; allocates.</summary>
    public override string ToString()
    {
        Span<byte> text = stackalloc byte[MaxReasonBytes];
        return Encoding.ASCII.GetString(text[..WriteReason(text)]);
    }
}
