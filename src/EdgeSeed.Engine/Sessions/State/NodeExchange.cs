using System.Diagnostics.CodeAnalysis;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Sessions.State;

/// <summary>Where nodes of the DHT are, as peers tell each other (BEP 5, the port message): ours, and theirs until somebody asks whether they are there.</summary>
internal sealed class NodeExchange
{
    /// <summary>Addresses that wait; more are passed over.</summary>
    private const int MaxNamed = 32;

    private readonly Queue<PeerEndPoint> _named = new();

    /// <summary>The UDP port of our node; 0 while there is none.</summary>
    public ushort Port { get; set; }

    /// <summary>A peer says where its node is, or a torrent where some are.</summary>
    public void Name(in PeerEndPoint node)
    {
        if (node.Port != 0 && _named.Count < MaxNamed) _named.Enqueue(node);
    }

    /// <summary>Takes one of those that were named.</summary>
    public bool TryTake([MaybeNullWhen(false)] out PeerEndPoint node) => _named.TryDequeue(out node);
}
