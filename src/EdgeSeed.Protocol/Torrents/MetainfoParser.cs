using System.Diagnostics.CodeAnalysis;

namespace EdgeSeed.Protocol.Torrents;

/// <summary>
/// Reads <c>.torrent</c> files (BEP 3) that may come from anybody. Strict about the info dictionary, which everything is
/// hashed from, tolerant about the rest: there, a value of the wrong type is as good as none. Time and memory are bounded by
/// <see cref="MetainfoLimits"/>.
/// </summary>
public static class MetainfoParser
{
    /// <summary>Reads a whole <c>.torrent</c>. White space after its end is allowed, other bytes are not.</summary>
    /// <param name="file">The bytes; kept by the result, which refers to them. They must not change.</param>
    /// <param name="limits">What to accept.</param>
    /// <param name="metainfo">The torrent, when true is returned.</param>
    /// <param name="error">What is wrong and where, when false is returned.</param>
    public static bool TryParse(
        ReadOnlyMemory<byte> file, MetainfoLimits limits, [NotNullWhen(true)] out Metainfo? metainfo, out MetainfoError error)
    {
        var reading = new MetainfoReading(file, limits);
        metainfo = reading.ReadFile();
        error = reading.Error;
        return metainfo is not null;
    }

    /// <summary>
    /// Reads an info dictionary alone, as peers send it (BEP 9); the result has no trackers or web seeds. Nothing may follow it.
    /// </summary>
    /// <inheritdoc cref="TryParse"/>
    public static bool TryParseInfo(
        ReadOnlyMemory<byte> info, MetainfoLimits limits, [NotNullWhen(true)] out Metainfo? metainfo, out MetainfoError error)
    {
        var reading = new MetainfoReading(info, limits);
        metainfo = reading.ReadInfoAlone();
        error = reading.Error;
        return metainfo is not null;
    }
}
