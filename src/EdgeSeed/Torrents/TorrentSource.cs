using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Torrents;

/// <summary>Reads <c>.torrent</c> files named on the command line.</summary>
internal static class TorrentSource
{
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

    /// <summary>What the system said of a path, in few words.</summary>
    public static string Describe(string path, Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => $"{path}: there is no such file or folder",
        UnauthorizedAccessException when Directory.Exists(path) => $"{path}: this is a folder",
        UnauthorizedAccessException => $"{path}: permission denied",
        _ => $"{path}: {exception.Message}",
    };

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
