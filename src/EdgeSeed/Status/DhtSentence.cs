using EdgeSeed.Engine.Dht;
using EdgeSeed.Terminal;

namespace EdgeSeed.Status;

/// <summary>What is said of the DHT in plain words.</summary>
internal static class DhtSentence
{
    /// <summary>How it goes, for the line of a table.</summary>
    public static string Of(DhtStatus dht)
    {
        string readOnly = dht.IsReadOnly ? ", none of which is answered (read-only)" : "";
        if (dht.GoodNodes + dht.QuestionableNodes == 0) return "no node known yet";
        return $"{Quantity.Count(dht.GoodNodes, "good node")}, {dht.QuestionableNodes:N0} questionable{readOnly} · {Quantity.Count(dht.Announced, "torrent")} announced";
    }

    /// <summary>What is wrong, and what to do; null when nothing is.</summary>
    public static string? Problem(DhtStatus? dht) => dht switch
    {
        { Port: 0 } => "The DHT does not work: its UDP port is taken by another program, or may not be opened. Set service.dht_port to another one.",
        { IsSilent: true, Port: var port } =>
            $"No node of the DHT answers: the network seems to block UDP. Have the router and the firewall let UDP {port} through, or set seeder.dht to false.",
        _ => null,
    };
}
