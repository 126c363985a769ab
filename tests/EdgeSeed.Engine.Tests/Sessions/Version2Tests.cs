using System.Security.Cryptography;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Encryption;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Engine.Tests.Sessions;

/// <summary>A hybrid's two names, and hashes for whoever asks (BEP 52).</summary>
public sealed class Version2Tests
{
    private static readonly InfoHash First = SessionFixture.Hash(5), Second = SessionFixture.Hash(6);

    private static readonly HashRequest Pieces = new(Sha256Hash.Of([1]), 2, 8, 4, 3);

    [Fact]
    public async Task Hybrid_is_found_by_either_name_and_answers_by_the_one_it_was_called()
    {
        await using SessionFixture fixture = await StartAsync();
        await using var first = await HandshakeAsync(fixture, First, Handshake.FastBit);
        Assert.Equal(First, first.Answer.InfoHash);
        Assert.True((first.Answer.Reserved & Handshake.Version2Bit) != 0);
        await using var second = await HandshakeAsync(fixture, Second, Handshake.FastBit);
        Assert.Equal(Second, second.Answer.InfoHash);
        await using var upgraded = await HandshakeAsync(fixture, First, Handshake.FastBit | Handshake.Version2Bit);
        Assert.Equal(Second, upgraded.Answer.InfoHash);
        // One torrent, one row, with all its peers.
        SessionStatus status = await fixture.UntilAsync(status => status.Peers == 3);
        Assert.Equal(3, Assert.Single(status.Torrents, torrent => torrent.InfoHash == First).Peers);
        Assert.DoesNotContain(status.Torrents, torrent => torrent.InfoHash == Second);
    }

