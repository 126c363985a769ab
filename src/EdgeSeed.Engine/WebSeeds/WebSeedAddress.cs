using System.Globalization;
using System.Text;
using EdgeSeed.Engine.Web;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Engine.WebSeeds;

/// <summary>The addresses of a torrent's files at one web seed (BEP 19).</summary>
internal static class WebSeedAddress
{
    /// <summary>The address of one file.</summary>
    /// <param name="seed">
    /// The web seed, as a torrent has it. Of a torrent of one file it is the file itself unless it ends in a slash; else the folder in which
    /// lies what the torrent names.
    /// </param>
    /// <param name="torrent">The torrent.</param>
    /// <param name="file">Index of the file.</param>
    /// <param name="address">Fit to be asked for.</param>
    /// <returns>False when it is not a web address.</returns>
    public static bool TryFor(string seed, Metainfo torrent, int file, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Uri? address)
    {
        var text = new StringBuilder(seed);
        bool isFolder = seed.EndsWith('/');
        if (!torrent.IsSingleFile && !isFolder) text.Append('/');
        if (!torrent.IsSingleFile || isFolder) Append(text, torrent.NamePath.Span);
        if (!torrent.IsSingleFile)
        {
            text.Append('/');
            Append(text, torrent.Files[file].Path.Span);
        }
        return TrackerAddress.TryCreateVerbatim(text.ToString(), out address);
    }

    /// <summary>
    /// Whether a file's address may lie inside our own network: it must be what the torrent names, in a folder that the web seed names, and nothing
    /// else. A hostile torrent must not have us press the buttons of a router's web page.
    /// </summary>
    /// <param name="address">From <see cref="TryFor"/>.</param>
    /// <param name="torrent">The torrent.</param>
    /// <param name="isAskedFor">
    /// Whether a user asked for this torrent by hand, and knows his network: then any path may be asked for. But no query, and no login: he has not written the torrent,
    /// and who has may have written a router's usual password into it.
    /// </param>
    public static bool MayBeLocal(Uri address, Metainfo torrent, bool isAskedFor)
    {
        if (address.Query.Length > 0 || address.UserInfo.Length > 0) return false;
        string path = address.AbsolutePath;
        return isAskedFor || !torrent.IsSingleFile || Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]) == Encoding.UTF8.GetString(torrent.NamePath.FileName);
    }

    /// <summary>Bytes of a path in percent-encoding; slashes part the segments.</summary>
    private static void Append(StringBuilder text, ReadOnlySpan<byte> path)
    {
        foreach (byte value in path)
        {
            if (char.IsAsciiLetterOrDigit((char)value) || value is (byte)'/' or (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~') text.Append((char)value);
            else text.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
        }
    }
}
