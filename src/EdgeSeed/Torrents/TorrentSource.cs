using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Network;
using EdgeSeed.Engine.Web;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Torrents;

/// <summary>Reads torrents named on the command line: files, web addresses, magnet links, info-hashes.</summary>
internal static class TorrentSource
{
    private const string MagnetScheme = "magnet:", HttpScheme = "http://", SecureScheme = "https://";

    /// <summary>Whether the text is a magnet link, right or wrong.</summary>
    public static bool IsMagnet(string text) => text.StartsWith(MagnetScheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>What was typed or pasted: white space around a link, an address or an info-hash is none of it, though it may be part of a file's name.</summary>
    public static string Meant(string typed) =>
        typed.Trim() is var text && (IsMagnet(text) || IsAddress(text) || AsMagnet(text) is not null) ? text : typed;

    /// <summary>Reads and checks a <c>.torrent</c> from a file or, where an <c>http(s)://</c> address is given, from a web server.</summary>
    /// <param name="egress">By which way a web server is asked.</param>
    /// <param name="source">The file or address.</param>
    /// <param name="budget">Charged with what is sent to the web server.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">Breaks it off.</param>
    /// <returns>The torrent, or what is wrong.</returns>
    /// <exception cref="OperationCanceledException">It was broken off.</exception>
    public static async Task<(Metainfo? Torrent, string? Problem)> ReadAsync(Egress egress, string source, UploadBudget budget, TimeProvider time, CancellationToken stop)
    {
        if (!IsAddress(source)) return Read(source, out Metainfo? read) is { } problem ? (null, problem) : (read, null);
        var limits = new MetainfoLimits();
        (byte[]? file, string? fault) = await WebFetch.GetAsync(egress, source, limits.MaxFileLength, budget, time, stop).ConfigureAwait(false);
        if (fault is not null) return (null, $"{AddressSecret.HideInWebSeed(source)}: {fault}");
        return MetainfoParser.TryParse(file, limits, out Metainfo? fetched, out MetainfoError error) ? (fetched, null) : (null, $"{AddressSecret.HideInWebSeed(source)}: {error}");
    }

    /// <summary>Reads and checks a <c>.torrent</c>; its size is looked at before anything is allocated for it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="metainfo">The torrent, when null is returned.</param>
    /// <returns>What is wrong, with path and byte offset, or null.</returns>
    public static string? Read(string path, out Metainfo? metainfo)
    {
        metainfo = null;
        var limits = new MetainfoLimits();
        byte[] bytes;
        try
        {
            using FileStream file = File.OpenRead(path);
            if (file.CanSeek && file.Length > limits.MaxFileLength)
                return $"{path}: {file.Length} bytes is too long for a torrent file (at most {limits.MaxFileLength})";
            bytes = ReadAtMost(file, limits.MaxFileLength + 1);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Describe(path, exception);
        }
        return MetainfoParser.TryParse(bytes, limits, out metainfo, out MetainfoError error) ? null : $"{path}: {error}";
    }

    /// <summary>The magnet link for an info-hash given instead of a torrent: 40 hexadecimal digits or 32 of base 32, and no file of that name; else null.</summary>
    public static string? AsMagnet(string text)
    {
        string link = $"magnet:?xt=urn:btih:{text}";
        return text.Length is 40 or 32 && text.All(char.IsAsciiLetterOrDigit) && !File.Exists(text) && MagnetLink.TryParse(link, out _, out _) ? link : null;
    }

    /// <summary>What the system said of a path, in few words.</summary>
    public static string Describe(string path, Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => $"{path}: there is no such file or folder",
        UnauthorizedAccessException when Directory.Exists(path) => $"{path}: this is a folder",
        UnauthorizedAccessException => $"{path}: permission denied",
        _ => $"{path}: {exception.Message}",
    };

    private static bool IsAddress(string text) =>
        text.StartsWith(HttpScheme, StringComparison.OrdinalIgnoreCase) || text.StartsWith(SecureScheme, StringComparison.OrdinalIgnoreCase);

    // A pipe has no length to look at.
    private static byte[] ReadAtMost(FileStream file, int limit)
    {
        if (file.CanSeek)
        {
            byte[] exact = new byte[file.Length];
            file.ReadExactly(exact);
            return exact;
        }
        using var gathered = new MemoryStream();
        byte[] part = new byte[64 * 1024];
        for (int read; gathered.Length < limit && (read = file.Read(part)) > 0;) gathered.Write(part, 0, read);
        return gathered.ToArray();
    }
}
