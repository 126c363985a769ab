using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Storage.Library;

/// <summary>What <see cref="DataFinder"/> found of a torrent's data.</summary>
/// <param name="Place">The single file or the folder; null when nothing of it is there.</param>
/// <param name="LengthsMatch">Whether every file is there with its right length.</param>
public sealed record FoundData(ContentLocation? Place, bool LengthsMatch)
{
    /// <summary>
    /// Files and folders of the torrent that lie in <see cref="Place"/> beside other things, because the folder named after the torrent is missing;
    /// empty where it is not. Copies, at most <see cref="DataFinder.MaxLooseEntries"/>.
    /// </summary>
    public IReadOnlyList<SafePath> LooseEntries { get; init; } = [];

    /// <summary>Where most files are shorter than they should be, as an unfinished copy is; null when none is. Of use where <see cref="Place"/> is null.</summary>
    public ContentLocation? Begun { get; init; }

    /// <summary>The first file that is missing or of another length, with what is wrong, printable; null when there is none.</summary>
    public string? FirstMissing { get; init; }
}
