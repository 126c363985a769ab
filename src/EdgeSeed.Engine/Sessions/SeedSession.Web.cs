using EdgeSeed.Engine.Downloads;
using EdgeSeed.Engine.Pieces;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Sessions;

public sealed partial class SeedSession
{
    /// <summary>Gives neighbouring pieces to a web seed; null when there is nothing for it at present.</summary>
    internal Task<WebStretch?> BeginStretchAsync(InfoHash infoHash, Giver seed) => AskAsync(() =>
        _loop.Table.Find(infoHash) is { } torrent ? _loop.Downloads.BeginStretch(torrent, seed) : null);

    /// <summary>Takes bytes from a web seed and returns how many; 0 when there is no room at present.</summary>
    internal Task<int> TakeStretchAsync(WebStretch stretch, Giver seed, long at, ReadOnlyMemory<byte> bytes) =>
        AskAsync(() => _loop.Downloads.TakeStretch(stretch, seed, at, bytes.Span));

    /// <summary>Takes back what a web seed has not given.</summary>
    internal Task<bool> EndStretchAsync(WebStretch stretch, Giver seed) => AskAsync(() =>
    {
        _loop.Downloads.EndStretch(stretch, seed);
        return true;
    });
}
