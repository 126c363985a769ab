using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Encryption;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Tests.Simulation;

/// <summary>A peer that says whatever bytes a test wants over loopback, and reads whole messages.</summary>
internal sealed class RawPeer(Socket socket) : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly Socket _socket = socket;

    private readonly byte[] _anything = new byte[65536];

    public PeerId Id { get; init; } = PeerId.Create();

    /// <summary>Encrypts and decrypts what is said; null for a plain connection.</summary>
    public EncryptedStream? Cipher { get; private set; }

    public static async Task<RawPeer> ConnectAsync(SeedSession session, PeerId? id = null, int receiveBuffer = 0, string from = "127.0.0.1")
    {
        var peer = new RawPeer(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }) { Id = id ?? PeerId.Create() };
        if (receiveBuffer > 0) peer._socket.ReceiveBufferSize = receiveBuffer;
        peer._socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        await peer._socket.ConnectAsync(IPAddress.Loopback, session.Port).WaitAsync(s_patience);
        return peer;
    }

    /// <summary>Connects, shakes hands, and reads what comes first: pieces and, with extensions, the extended handshake.</summary>
    public static async Task<RawPeer> JoinAsync(SeedSession session, InfoHash infoHash, bool isFast = true, bool isInterested = true, PeerId? id = null, int receiveBuffer = 0, string from = "127.0.0.1")
    {
        RawPeer peer = await ConnectAsync(session, id, receiveBuffer, from);
        await peer.SendHandshakeAsync(infoHash, isFast ? Handshake.FastBit : 0);
        await peer.ReadExactlyAsync(Handshake.Length);
        (PeerMessageId first, _) = await peer.ReadAsync();
        Assert.Contains(first, new[] { PeerMessageId.HaveAll, PeerMessageId.HaveNone, PeerMessageId.Bitfield });
        if (!isInterested) return peer;
        await peer.SendStateAsync(PeerMessageId.Interested);
        Assert.Equal(PeerMessageId.Unchoke, (await peer.ReadAsync()).Id);
        return peer;
    }

    public Task SendHandshakeAsync(InfoHash infoHash, ulong reserved)
    {
        var bytes = new byte[Handshake.Length];
        new Handshake(reserved, infoHash, Id).Write(bytes);
        return SendAsync(bytes);
    }

    /// <summary>Shakes hands by Message Stream Encryption as the connecting side.</summary>
    public Task<EncryptionMethods> EncryptAsync(InfoHash infoHash, EncryptionMethods offered, byte[] initialPayload) =>
        EncryptAsync(new EncryptionInitiator(infoHash, offered, initialPayload, EncryptionPadding.Random()));

    /// <summary>The same as the side that was connected to.</summary>
    public Task<EncryptionMethods> AcceptEncryptedAsync(InfoHash infoHash, EncryptionMethods accepted)
    {
        return EncryptAsync(new EncryptionResponder(accepted, Find, EncryptionPadding.Random()));

        bool Find(TorrentKeyHash key, out InfoHash found)
        {
            found = infoHash;
            return key == TorrentKeyHash.Of(infoHash);
        }
    }

    private async Task<EncryptionMethods> EncryptAsync(EncryptionHandshake handshake)
    {
        byte[] reply = new byte[EncryptionHandshake.MaxReplyBytes], unread = [];
        while (true)
        {
            ParseStatus status = handshake.Advance(unread, reply, out int consumed, out int length);
            if (length > 0) await SendAsync(reply[..length]);
            Assert.NotEqual(ParseStatus.Invalid, status);
            if (status == ParseStatus.Complete) break;
            unread = [.. unread[consumed..], .. await ReadExactlyAsync(1)];
        }
        Cipher = handshake.Stream;
        return handshake.Method;
    }

    public async Task SendAsync(byte[] bytes)
    {
        byte[] sent = [.. bytes];
        if (Cipher is { IsOutgoingEncrypted: true }) Cipher.Outgoing.Apply(sent, sent);
        await _socket.SendAsync(sent).WaitAsync(s_patience);
    }

    public Task SendStateAsync(PeerMessageId id)
    {
        var bytes = new byte[MessageWriter.StateLength];
        MessageWriter.WriteState(bytes, id);
        return SendAsync(bytes);
    }

    public Task SendHaveAsync(uint piece)
    {
        var bytes = new byte[MessageWriter.PieceIndexLength];
        MessageWriter.WritePieceIndex(bytes, PeerMessageId.Have, piece);
        return SendAsync(bytes);
    }

    public Task RequestAsync(uint piece, uint begin, uint length, PeerMessageId id = PeerMessageId.Request)
    {
        var bytes = new byte[MessageWriter.BlockLength];
        MessageWriter.WriteBlock(bytes, id, piece, begin, length);
        return SendAsync(bytes);
    }

    public Task SendExtendedAsync(byte id, ReadOnlySpan<byte> payload)
    {
        var bytes = new byte[MessageWriter.ExtendedHeaderLength + payload.Length];
        MessageWriter.WriteExtendedHeader(bytes, id, payload.Length);
        payload.CopyTo(bytes.AsSpan(MessageWriter.ExtendedHeaderLength));
        return SendAsync(bytes);
    }

    public async Task<byte[]> ReadExactlyAsync(int length)
    {
        var bytes = new byte[length];
        for (int at = 0; at < length;)
        {
            int count = await _socket.ReceiveAsync(bytes.AsMemory(at)).AsTask().WaitAsync(s_patience);
            if (count == 0) throw new EndOfStreamException();
            Cipher?.Decrypt(bytes.AsSpan(at, count));
            at += count;
        }
        return bytes;
    }

    /// <summary>Waits for bytes, whatever they are, and returns how many came.</summary>
    public async Task<int> ReadSomeAsync()
    {
        int count = await _socket.ReceiveAsync(_anything);
        return count > 0 ? count : throw new EndOfStreamException();
    }

    /// <summary>Reads and forgets until the connection ends, or this end is disposed of.</summary>
    /// <param name="tell">Told how many bytes have come, after each read.</param>
    public async Task CountAsync(Action<long> tell)
    {
        try
        {
            for (long received = 0; ;) tell(received += await ReadSomeAsync());
        }
        catch (Exception ended) when (ended is EndOfStreamException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    public async Task<(PeerMessageId Id, byte[] Payload)> ReadAsync()
    {
        int length = BinaryPrimitives.ReadInt32BigEndian(await ReadExactlyAsync(4));
        if (length == 0) return (PeerMessageId.KeepAlive, []);
        byte[] body = await ReadExactlyAsync(length);
        return ((PeerMessageId)body[0], body[1..]);
    }

    /// <summary>Reads a piece message and checks that it is this block of <see cref="PatternBlocks"/>.</summary>
    public async Task ReadBlockAsync(TorrentLayout layout, uint piece, uint begin, uint length)
    {
        (PeerMessageId id, byte[] payload) = await ReadAsync();
        Assert.Equal(PeerMessageId.Piece, id);
        Assert.Equal(piece, BinaryPrimitives.ReadUInt32BigEndian(payload));
        Assert.Equal(begin, BinaryPrimitives.ReadUInt32BigEndian(payload.AsSpan(4)));
        Assert.True(layout.TryBlock(piece, begin, length, out BlockRequest block));
        Assert.True(PatternBlocks.Range(layout.Offset(block), block.Length).AsSpan().SequenceEqual(payload.AsSpan(8)), "wrong bytes");
    }

    /// <summary>Bytes that are there now, without waiting.</summary>
    public int Available => _socket.Available;

    /// <summary>Waits until the other side has closed, passing over what it sent before.</summary>
    public async Task WaitForCloseAsync()
    {
        var bytes = new byte[65536];
        try
        {
            while (await _socket.ReceiveAsync(bytes).WaitAsync(s_patience) > 0) { }
        }
        catch (SocketException)
        {
            // A reset is a close too.
        }
    }

    public void Dispose() => _socket.Dispose();
}
