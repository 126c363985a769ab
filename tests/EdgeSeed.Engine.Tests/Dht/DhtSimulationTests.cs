using System.Globalization;
using System.Security.Cryptography;
using EdgeSeed.Engine.Dht;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Dht;
using Xunit.Abstractions;

namespace EdgeSeed.Engine.Tests.Dht;

public sealed class DhtSimulationTests(ITestOutputHelper output)
{
    private const int Nodes = 5000, Torrents = 200, LookupsEach = 3;

    /// <summary>Networks that are tried: one, or as many as <c>EDGESEED_DHT_NETWORKS</c> says.</summary>
    private static readonly int s_networks = int.TryParse(Environment.GetEnvironmentVariable("EDGESEED_DHT_NETWORKS"), CultureInfo.InvariantCulture, out int wanted) ? wanted : 1;

    /// <summary>A fifth has any name, as older clients do; a fifth is dead, half of it only after the seeds were announced; a tenth lies.</summary>
    [Fact]
    public void Lookups_in_a_network_with_dead_and_lying_nodes_find_the_seeds()
    {
        for (int seed = 1; seed <= s_networks; seed++) Try(seed);
    }

    private void Try(int seed)
    {
        var world = new DhtWorld(seed);
        for (int i = 0; i < Nodes; i++)
        {
            WorldNode node = world.Add(isSecure: i % 5 != 0);
            for (int j = 0; j < 3 && i > 0; j++) node.Dht.Meet(world.Nodes[world.Random.Next(i)].Address);
            if (i % 50 == 0) world.Run(TimeSpan.FromSeconds(1));
        }
        world.Run(TimeSpan.FromMinutes(2));
        for (int i = 0; i < Nodes / 10; i++) Liar.Replace(world, world.Nodes[world.Random.Next(world.Nodes.Count)]);
        for (int i = 0; i < Nodes / 10; i++) world.Kill(world.Nodes[world.Random.Next(world.Nodes.Count)]);
        var seeds = new List<(InfoHash Torrent, PeerEndPoint Seed)>();
        for (int i = 0; i < Torrents; i++)
        {
            WorldNode node = world.Nodes[world.Random.Next(world.Nodes.Count)];
            var torrent = new InfoHash(SHA1.HashData(BitConverter.GetBytes(i)));
            Assert.True(node.Dht.TrySeek(torrent, DhtPurpose.AnnounceSeed, RoutingTable.BucketSize, world.Now));
            seeds.Add((torrent, node.Address));
        }
        world.Run(TimeSpan.FromSeconds(40));
        for (int i = 0; i < Nodes / 10; i++) world.Kill(world.Nodes[world.Random.Next(world.Nodes.Count)]);
        var asked = new List<(WorldNode Node, InfoHash Torrent, PeerEndPoint Seed)>();
        for (int i = 0; i < Torrents * LookupsEach; i++)
        {
            WorldNode node = world.Nodes[world.Random.Next(world.Nodes.Count)];
            (InfoHash torrent, PeerEndPoint seeding) = seeds[i % Torrents];
            Assert.True(node.Dht.TrySeek(torrent, DhtPurpose.Peers, RoutingTable.BucketSize, world.Now));
            asked.Add((node, torrent, seeding));
        }
        world.Run(TimeSpan.FromSeconds(60));

        int found = asked.Count(each => each.Node.Peers.Contains((NodeId.Of(each.Torrent), each.Seed)));
        int[] hops = [.. asked.SelectMany(each => each.Node.Lookups).Select(lookup => lookup.Hops).Order()];
        output.WriteLine($"{found} of {asked.Count} lookups found the seed; median hops {hops[hops.Length / 2]}, most {hops[^1]}");
        Assert.True(found >= 0.99 * asked.Count, $"{found} of {asked.Count}");
        Assert.InRange(hops[hops.Length / 2], 1, 6);
    }
}

/// <summary>Answers every question with peers and nodes that do not exist, whose names are as near to what is asked for as can be.</summary>
internal static class Liar
{
    public static void Replace(DhtWorld world, WorldNode node)
    {
        world.Kill(node);
        world.Put(node.Address, (datagram, from) => Answer(world, node, datagram, from));
    }

    private static void Answer(DhtWorld world, WorldNode node, byte[] datagram, PeerEndPoint from)
    {
        if (!DhtMessage.TryParse(datagram, out DhtMessage query) || query.Kind != DhtMessageKind.Query) return;
        var nodes = new DhtContact[RoutingTable.BucketSize];
        for (int i = 0; i < nodes.Length; i++) nodes[i] = new DhtContact(NameNear(query.Target, (byte)i), world.NewAddress());
        byte[] answer = new byte[DhtMessage.MaxBytes];
        int length = DhtWriter.WriteAnswer(
            answer, query.Transaction, new DhtAnswer(node.Dht.Table.Own) { Seen = from, Nodes = nodes, Token = "lies"u8, Peers = query.Method == DhtMethod.GetPeers ? [world.NewAddress()] : [] });
        world.Send(answer.AsSpan(0, length), node.Address, from);
    }

    private static NodeId NameNear(NodeId target, byte last)
    {
        byte[] bytes = new byte[NodeId.Length];
        target.Write(bytes);
        bytes[^1] = last;
        return new NodeId(bytes);
    }
}
