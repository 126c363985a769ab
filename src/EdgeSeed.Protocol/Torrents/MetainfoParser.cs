using System.Diagnostics.CodeAnalysis;

namespace EdgeSeed.Protocol.Torrents;

/// <summary>
/// Reads <c>.torrent</c> files (BEP 3) that may come from anybody. Strict only where the meaning would change: about lengths, hashes and
/// what contradicts itself in the info dictionary. Elsewhere a value that is malformed or of the wrong type is as good as none, and names are
/// advice (<see cref="SafeName"/>). The info-hash is taken over the bytes as they stand. Time and memory are bounded by
/// <see cref="MetainfoLimits"/>.
/// </summary>
public static class MetainfoParser
{
    /// <summary>Reads a whole <c>.torrent</c>; what follows its end is passed over.</summary>
    /// <param name="file">The bytes; kept by the result, which refers to them. They must not change.</param>
    /// <param name="limits">What to accept.</param>
    /// <param name="metainfo">The torrent, when true is returned.</param>
    /// <param name="error">What is wrong and where, when false is returned.</param>
    public static bool TryParse(
        ReadOnlyMemory<byte> file, MetainfoLimits limits, [NotNullWhen(true)] out Metainfo? metainfo, out MetainfoError error)
    {
        var reading = new MetainfoReading(new TorrentOutline(file), limits);
        metainfo = reading.ReadFile();
        error = reading.Error;
        return metainfo is not null;
    }

    /// <summary>
    /// The same without taking the hashes of its pieces into memory: they are checked where they lie, and read when they are wanted. When the file cannot be
    /// read, the verdict is none: who reads it knows.
    /// </summary>
    /// <inheritdoc cref="TryParse(ReadOnlyMemory{byte}, MetainfoLimits, out Metainfo, out MetainfoError)"/>
    public static bool TryParse(TorrentBytes file, MetainfoLimits limits, [NotNullWhen(true)] out Metainfo? metainfo, out MetainfoError error)
    {
        ArgumentNullException.ThrowIfNull(file);
        metainfo = null;
        // One that is too long is refused unread.
        TorrentOutline? outline = file.Length > limits.MaxFileLength ? new TorrentOutline(file, default, []) : new OutlineReading(file, limits.LeastGap).Read(limits.MaxMemory);
        if (outline is null)
        {
            error = new MetainfoError($"without its hashes it takes more than {limits.MaxMemory} bytes of memory to read", 0, IsTooLarge: true);
            return false;
        }
        var reading = new MetainfoReading(outline, limits);
        metainfo = reading.ReadFile();
        error = reading.Error;
        return metainfo is not null;
    }

    /// <summary>
    /// Reads an info dictionary alone, as peers send it (BEP 9); the result has no trackers or web seeds. Nothing may follow it.
    /// </summary>
    /// <inheritdoc cref="TryParse(ReadOnlyMemory{byte}, MetainfoLimits, out Metainfo, out MetainfoError)"/>
    public static bool TryParseInfo(
        ReadOnlyMemory<byte> info, MetainfoLimits limits, [NotNullWhen(true)] out Metainfo? metainfo, out MetainfoError error)
    {
        var reading = new MetainfoReading(new TorrentOutline(info), limits);
        metainfo = reading.ReadInfoAlone();
        error = reading.Error;
        return metainfo is not null;
    }
}
