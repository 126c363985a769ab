using System.Text;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Protocol.Wire;
using EdgeSeed.Tests.Common;

namespace EdgeSeed.Engine.Tests.Downloads;

/// <summary>A magnet link whose peers mostly do not have what it names.</summary>
public class HostileMetadataTests
{
    private const string Here = "127.0.5.1";
    private const byte OurId = 3;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Metadata_comes_from_the_one_that_has_it_among_peers_that_lie_refuse_and_do_not_answer()
    {
        await using var swarm = new DownloadSwarm(1_000_000, 64 * 1024);
        SeedSession session = swarm.Open(Here);
        Task<FetchedInfo> fetching = session.FetchInfoAsync(swarm.InfoHash, null, default);
        await Eventually.IsAsync(async () => (await session.ReadStatusAsync()).Torrents.Count != 0);
        int size = swarm.Info.Length;
        using RawPeer wrong = await JoinAsync(swarm, session, 2, size), alsoWrong = await JoinAsync(swarm, session, 3, size);
        using RawPeer refusing = await JoinAsync(swarm, session, 4, size), silent = await JoinAsync(swarm, session, 5, size);
        using RawPeer larger = await JoinAsync(swarm, session, 6, size + 1), smaller = await JoinAsync(swarm, session, 7, 17);
        using RawPeer other = await JoinAsync(swarm, session, 8, size), huge = await JoinAsync(swarm, session, 9, int.MaxValue);
        Task[] answering =
        [
            AnswerAsync(wrong, piece => Data(piece, size)), AnswerAsync(alsoWrong, piece => Data(piece, size)),
            AnswerAsync(refusing, piece => Header(MetadataMessageKind.Reject, piece, 0)), AnswerAsync(silent, _ => null),
            AnswerAsync(larger, piece => Data(piece, size + 1)), AnswerAsync(smaller, piece => Data(piece, 17)),
            AnswerAsync(other, piece => Data(piece, size - 1)), AnswerAsync(huge, _ => throw new InvalidOperationException("It must not be asked.")),
        ];
        // So that it is not the honest peer's that was first.
        await Eventually.IsAsync(async () => (await session.ReadStatusAsync()).DisconnectsFor(DisconnectReason.BadData) >= 2);
        session.Found(swarm.InfoHash, [await swarm.SeedAsync("127.0.5.100")]);
        FetchedInfo fetched = await fetching.WaitAsync(s_patience);
        Assert.True(fetched.Info.Span.SequenceEqual(swarm.Info));
        await session.DisposeAsync();
        await Task.WhenAll(answering);
    }

    private static async Task<RawPeer> JoinAsync(DownloadSwarm swarm, SeedSession session, int number, int size)
    {
        RawPeer peer = await GivingPeer.ConnectAsync(session, Here, $"127.0.5.{number}");
        await peer.SendHandshakeAsync(swarm.InfoHash, Handshake.ExtensionBit);
        await peer.ReadExactlyAsync(Handshake.Length);
        await peer.SendExtendedAsync(0, Encoding.ASCII.GetBytes($"d1:md11:ut_metadatai{OurId}ee13:metadata_sizei{size}ee"));
        return peer;
    }

    private static async Task AnswerAsync(RawPeer peer, Func<int, byte[]?> answer)
    {
        int theirId = -1;
        try
        {
            while (true)
            {
                (PeerMessageId id, byte[] payload) = await peer.ReadAsync();
                if (id != PeerMessageId.Extended) continue;
                if (payload[0] == 0 && ExtendedHandshake.TryParse(payload.AsSpan(1), out ExtendedHandshake said, out _)) theirId = said.Extensions.Metadata;
                if (payload[0] != OurId || !MetadataMessage.TryParse(payload.AsSpan(1), out MetadataMessage message, out _)) continue;
                if (message.Kind == MetadataMessageKind.Request && answer(message.Piece) is { } reply) await peer.SendExtendedAsync((byte)theirId, reply);
            }
        }
        catch (Exception ended) when (ended is EndOfStreamException or System.Net.Sockets.SocketException or ObjectDisposedException or TimeoutException)
        {
            // It has been found out, or the test is over.
        }
    }

    private static byte[] Data(int piece, int size) =>
        [.. Header(MetadataMessageKind.Data, piece, size), .. new byte[MetadataMessage.PieceLength(size, piece)]];

    private static byte[] Header(MetadataMessageKind kind, int piece, int size)
    {
        var header = new byte[MetadataMessage.MaxHeaderBytes];
        return header[..new MetadataMessage(kind, piece, size).WriteHeader(header)];
    }
}
