using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Announcing;

/// <summary>The other name under which a hybrid is announced (BEP 52), and what is shown of both. Under the announcer's lock.</summary>
/// <param name="infoHash">The name.</param>
internal sealed class SecondAnnounces(InfoHash infoHash)
{
    private AnnounceStatus? _first, _second;
    private AnnounceStatus _both = AnnounceStatus.NotYet;

    public InfoHash InfoHash { get; } = infoHash;

    /// <summary>
    /// One status of two: that of the first name, unless only the second works. Who knows both names is in both swarms, so the larger counts, not the
    /// sum. The same object until one of them changes.
    /// </summary>
    public AnnounceStatus Combine(AnnounceStatus first, AnnounceStatus second)
    {
        if (ReferenceEquals(first, _first) && ReferenceEquals(second, _second)) return _both;
        (_first, _second) = (first, second);
        bool isSecondBetter = first.State != AnnounceState.Working && second.State == AnnounceState.Working;
        return _both = (isSecondBetter ? second : first) with
        {
            Seeds = Math.Max(first.Seeds, second.Seeds),
            Leechers = Math.Max(first.Leechers, second.Leechers),
            NextAt = Math.Min(first.NextAt, second.NextAt),
        };
    }
}