    [Fact]
    public async Task Torrent_of_one_name_says_nothing_of_version_2()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        await using var peer = await HandshakeAsync(fixture, fixture.InfoHash, Handshake.FastBit | Handshake.Version2Bit);
        Assert.Equal(fixture.InfoHash, peer.Answer.InfoHash);
        Assert.Equal(0UL, peer.Answer.Reserved & Handshake.Version2Bit);
    }

    [Fact]
    public async Task Encrypted_peer_finds_a_hybrid_by_its_second_name()
    {
        await using SessionFixture fixture = await StartAsync();
        using RawPeer peer = await RawPeer.ConnectAsync(fixture.Session);
        byte[] handshake = new byte[Handshake.Length];
        new Handshake(Handshake.FastBit, Second, peer.Id).Write(handshake);
        await peer.EncryptAsync(Second, EncryptionMethods.Rc4, handshake);
        Assert.Equal(ParseStatus.Complete, Handshake.TryRead(await peer.ReadExactlyAsync(Handshake.Length), out Handshake answer, out _));
        Assert.Equal(Second, answer.InfoHash);
    }

    [Fact]
    public async Task Removed_hybrid_is_found_by_neither_name()
    {
        await using SessionFixture fixture = await StartAsync();
        Assert.True(await fixture.Session.RemoveAsync(First));
        Assert.Equal(0, (await fixture.Session.ReadProgressAsync(Second)).Left);
        foreach (InfoHash name in (InfoHash[])[First, Second])
        {
            using RawPeer peer = await RawPeer.ConnectAsync(fixture.Session);
            await peer.SendHandshakeAsync(name, Handshake.FastBit);
            await peer.WaitForCloseAsync();
        }
    }

    [Fact]
    public async Task Hashes_are_told_with_the_request_before_them()
    {
        await using SessionFixture fixture = await StartAsync();
        using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, Second, isInterested: false);
        await AskAsync(peer, Pieces);
        (PeerMessageId id, byte[] payload) = await peer.ReadAsync();
        Assert.Equal(PeerMessageId.Hashes, id);
        Assert.Equal(Pieces, HashRequest.Read(payload));
        Assert.Equal(FakeHashes.Answer(Pieces), payload[HashRequest.Length..]);
    }

    [Fact]
    public async Task What_cannot_be_told_is_refused_and_the_peer_stays()
    {
        await using SessionFixture fixture = await StartAsync();
        using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, First, isInterested: false);
        foreach (HashRequest wrong in (HashRequest[])[Pieces with { Count = 3 }, Pieces with { Count = 1024 }, Pieces with { PiecesRoot = FakeHashes.Unknown }])
        {
            await AskAsync(peer, wrong);
            (PeerMessageId id, byte[] payload) = await peer.ReadAsync();
            Assert.Equal(PeerMessageId.HashReject, id);
            Assert.Equal(wrong, HashRequest.Read(payload));
        }
        await AskAsync(peer, Pieces);
        Assert.Equal(PeerMessageId.Hashes, (await peer.ReadAsync()).Id);
        SessionStatus status = await fixture.UntilAsync(status => status.SentHashes == 1);
        Assert.Equal(3, status.RejectedHashes);
        Assert.Equal(0, status.Torrents.Single(torrent => torrent.InfoHash == First).ReadErrors);
    }

    [Fact]
    public async Task Torrent_without_hashes_refuses_all()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash, isInterested: false);
        await AskAsync(peer, Pieces);
        Assert.Equal(PeerMessageId.HashReject, (await peer.ReadAsync()).Id);
    }

    /// <summary>A row of leaves costs the reading of a piece: who was sent nothing has none read, and who was sent a block has one.</summary>
    [Fact]
    public async Task Leaves_are_told_to_who_was_sent_as_much()
    {
        HashRequest leaves = new(Sha256Hash.Of([1]), 0, 0, 4, 0);
        await using SessionFixture fixture = await StartAsync();
        using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, First);
        await AskAsync(peer, leaves);
        Assert.Equal(PeerMessageId.HashReject, (await peer.ReadAsync()).Id);
        await peer.RequestAsync(0, 0, TorrentLayout.BlockLength);
        Assert.Equal(PeerMessageId.Piece, (await peer.ReadAsync()).Id);
        await AskAsync(peer, leaves);
        Assert.Equal(PeerMessageId.Hashes, (await peer.ReadAsync()).Id);
        await AskAsync(peer, leaves);
        Assert.Equal(PeerMessageId.HashReject, (await peer.ReadAsync()).Id);
    }

    /// <summary>All that was asked at once is answered in order; on a line of 40 kB/s a second sends no more than that.</summary>
    [Theory]
    [InlineData(UploadBudget.Unlimited)]
    [InlineData(40_000)]
    public async Task Flood_of_requests_waits_for_its_turn(long bytesPerSecond)
    {
        const int count = 100;
        HashRequest large = new(Sha256Hash.Of([1]), 2, 0, 512, 8);
        await using SessionFixture fixture = await StartAsync(bytesPerSecond);
        using RawPeer peer = await fixture.JoinAsync(First, isInterested: false);
        long before = fixture.Clock.GetTimestamp();
        byte[] message = new byte[HashRequest.MessageLength];
        var flood = new List<byte>();
        for (uint i = 0; i < count; i++)
        {
            (large with { Index = i * 512 }).Write(message, PeerMessageId.HashRequest, hashBytes: 0);
            flood.AddRange(message);
        }
        Task sending = peer.SendAsync([.. flood]);
        for (uint i = 0; i < count; i++)
        {
            Task<(PeerMessageId Id, byte[] Payload)> reading = peer.ReadAsync();
            while (!reading.IsCompleted)
            {
                fixture.Clock.Advance(TimeSpan.FromMilliseconds(20));
                await fixture.Session.ReadStatusAsync();
            }
            Assert.Equal(PeerMessageId.Hashes, (await reading).Id);
            Assert.Equal(i * 512, HashRequest.Read((await reading).Payload).Index);
        }
        await sending;
        double seconds = fixture.Clock.GetElapsedTime(before).TotalSeconds;
        if (bytesPerSecond != UploadBudget.Unlimited) Assert.True(seconds > count * 512 * 32 / (double)bytesPerSecond - 1, $"{seconds} s");
    }

    private static async Task<SessionFixture> StartAsync(long bytesPerSecond = UploadBudget.Unlimited)
    {
        SessionFixture fixture = await SessionFixture.StartAsync(bytesPerSecond: bytesPerSecond);
        var verified = new Bitfield(fixture.Layout.PieceCount);
        verified.SetAll();
        Assert.Equal(AddTorrentResult.Added, await fixture.Session.AddAsync(new SeedTorrent
        {
            InfoHash = First,
            SecondName = new SecondName(Second),
            Layout = fixture.Layout,
            Verified = verified,
            Content = fixture.Disk,
            Hashes = new FakeHashes(),
        }));
        return fixture;
    }

    private static async Task<Shaken> HandshakeAsync(SessionFixture fixture, InfoHash name, ulong reserved)
    {
        RawPeer peer = await RawPeer.ConnectAsync(fixture.Session);
        await peer.SendHandshakeAsync(name, reserved);
        Assert.Equal(ParseStatus.Complete, Handshake.TryRead(await peer.ReadExactlyAsync(Handshake.Length), out Handshake answer, out _));
        return new Shaken(peer, answer);
    }

    private static Task AskAsync(RawPeer peer, HashRequest request)
    {
        byte[] message = new byte[HashRequest.MessageLength];
        request.Write(message, PeerMessageId.HashRequest, hashBytes: 0);
        return peer.SendAsync(message);
    }

    private sealed record Shaken(RawPeer Peer, Handshake Answer) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            Peer.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>Hashes that are made of the request.</summary>
    private sealed class FakeHashes : IHashSource
    {
        public static Sha256Hash Unknown { get; } = Sha256Hash.Of([2]);

        public static byte[] Answer(HashRequest request) =>
            [.. Enumerable.Range(0, request.AnswerLength / 32).SelectMany(number => SHA256.HashData(BitConverter.GetBytes(number + (long)request.Index)))];

        public StorageError? ReadHashes(in HashRequest request, Span<byte> hashes)
        {
            if (request.PiecesRoot == Unknown) return StorageError.Found(StorageOperation.Read, "a tree", StorageFault.Withheld, "there is none");
            Answer(request).CopyTo(hashes);
            return null;
        }
    }
}
