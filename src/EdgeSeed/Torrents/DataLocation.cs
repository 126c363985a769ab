using System.Text;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage;

namespace EdgeSeed.Torrents;

/// <summary>Finds a torrent's data from what a person typed.</summary>
internal static class DataLocation
{
    /// <summary>Beside the <c>.torrent</c>, under the torrent's name.</summary>
    public static ContentLocation Beside(Metainfo metainfo, string torrent) => new(LocalPath.FromString(torrent).Parent, metainfo.NamePath);

    /// <summary>
    /// Where a person says the data is: in the path, under the torrent's name, if that is there; else the path itself, whatever
    /// it is called.
    /// </summary>
    public static ContentLocation At(Metainfo metainfo, string path)
    {
        string inside = Path.Combine(Path.GetFullPath(path), Encoding.UTF8.GetString(metainfo.NamePath.Span));
        bool isInside = metainfo.IsSingleFile ? Directory.Exists(path) : Directory.Exists(inside);
        return isInside ? new ContentLocation(LocalPath.FromString(path), metainfo.NamePath) : new ContentLocation(LocalPath.FromString(path));
    }
}
