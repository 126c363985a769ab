using System.Globalization;
using System.Text;
using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Protocol.Torrents;

public sealed partial class MagnetLink
{
    /// <summary>
    /// The link as text: ASCII, everything that is not an unreserved character percent-encoded (RFC 3986), so it is safe in a page or a
    /// shell's quotes.
    /// </summary>
    public override string ToString()
    {
        var text = new StringBuilder("magnet:?xt=urn:btih:", 256).Append(InfoHash.ToString());
        if (Name is { } name) Append(text, "dn", name.Span);
        if (ExactLength is { } length) text.Append(CultureInfo.InvariantCulture, $"&xl={length}");
        foreach (string tracker in Trackers) Append(text, "tr", Encoding.UTF8.GetBytes(tracker));
        foreach (string seed in WebSeeds) Append(text, "ws", Encoding.UTF8.GetBytes(seed));
        foreach (string peer in Peers) Append(text, "x.pe", Encoding.UTF8.GetBytes(peer));
        return text.ToString();
    }

    private static void Append(StringBuilder text, string key, ReadOnlySpan<byte> value)
    {
        text.Append('&').Append(key).Append('=');
        var encoded = new byte[value.Length * 3];
        int length = PercentEncoding.Encode(value, encoded);
        text.Append(Encoding.ASCII.GetString(encoded, 0, length));
    }
}
