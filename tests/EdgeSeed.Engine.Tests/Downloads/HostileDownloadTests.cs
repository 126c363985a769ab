using System.Net;
using System.Net.Sockets;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Wire;
using EdgeSeed.Tests.Common;

namespace EdgeSeed.Engine.Tests.Downloads;

public class HostileDownloadTests
{
    private const int Length = 700_001, PieceLength = 32 * 1024;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Peers_that_send_anything_do_no_harm_and_the_download_completes(bool hasMetadata)
    {
        await using var swarm = new DownloadSwarm(Length, PieceLength);
        PeerEndPoint seed = await swarm.SeedAsync("127.0.2.1");
        var target = new MemoryTarget(Length);
        SeedSession session = hasMetadata ? await swarm.DownloadAsync("127.0.2.2", target) : swarm.Open("127.0.2.2");
        Task fetching = hasMetadata ? session.WaitForDownloadAsync(swarm.InfoHash) : session.FetchInfoAsync(swarm.InfoHash, null, default);
        await Eventually.IsAsync(async () => (await session.ReadStatusAsync()).Torrents.Count != 0);
        var random = new Random(7);
        for (int peer = 0; peer < 60; peer++) await AnnoyAsync(session, swarm.InfoHash, random, $"127.0.3.{peer + 1}");
        session.Found(swarm.InfoHash, [seed]);
        await fetching.WaitAsync(DownloadSwarm.Patience);
        if (hasMetadata) Assert.True(swarm.Bytes.SequenceEqual(target.Bytes));
    }

    [Fact]
    public async Task Peer_that_says_it_has_all_and_gives_nothing_does_not_hold_the_download_up()
    {
        await using var swarm = new DownloadSwarm(Length, PieceLength);
        var target = new MemoryTarget(Length);
        SeedSession session = await swarm.DownloadAsync("127.0.2.11", target, new EngineOptions { SnubTimeout = TimeSpan.FromSeconds(1) });
        using Socket silent = await JoinAsync(session, swarm.InfoHash, "127.0.2.12");
        await SayAsync(silent, PeerMessageId.HaveAll);
        await SayAsync(silent, PeerMessageId.Unchoke);
        await Eventually.IsAsync(async () => (await session.ReadStatusAsync()).Torrents[0].Download!.ActivePieces.Count != 0);
        session.Found(swarm.InfoHash, [await swarm.SeedAsync("127.0.2.13")]);
        await session.WaitForDownloadAsync(swarm.InfoHash).WaitAsync(DownloadSwarm.Patience);
        Assert.True(swarm.Bytes.SequenceEqual(target.Bytes));
    }

    [Fact]
    public async Task Peer_that_sends_blocks_nobody_asked_for_is_dropped()
    {
        await using var swarm = new DownloadSwarm(Length, PieceLength);
        SeedSession session = await swarm.DownloadAsync("127.0.2.21", new MemoryTarget(Length));
        using Socket pushy = await JoinAsync(session, swarm.InfoHash, "127.0.2.22");
        var block = new byte[MessageWriter.PieceHeaderLength + 16 * 1024];
        MessageWriter.WritePieceHeader(block, 0, 0, 16 * 1024);
        try
        {
            for (int i = 0; i < 1000; i++) await pushy.SendAsync(block);
        }
        catch (SocketException)
        {
            // It has been dropped by now.
        }
        await Eventually.IsAsync(async () => (await session.ReadStatusAsync()).DisconnectsFor(DisconnectReason.ProtocolError) != 0);
    }

    private static async Task AnnoyAsync(SeedSession session, InfoHash infoHash, Random random, string from)
    {
        using Socket socket = await JoinAsync(session, infoHash, from);
        try
        {
            for (int i = 0; i < 50; i++) await socket.SendAsync(Message(random));
        }
        catch (SocketException)
        {
            // Dropped, as it should be.
        }
    }

    private static byte[] Message(Random random)
    {
        byte[] ids = [0, 1, 2, 3, 4, 5, 6, 7, 8, 13, 14, 15, 16, 17, 20];
        byte id = ids[random.Next(ids.Length)];
        int length = id switch { 4 or 13 or 17 => 4, 6 or 8 or 16 => 12, 5 => 3, 7 => 8 + random.Next(3) * 8192, 20 => random.Next(1, 60), _ => 0 };
        var message = new byte[5 + length];
        random.NextBytes(message);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(message, 1 + length);
        message[4] = id;
        // Mostly numbers that exist.
        for (int at = 5; at + 4 <= message.Length && at < 17 && id != 20 && random.Next(10) > 0; at += 4)
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(at), random.Next(22) * (at == 5 ? 1 : 16384 / 8));
        if (id == 20) message[5] = (byte)random.Next(3);
        if (id == 20 && random.Next(2) == 0) return [0, 0, 0, 46, 20, 0, .. "d1:md11:ut_metadatai1ee13:metadata_sizei40000e"u8[..44]];
        return message;
    }

    private static async Task<Socket> JoinAsync(SeedSession session, InfoHash infoHash, string from)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        await socket.ConnectAsync(IPAddress.Parse("127.0.2." + (from.StartsWith("127.0.3", StringComparison.Ordinal) ? "2" : from.EndsWith("12", StringComparison.Ordinal) ? "11" : "21")), session.Port);
        var handshake = new byte[Handshake.Length];
        new Handshake(Handshake.FastBit | Handshake.ExtensionBit, infoHash, PeerId.Create()).Write(handshake);
        await socket.SendAsync(handshake);
        return socket;
    }

    private static Task<int> SayAsync(Socket socket, PeerMessageId id)
    {
        var message = new byte[MessageWriter.StateLength];
        MessageWriter.WriteState(message, id);
        return socket.SendAsync(message);
    }
}
