namespace EdgeSeed.Protocol.Trackers;

/// <summary>
/// The options behind a UDP announce (BEP 41): a type byte, then (but for end and no-operation) a length byte and data.
/// Bytes that make no sense end the options and never make an announce invalid: older clients send other things here.
/// </summary>
public static class UdpTrackerOptions
{
    private const byte End = 0, NoOperation = 1, UrlData = 2;

    /// <summary>Joins the pieces of the URL's path and query that the client announces to, such as <c>/announce?key=1</c>.</summary>
    /// <param name="options">From <see cref="UdpAnnounceRequest.Options"/>.</param>
    /// <param name="destination">Receives the bytes; what does not fit is dropped.</param>
    /// <returns>How many bytes were written; 0 when there is no such option.</returns>
    public static int ReadUrlData(ReadOnlySpan<byte> options, Span<byte> destination)
    {
        int written = 0;
        while (!options.IsEmpty && options[0] != End)
        {
            if (options[0] == NoOperation)
            {
                options = options[1..];
                continue;
            }
            if (options.Length < 2 || options.Length < 2 + options[1]) break;
            ReadOnlySpan<byte> data = options.Slice(2, options[1]);
            if (options[0] == UrlData)
            {
                data = data[..Math.Min(data.Length, destination.Length - written)];
                data.CopyTo(destination[written..]);
                written += data.Length;
            }
            options = options[(2 + options[1])..];
        }
        return written;
    }

    /// <summary>Writes the path and query as options of at most 255 bytes each, and the end; returns the length.</summary>
    /// <param name="url">Path and query in ASCII; may be empty.</param>
    /// <param name="destination">At least <paramref name="url"/>'s length, 2 for each 255 bytes begun, and 1.</param>
    public static int WriteUrlData(ReadOnlySpan<byte> url, Span<byte> destination)
    {
        int length = 0;
        while (!url.IsEmpty)
        {
            ReadOnlySpan<byte> piece = url[..Math.Min(url.Length, byte.MaxValue)];
            destination[length] = UrlData;
            destination[length + 1] = (byte)piece.Length;
            piece.CopyTo(destination[(length + 2)..]);
            length += 2 + piece.Length;
            url = url[piece.Length..];
        }
        destination[length] = End;
        return length + 1;
    }
}
