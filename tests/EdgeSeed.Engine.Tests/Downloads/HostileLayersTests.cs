using System.Net;
using System.Net.Sockets;
using System.Numerics;
using System.Text;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;
using EdgeSeed.Storage.Content;
using EdgeSeed.Tests.Common;

namespace EdgeSeed.Engine.Tests.Downloads;

/// <summary>A magnet link of version 2 (BEP 52) whose peers mostly do not tell the hashes they are asked for.</summary>
public sealed class HostileLayersTests
{
    private const string Here = "127.0.6.1";
    private const int PieceLength = 32 << 10;
    private const byte OurId = 3;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Layers_come_from_the_one_that_has_them_among_peers_that_lie_refuse_and_do_not_answer()
    {
        Metainfo made = Make(1500, 3);
        await using var swarm = new DownloadSwarm(1, 1);
        SeedSession session = swarm.Open(Here);
        Task<FetchedInfo> fetching = session.FetchInfoAsync(made.InfoHash, made.InfoHashV2, default);
        await Eventually.IsAsync(async () => (await session.ReadStatusAsync()).Torrents.Count != 0);
        using RawPeer refusing = await JoinAsync(session, made, 2), wrong = await JoinAsync(session, made, 3), shorter = await JoinAsync(session, made, 4);
        using RawPeer longer = await JoinAsync(session, made, 5), other = await JoinAsync(session, made, 6), silent = await JoinAsync(session, made, 7);
        Task[] answering =
        [
            AnswerAsync(refusing, made, request => Message(PeerMessageId.HashReject, request, 0)),
            AnswerAsync(wrong, made, request => Message(PeerMessageId.Hashes, request, request.AnswerLength)),
            AnswerAsync(shorter, made, request => Message(PeerMessageId.Hashes, request, request.AnswerLength - MerkleTree.HashLength)),
            AnswerAsync(longer, made, request => Message(PeerMessageId.Hashes, request, 20_000)),
            AnswerAsync(other, made, request => [.. Enumerable.Repeat(Message(PeerMessageId.Hashes, request with { PiecesRoot = Sha256Hash.Of([9]) }, request.AnswerLength), 40).SelectMany(each => each)]),
            AnswerAsync(silent, made, _ => null),
        ];
        await Eventually.IsAsync(async () => await session.ReadStatusAsync() is var status
            && status.DisconnectsFor(DisconnectReason.BadData) >= 2 && status.DisconnectsFor(DisconnectReason.ProtocolError) >= 2);
        session.Found(made.InfoHash, [await SeedAsync(swarm, made)]);
        FetchedInfo fetched = await fetching.WaitAsync(s_patience);
        Assert.True(fetched.Info.Span.SequenceEqual(made.InfoBytes.Span));
        Assert.True(fetched.PieceLayers.Span.SequenceEqual(made.PieceLayers.Span));
        await session.DisposeAsync();
        await Task.WhenAll(answering);
    }

    /// <summary>An info dictionary of a few bytes may say that its layers take gigabytes: nothing is asked for.</summary>
    [Fact]
    public async Task Layers_that_would_take_too_much_memory_are_not_fetched()
    {
        Metainfo made = Make(40, 3);
        await using var swarm = new DownloadSwarm(1, 1);
        SeedSession session = swarm.Open("127.0.6.10", new EngineOptions { MaxLayerBytes = 40 * MerkleTree.HashLength });
        Task<FetchedInfo> fetching = session.FetchInfoAsync(made.InfoHash, made.InfoHashV2, default);
        await Eventually.IsAsync(async () => (await session.ReadStatusAsync()).Torrents.Count != 0);
        session.Found(made.InfoHash, [await SeedAsync(swarm, made, "127.0.6.11")]);
        Assert.True((await fetching.WaitAsync(s_patience)).PieceLayers.IsEmpty);
    }

