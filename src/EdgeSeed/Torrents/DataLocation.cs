using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Library;

namespace EdgeSeed.Torrents;

/// <summary>Finds a torrent's data from what a person typed.</summary>
internal static class DataLocation
{
    /// <summary>Beside the <c>.torrent</c>, under the torrent's name or one that is alike.</summary>
    public static ContentLocation Beside(Metainfo metainfo, string torrent)
    {
        var folder = new ContentLocation(LocalPath.FromString(torrent).Parent);
        return Within(metainfo, [folder]) ?? folder with { Within = metainfo.NamePath };
    }

    /// <summary>
    /// Where a person says the data is: in the path, under the torrent's name or one that is alike, if something of it is there; else the path itself,
    /// whatever it is called.
    /// </summary>
    public static ContentLocation At(Metainfo metainfo, string path)
    {
        LocalPath place = LocalPath.FromString(path);
        bool isFolder = Directory.Exists(path);
        if (isFolder && Within(metainfo, [new ContentLocation(place)]) is { } inside) return inside;
        bool isInside = isFolder && (metainfo.IsSingleFile || Directory.Exists(place.Join(metainfo.NamePath.Span).ToString()));
        return isInside ? new ContentLocation(place, metainfo.NamePath) : new ContentLocation(place);
    }

    /// <summary>In one of several folders, under the torrent's name or one that is alike, complete or begun.</summary>
    /// <returns>The one place for everybody who looks for it there; null when nothing is there.</returns>
    public static ContentLocation? Within(Metainfo metainfo, IReadOnlyList<ContentLocation> folders)
    {
        FoundData found = DataFinder.Find(metainfo, folders);
        return found.Place ?? found.Begun;
    }
}
