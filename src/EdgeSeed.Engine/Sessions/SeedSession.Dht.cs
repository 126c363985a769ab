using EdgeSeed.Engine.Dht;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Sessions;

public sealed partial class SeedSession
{
    /// <summary>
    /// Takes part in the DHT (BEP 5) from now on: torrents that are not private are found there and announced, the peers found are treated like those that a
    /// tracker named, and peers are told of our node.
    /// </summary>
    /// <param name="settings">How; null to cease, as it is at first.</param>
    public Task JoinDhtAsync(DhtSettings? settings) => AskAsync(() =>
    {
        _loop.Dht.Join(settings);
        return true;
    });

    /// <summary>Hears of addresses where nodes of the DHT may be: each is asked.</summary>
    public Task MeetNodesAsync(IReadOnlyList<PeerEndPoint> nodes) => AskAsync(() =>
    {
        _loop.Dht.Meet([.. nodes]);
        return true;
    });

    /// <summary>Nodes of the DHT that answer, to be asked first at the next start; at most some 128.</summary>
    public Task<PeerEndPoint[]> ReadNodesAsync() => AskAsync(() => _loop.Dht.Known());

    /// <summary>What the node of the DHT is doing; null while there is none.</summary>
    public Task<DhtStatus?> ReadDhtAsync() => AskAsync(() => _loop.Dht.Snapshot());
}
