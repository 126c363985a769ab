using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Tests.Simulation;

/// <summary>A peer at an address of its own that says it has everything, and answers each request as a test wants.</summary>
internal sealed class GivingPeer : IAsyncDisposable
{
    private readonly RawPeer _peer;
    private readonly Task _answering;

    private GivingPeer(RawPeer peer, Func<int, int, int, byte[]?> give, TimeSpan bytePause, int? wanted, Func<HashRequest, byte[]?>? tell)
    {
        _peer = peer;
        _answering = AnswerAsync(give, bytePause, wanted, tell);
    }

    /// <summary>Bytes it was sent as blocks.</summary>
    public long Received { get; private set; }

    /// <summary>Connects to a session, says that it has all, and lets it ask.</summary>
    /// <param name="session">To whom.</param>
    /// <param name="address">Where the session listens.</param>
    /// <param name="from">The peer's own address.</param>
    /// <param name="infoHash">The torrent.</param>
    /// <param name="give">What it answers to piece, begin and length: the data, nothing for a refusal (BEP 6), or null for silence.</param>
    /// <param name="bytePause">When it is not zero, it gives data a byte at a time, with such pauses.</param>
    /// <param name="wanted">A piece whose first block it asks for again and again while it is let; null asks for nothing.</param>
    /// <param name="tell">The message with which it answers who asks for hashes (BEP 52), or null for silence.</param>
    /// <param name="hello">What it says it has, and the like; null for a have-all and an unchoke.</param>
    public static async Task<GivingPeer> JoinAsync(
        SeedSession session, string address, string from, InfoHash infoHash, Func<int, int, int, byte[]?> give, byte[]? hello = null, TimeSpan bytePause = default, int? wanted = null,
        Func<HashRequest, byte[]?>? tell = null)
    {
        RawPeer peer = await ConnectAsync(session, address, from);
        await peer.SendHandshakeAsync(infoHash, Handshake.FastBit);
        await peer.ReadExactlyAsync(Handshake.Length);
        await peer.SendAsync(hello ?? [.. State(PeerMessageId.HaveAll), .. State(PeerMessageId.Unchoke)]);
        return new GivingPeer(peer, give, bytePause, wanted, tell);
    }

    /// <summary>Connects from an address of its own to where a session listens, and says nothing.</summary>
    public static async Task<RawPeer> ConnectAsync(SeedSession session, string address, string from)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        await socket.ConnectAsync(IPAddress.Parse(address), session.Port);
        return new RawPeer(socket);
    }

    /// <summary>A message that consists of its number.</summary>
    public static byte[] State(PeerMessageId id)
    {
        var bytes = new byte[MessageWriter.StateLength];
        MessageWriter.WriteState(bytes, id);
        return bytes;
    }

    /// <summary>Sends anything.</summary>
    public Task SendAsync(byte[] bytes) => _peer.SendAsync(bytes);

    /// <summary>Waits until the session ended the connection.</summary>
    public Task Ended => _answering;

    public async ValueTask DisposeAsync()
    {
        _peer.Dispose();
        await _answering;
    }

    private async Task AnswerAsync(Func<int, int, int, byte[]?> give, TimeSpan bytePause, int? wanted, Func<HashRequest, byte[]?>? tell)
    {
        try
        {
            while (true)
            {
                (PeerMessageId id, byte[] payload) = await _peer.ReadAsync();
                if (id == PeerMessageId.Piece) Received += payload.Length - 8;
                if (wanted is { } again && (id is PeerMessageId.Unchoke or PeerMessageId.Piece)) await _peer.RequestAsync((uint)again, 0, TorrentLayout.BlockLength);
                if (id == PeerMessageId.HashRequest && tell?.Invoke(HashRequest.Read(payload)) is { } hashes) await _peer.SendAsync(hashes);
                if (id != PeerMessageId.Request) continue;
                int piece = Number(payload, 0), begin = Number(payload, 4), length = Number(payload, 8);
                if (give(piece, begin, length) is not { } data) continue;
                if (data.Length == 0)
                {
                    await _peer.RequestAsync((uint)piece, (uint)begin, (uint)length, PeerMessageId.Reject);
                    continue;
                }
                var message = new byte[MessageWriter.PieceHeaderLength + data.Length];
                MessageWriter.WritePieceHeader(message, (uint)piece, (uint)begin, data.Length);
                data.CopyTo(message.AsSpan(MessageWriter.PieceHeaderLength));
                if (bytePause == default) await _peer.SendAsync(message);
                for (int at = 0; bytePause != default && at < message.Length; at++)
                {
                    await _peer.SendAsync(message[at..(at + 1)]);
                    await Task.Delay(bytePause);
                }
            }
        }
        catch (Exception ended) when (ended is EndOfStreamException or SocketException or ObjectDisposedException or TimeoutException)
        {
            // The session, or the test, has had enough.
        }
    }

    private static int Number(byte[] payload, int at) => BinaryPrimitives.ReadInt32BigEndian(payload.AsSpan(at));
}
