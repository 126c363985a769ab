namespace EdgeSeed.Web;

/// <summary>
/// Media types by file name. Only what a browser shows without running it: everything else, pages and drawings with scripts too, is bytes to
/// be saved, because the files come from whoever filled the drive and would run as part of the page.
/// </summary>
internal static class FileTypes
{
    /// <summary>The type of bytes.</summary>
    public const string Bytes = "application/octet-stream";

    /// <summary>Whether browsers play a file of this name: what they at best save, such as Matroska, is not offered to be played.</summary>
    /// <param name="name">The name's bytes; only its end is looked at.</param>
    public static bool IsPlayable(ReadOnlySpan<byte> name) =>
        Of(name) is "video/mp4" or "video/webm" or "audio/mpeg" or "audio/mp4" or "audio/ogg" or "audio/flac" or "audio/wav";

    /// <summary>The media type of a file of this name.</summary>
    /// <param name="name">The name's bytes; only its end is looked at.</param>
    public static string Of(ReadOnlySpan<byte> name)
    {
        int dot = name.LastIndexOf((byte)'.');
        ReadOnlySpan<byte> end = name[(dot + 1)..];
        if (dot < 0 || end.Length is < 2 or > 5) return Bytes;
        Span<char> ending = stackalloc char[5];
        for (int i = 0; i < end.Length; i++) ending[i] = (char)(end[i] | 0x20);
        return ending[..end.Length] switch
        {
            "txt" or "md" or "srt" or "log" or "csv" => "text/plain",
            "jpg" or "jpeg" => "image/jpeg",
            "png" => "image/png",
            "gif" => "image/gif",
            "webp" => "image/webp",
            "pdf" => "application/pdf",
            "epub" => "application/epub+zip",
            "mp4" or "m4v" => "video/mp4",
            "webm" => "video/webm",
            "mkv" => "video/x-matroska",
            "mov" => "video/quicktime",
            "avi" => "video/x-msvideo",
            "mp3" => "audio/mpeg",
            "m4a" => "audio/mp4",
            "ogg" or "oga" or "opus" => "audio/ogg",
            "flac" => "audio/flac",
            "wav" => "audio/wav",
            "zip" => "application/zip",
            "gz" or "tgz" => "application/gzip",
            "torrent" => "application/x-bittorrent",
            _ => Bytes,
        };
    }
}