    /// <summary>Of a hybrid it is gone on by version 1 when nobody can tell hashes.</summary>
    [Fact]
    public async Task Hybrid_does_without_layers_where_nobody_knows_its_second_name()
    {
        Metainfo made = Make(40, 3, TorrentFormat.Hybrid);
        await using var swarm = new DownloadSwarm(1, 1);
        SeedSession session = swarm.Open("127.0.6.20");
        Task<FetchedInfo> fetching = session.FetchInfoAsync(made.InfoHash, made.InfoHashV2, default);
        await Eventually.IsAsync(async () => (await session.ReadStatusAsync()).Torrents.Count != 0);
        using RawPeer elder = await JoinAsync(session, made, 21, "127.0.6.20");
        Task answering = AnswerAsync(elder, made, _ => throw new InvalidOperationException("It must not be asked."));
        Assert.True((await fetching.WaitAsync(s_patience)).PieceLayers.IsEmpty);
        await answering;
    }

    /// <summary>As libtorrent does: called by a hybrid's first name it answers by that, says that it knows second ones, and hangs up on who asks for hashes then.</summary>
    [Fact]
    public async Task Hybrid_is_called_anew_by_its_second_name_where_hashes_are_wanted()
    {
        Metainfo made = Make(600, 3, TorrentFormat.Hybrid);
        var hashes = new TorrentHashes(made.FileHashes!, new MemoryBlocks(default));
        await using var swarm = new DownloadSwarm(1, 1);
        SeedSession session = swarm.Open("127.0.6.30", new EngineOptions { Encryption = EncryptionPolicy.Off });
        Task<FetchedInfo> fetching = session.FetchInfoAsync(made.InfoHash, made.InfoHashV2, default);
        await Eventually.IsAsync(async () => (await session.ReadStatusAsync()).Torrents.Count != 0);
        using var listener = new TcpListener(IPAddress.Parse("127.0.6.31"), 0);
        listener.Start();
        session.Found(made.InfoHash, [new PeerEndPoint(IPAddress.Parse("127.0.6.31"), (ushort)((IPEndPoint)listener.LocalEndpoint).Port)]);
        foreach (InfoHash name in (InfoHash[])[made.InfoHash, made.SecondName!.Value])
        {
            using RawPeer peer = new(await listener.AcceptSocketAsync().WaitAsync(s_patience));
            Assert.Equal(ParseStatus.Complete, Handshake.TryRead(await peer.ReadExactlyAsync(Handshake.Length), out Handshake said, out _));
            Assert.Equal(name, said.InfoHash);
            await peer.SendHandshakeAsync(name, Handshake.ExtensionBit | Handshake.Version2Bit);
            await HelloAsync(peer, made);
            await AnswerAsync(peer, made, request =>
            {
                Assert.Equal(made.SecondName, name);
                byte[] message = Message(PeerMessageId.Hashes, request, request.AnswerLength);
                Assert.Null(hashes.ReadHashes(request, message.AsSpan(HashRequest.MessageLength)));
                return message;
            });
        }
        Assert.True((await fetching.WaitAsync(s_patience)).PieceLayers.Span.SequenceEqual(made.PieceLayers.Span));
    }

    /// <summary>Who tells the truth: a session that seeds no data, but hashes.</summary>
    private static async Task<PeerEndPoint> SeedAsync(DownloadSwarm swarm, Metainfo made, string address = "127.0.6.100")
    {
        SeedSession session = swarm.Open(address);
        await session.AddAsync(new SeedTorrent
        {
            InfoHash = made.InfoHash,
            SecondName = made.SecondName is { } second ? new SecondName(second) : null,
            Layout = made.Layout,
            Verified = new Bitfield(made.PieceCount),
            Content = new MemoryBlocks(default),
            Info = new MemoryBlocks(made.InfoBytes),
            Hashes = new TorrentHashes(made.FileHashes!, new MemoryBlocks(default)),
        });
        return DownloadSwarm.EndPoint(address, session);
    }

    private static async Task<RawPeer> JoinAsync(SeedSession session, Metainfo made, int number, string here = Here)
    {
        RawPeer peer = await GivingPeer.ConnectAsync(session, here, $"127.0.6.{number}");
        await peer.SendHandshakeAsync(made.InfoHash, Handshake.ExtensionBit);
        await peer.ReadExactlyAsync(Handshake.Length);
        await HelloAsync(peer, made);
        return peer;
    }

