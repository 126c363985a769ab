using EdgeSeed.Tracker.Http;

namespace EdgeSeed.Tracking;

/// <summary>The head of a plain tracker request, as every client sends it: a GET of /announce or /scrape without a body.</summary>
/// <param name="Length">Bytes of the head, the empty line included.</param>
/// <param name="PathLength">Bytes of the path.</param>
/// <param name="TargetLength">Bytes of path and query together.</param>
/// <param name="KeepsAlive">Whether the connection stays open behind the answer.</param>
/// <param name="IsForwarded">Whether a field says that a proxy passed it on.</param>
/// <param name="ForwardedFor">Where the value of X-Forwarded-For is; empty for none.</param>
internal readonly record struct TrackerRequestHead(int Length, int PathLength, int TargetLength, bool KeepsAlive, bool IsForwarded, Range ForwardedFor)
{
    /// <summary>Where the path begins.</summary>
    public const int PathStart = 4;

    /// <summary>The longest head that is waited for.</summary>
    public const int MaxBytes = 8 * 1024;

    private static ReadOnlySpan<byte> Scrape => "/scrape"u8;

    private static ReadOnlySpan<byte> End => "\r\n\r\n"u8;

    /// <summary>
    /// Reads a head. It decides only what is beyond doubt: anything unusual (another method or path, a body, an upgrade, a folded field, no or
    /// several hosts, several lists of proxies, a scrape of everything, a head longer than <see cref="MaxBytes"/>) is left, whole and unread, to the full HTTP server.
    /// </summary>
    /// <param name="received">What has come so far.</param>
    /// <param name="head">Where its parts are.</param>
    public static HeadStatus Read(ReadOnlySpan<byte> received, out TrackerRequestHead head)
    {
        head = default;
        if (!MayBecome(received, "GET /announce"u8) && !MayBecome(received, "GET /scrape"u8)) return HeadStatus.NotOurs;
        int end = received.IndexOf(End);
        if (end < 0) return !received.IsEmpty && MayBeWhole(received) ? HeadStatus.NotOurs : HeadStatus.NeedMore;
        if (end + End.Length > MaxBytes) return HeadStatus.NotOurs;
        int lineEnd = received.IndexOf("\r\n"u8);
        ReadOnlySpan<byte> line = received[..lineEnd];
        bool isHttp11 = line.EndsWith(" HTTP/1.1"u8), keepsAlive = isHttp11;
        if (!isHttp11 && !line.EndsWith(" HTTP/1.0"u8)) return HeadStatus.NotOurs;
        ReadOnlySpan<byte> target = line[PathStart..^9];
        int question = target.IndexOf((byte)'?'), pathLength = question < 0 ? target.Length : question;
        if (pathLength == Scrape.Length && target.IndexOf("info_hash"u8) < 0) return HeadStatus.NotOurs;
        if (!HttpTracker.Handles(target[..pathLength]) || target.ContainsAnyInRange((byte)0, (byte)' ')) return HeadStatus.NotOurs;
        var fields = new Fields { KeepsAlive = keepsAlive };
        for (int start = lineEnd + 2; start < end + 2;)
        {
            int length = received[start..].IndexOf("\r\n"u8);
            if (!ReadField(received, start, length, ref fields)) return HeadStatus.NotOurs;
            start += length + 2;
        }
        if (fields.Hosts > 1 || (isHttp11 && fields.Hosts == 0)) return HeadStatus.NotOurs;
        head = new TrackerRequestHead(end + End.Length, pathLength, target.Length, fields.KeepsAlive, fields.IsForwarded, fields.ForwardedFor);
        return HeadStatus.Complete;
    }

    /// <summary>
    /// Whether what has come of another request is for the HTTP server to read: its head is whole, too long, or no head at all. What is not waits here,
    /// where it costs next to nothing.
    /// </summary>
    /// <param name="received">What has come so far, at least a byte.</param>
    public static bool MayBeWhole(ReadOnlySpan<byte> received) =>
        received.Length >= MaxBytes || !char.IsAsciiLetterUpper((char)received[0]) || received.IndexOf(End) >= 0 || received.IndexOf("\n\n"u8) >= 0
        || received.IndexOf("\n\r\n"u8) >= 0;

    private static bool MayBecome(ReadOnlySpan<byte> received, ReadOnlySpan<byte> start) =>
        received.Length < start.Length ? start.StartsWith(received) : received.StartsWith(start);

    private static bool ReadField(ReadOnlySpan<byte> received, int start, int length, ref Fields fields)
    {
        ReadOnlySpan<byte> field = received.Slice(start, length);
        int colon = field.IndexOf((byte)':');
        if (colon <= 0 || field.ContainsAny((byte)'\r', (byte)'\n', (byte)0)) return false;
        ReadOnlySpan<byte> name = field[..colon];
        if (name.ContainsAnyInRange((byte)0, (byte)' ')) return false;
        switch (name[0] | 0x20)
        {
            case 'h' when Is(name, "host"u8):
                fields.Hosts++;
                return true;
            case 'c' when Is(name, "connection"u8):
                ReadOnlySpan<byte> value = field[(colon + 1)..].Trim((byte)' ');
                if (Is(value, "close"u8)) fields.KeepsAlive = false;
                else if (Is(value, "keep-alive"u8)) fields.KeepsAlive = true;
                else return false;
                return true;
            case 'x' when Is(name, "x-forwarded-for"u8):
                // Several are one list (RFC 9110, 5.3), which the HTTP server joins.
                if (!fields.ForwardedFor.Equals(default)) return false;
                (fields.IsForwarded, fields.ForwardedFor) = (true, (start + colon + 1)..(start + length));
                return true;
            case 'x' when Is(name, "x-real-ip"u8):
            case 'f' when Is(name, "forwarded"u8):
            case 'v' when Is(name, "via"u8):
                fields.IsForwarded = true;
                return true;
            case 'c' when Is(name, "content-length"u8):
            case 't' when Is(name, "transfer-encoding"u8):
            case 'u' when Is(name, "upgrade"u8):
            case 'e' when Is(name, "expect"u8):
                return false;
            default:
                return true;
        }
    }

    private ref struct Fields
    {
        public bool KeepsAlive;
        public bool IsForwarded;
        public Range ForwardedFor;
        public int Hosts;
    }

    private static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lowerCase) => System.Text.Ascii.EqualsIgnoreCase(text, lowerCase);
}

/// <summary>What the first bytes of a request turned out to be.</summary>
internal enum HeadStatus
{
    /// <summary>A plain tracker request, whole.</summary>
    Complete,

    /// <summary>So far it may become one.</summary>
    NeedMore,

    /// <summary>Something else, or something unusual: for the full HTTP server.</summary>
    NotOurs,
}
