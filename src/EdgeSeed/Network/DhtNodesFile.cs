using System.Buffers.Binary;
using EdgeSeed.Logs;
using EdgeSeed.Protocol;
using EdgeSeed.Storage;
using EdgeSeed.Storage.State;
using Microsoft.Extensions.Logging;

namespace EdgeSeed.Network;

/// <summary>Nodes of the DHT that answered in the last run, to be asked first in the next: 18 bytes each, address and port as of BEP 7.</summary>
/// <param name="state">Where it is.</param>
/// <param name="log">Is told when it cannot be read or written.</param>
internal sealed class DhtNodesFile(StateDirectory state, ILogger log)
{
    private const string FileName = "dht-nodes";
    private const int Version = 1;
    private const int EntryBytes = PeerEndPoint.CompactIPv6Length;

    /// <summary>The nodes; none when there is no such file.</summary>
    public IReadOnlyList<PeerEndPoint> Load()
    {
        Note(state.ReadSealed(FileName, StateKind.DhtNodes, Version, out ReadOnlyMemory<byte>? payload));
        var nodes = new List<PeerEndPoint>();
        ReadOnlySpan<byte> rest = payload is { } bytes ? bytes.Span : default;
        for (; rest.Length >= EntryBytes; rest = rest[EntryBytes..]) nodes.Add(PeerEndPoint.FromCompact(rest[..EntryBytes]));
        return nodes;
    }

    /// <summary>Writes the nodes; of none those of before are kept.</summary>
    public void Save(IReadOnlyList<PeerEndPoint> nodes)
    {
        if (nodes.Count == 0) return;
        byte[] payload = new byte[nodes.Count * EntryBytes];
        Span<byte> rest = payload;
        foreach (PeerEndPoint node in nodes)
        {
            node.WriteAddress(rest);
            BinaryPrimitives.WriteUInt16BigEndian(rest[(EntryBytes - sizeof(ushort))..], node.Port);
            rest = rest[EntryBytes..];
        }
        Note(state.WriteSealed(FileName, StateKind.DhtNodes, Version, payload));
    }

    private void Note(StorageError? error)
    {
        if (error is not null) EdgeSeedLog.StateFailed(log, error.ToString());
    }
}