    private static Task HelloAsync(RawPeer peer, Metainfo made) =>
        peer.SendExtendedAsync(0, Encoding.ASCII.GetBytes($"d1:md11:ut_metadatai{OurId}ee13:metadata_sizei{made.InfoBytes.Length}ee"));

    /// <summary>Gives the info dictionary, and answers questions for hashes as a test wants.</summary>
    private static async Task AnswerAsync(RawPeer peer, Metainfo made, Func<HashRequest, byte[]?> answer)
    {
        int theirId = -1;
        try
        {
            while (true)
            {
                (PeerMessageId id, byte[] payload) = await peer.ReadAsync();
                if (id == PeerMessageId.HashRequest && answer(HashRequest.Read(payload)) is { } hashes) await peer.SendAsync(hashes);
                if (id != PeerMessageId.Extended) continue;
                if (payload[0] == 0 && ExtendedHandshake.TryParse(payload.AsSpan(1), out ExtendedHandshake said, out _)) theirId = said.Extensions.Metadata;
                if (payload[0] == OurId && MetadataMessage.TryParse(payload.AsSpan(1), out MetadataMessage message, out _)) await peer.SendExtendedAsync((byte)theirId, Data(made.InfoBytes, message.Piece));
            }
        }
        catch (Exception ended) when (ended is EndOfStreamException or SocketException or ObjectDisposedException or TimeoutException)
        {
            // It has been found out, or the test is over.
        }
    }

    private static byte[] Data(ReadOnlyMemory<byte> info, int piece)
    {
        var header = new byte[MetadataMessage.MaxHeaderBytes];
        int length = new MetadataMessage(MetadataMessageKind.Data, piece, info.Length).WriteHeader(header);
        return [.. header[..length], .. info.Span.Slice(piece * MetadataMessage.PieceBytes, MetadataMessage.PieceLength(info.Length, piece))];
    }

    private static byte[] Message(PeerMessageId id, HashRequest request, int hashBytes)
    {
        byte[] message = new byte[HashRequest.MessageLength + hashBytes];
        request.Write(message, id, hashBytes);
        return message;
    }

    /// <summary>A torrent of two files of so many pieces, with hashes of nothing in particular.</summary>
    private static Metainfo Make(int first, int second, TorrentFormat format = TorrentFormat.V2)
    {
        var random = new Random(first);
        var layers = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        byte[] file = MetainfoWriter.Write(new MetainfoDraft
        {
            Format = format,
            Name = Path("t"),
            PieceLength = PieceLength,
            IsSingleFile = false,
            Files = [File("a", first), File("b", second)],
            PieceHashes = format == TorrentFormat.V2 ? default : new byte[(first + second) * Metainfo.HashLength],
            PieceLayers = (byte[])[.. "d"u8, .. layers.SelectMany(layer => (byte[])[.. "32:"u8, .. Convert.FromHexString(layer.Key), .. Encoding.ASCII.GetBytes($"{layer.Value.Length}:"), .. layer.Value]), .. "e"u8],
        });
        Assert.True(MetainfoParser.TryParse(file, new MetainfoLimits(), out Metainfo? made, out MetainfoError error), error.ToString());
        return made;

        DraftFile File(string name, int pieces)
        {
            byte[] layer = new byte[pieces * MerkleTree.HashLength], root = new byte[MerkleTree.HashLength];
            random.NextBytes(layer);
            MerkleTree.Sum(layer, MerkleTree.PieceLayer(PieceLength), (int)BitOperations.RoundUpToPowerOf2((uint)pieces), root);
            layers.Add(Convert.ToHexString(root), layer);
            return new DraftFile(Path(name), (long)pieces * PieceLength) { PiecesRoot = root };
        }

        static SafePath Path(string text)
        {
            Assert.True(SafePath.TryParse(text, out SafePath path));
            return path;
        }
    }
}
