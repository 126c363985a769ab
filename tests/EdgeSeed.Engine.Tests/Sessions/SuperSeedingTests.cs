using System.Buffers.Binary;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Tests.Sessions;

public class SuperSeedingTests
{
    private const int Pieces = 8;
    private const int Blocks = SessionFixture.PieceLength / TorrentLayout.BlockLength;

    private static readonly EngineOptions s_auto = new() { SuperSeeding = SuperSeedingPolicy.Auto };

    [Fact]
    public async Task Each_peer_is_told_of_pieces_that_no_other_is_told_of()
    {
        await using SessionFixture fixture = await StartAsync();
        await using var time = new PassingTime(fixture);
        using RawPeer first = await JoinAsync(fixture), second = await JoinAsync(fixture);
        var told = new HashSet<uint>();
        foreach (RawPeer peer in new[] { first, second })
        {
            Assert.True(told.Add(await ReadHaveAsync(peer)), "told twice");
        }
    }

    [Fact]
    public async Task Whoever_was_sent_a_piece_is_told_of_the_next()
    {
        await using SessionFixture fixture = await StartAsync();
        await using var time = new PassingTime(fixture);
        using RawPeer peer = await JoinAsync(fixture);
        await InterestAsync(peer);
        var had = new HashSet<uint>();
        for (int i = 0; i < Pieces; i++)
        {
            uint piece = await NextAsync(peer, had);
            await FetchAsync(peer, piece, had);
        }
        Assert.Equal(Pieces, had.Count);
    }

    [Fact]
    public async Task Request_for_a_piece_that_the_peer_was_not_told_of_is_rejected()
    {
        await using SessionFixture fixture = await StartAsync();
        await using var time = new PassingTime(fixture);
        using RawPeer first = await JoinAsync(fixture), second = await JoinAsync(fixture);
        uint others = await ReadHaveAsync(second);
        await InterestAsync(first);
        await first.RequestAsync(others, 0, TorrentLayout.BlockLength);
        while (true)
        {
            (PeerMessageId id, byte[] payload) = await first.ReadAsync();
            if (id is PeerMessageId.Have or PeerMessageId.Unchoke) continue;
            Assert.Equal(PeerMessageId.Reject, id);
            Assert.Equal(others, BinaryPrimitives.ReadUInt32BigEndian(payload));
            return;
        }
    }

    [Fact]
    public async Task Peer_without_fast_extension_is_told_of_pieces_and_of_nothing_before()
    {
        await using SessionFixture fixture = await StartAsync();
        await using var time = new PassingTime(fixture);
        using RawPeer peer = await RawPeer.ConnectAsync(fixture.Session);
        await peer.SendHandshakeAsync(fixture.InfoHash, reserved: 0);
        await peer.ReadExactlyAsync(Handshake.Length);
        await fixture.UntilAsync(s => s.Peers == 1);
        Assert.Equal(PeerMessageId.Have, (await peer.ReadAsync()).Id);
    }

    [Fact]
    public async Task Piece_of_a_peer_that_leaves_is_offered_to_another()
    {
        await using SessionFixture fixture = await StartAsync();
        await using var time = new PassingTime(fixture);
        RawPeer leaver = await JoinAsync(fixture);
        uint lost = await ReadHaveAsync(leaver);
        using RawPeer stayer = await JoinAsync(fixture);
        await InterestAsync(stayer);
        leaver.Dispose();
        await fixture.UntilAsync(s => s.Peers == 1);
        var had = new HashSet<uint>();
        while (!had.Contains(lost)) await FetchAsync(stayer, await NextAsync(stayer, had), had);
    }

    [Fact]
    public async Task After_the_network_was_lost_peers_are_told_of_others_than_the_pieces_that_they_still_await()
    {
        await using SessionFixture fixture = await StartAsync();
        var told = new HashSet<uint>();
        for (int i = 0; i < 2; i++)
        {
            Task<RawPeer[]> joining = Task.WhenAll(JoinAsync(fixture), JoinAsync(fixture));
            while (!joining.IsCompleted) await PassAsync(fixture, milliseconds: 1);
            foreach (RawPeer peer in await joining)
            {
                Task<uint> telling = ReadHaveAsync(peer);
                while (!telling.IsCompleted) await PassAsync(fixture, milliseconds: 1);
                Assert.True(told.Add(await telling), "told twice");
            }
            await fixture.Session.RouteReturnedAsync();
            foreach (RawPeer peer in await joining) peer.Dispose();
        }
    }

    [Fact]
    public async Task Everything_is_offered_to_all_when_peers_do_not_share()
    {
        await using SessionFixture fixture = await StartAsync();
        await using var time = new PassingTime(fixture);
        using RawPeer taker = await JoinAsync(fixture), other = await JoinAsync(fixture);
        await InterestAsync(taker);
        await InterestAsync(other);
        HashSet<uint> had = [], hadOther = [];
        await FetchAsync(other, await NextAsync(other, hadOther), hadOther);
        while (had.Count < Pieces) await FetchAsync(taker, await NextAsync(taker, had), had);
        await fixture.UntilAsync(s => !s.Torrents[0].IsSuperSeeding);
    }

    [Fact]
    public async Task Another_seed_ends_it_and_whoever_comes_then_is_told_of_everything()
    {
        await using SessionFixture fixture = await StartAsync();
        await using var time = new PassingTime(fixture);
        using RawPeer leecher = await JoinAsync(fixture);
        Assert.True((await fixture.Session.ReadStatusAsync()).Torrents[0].IsSuperSeeding);
        using RawPeer seed = await JoinAsync(fixture, PeerMessageId.HaveAll);
        await seed.WaitForCloseAsync();
        await fixture.UntilAsync(s => !s.Torrents[0].IsSuperSeeding);
        using RawPeer late = await RawPeer.ConnectAsync(fixture.Session);
        await late.SendHandshakeAsync(fixture.InfoHash, Handshake.FastBit);
        await late.ReadExactlyAsync(Handshake.Length);
        Assert.Equal(PeerMessageId.HaveAll, (await late.ReadAsync()).Id);
    }

    [Fact]
    public async Task Without_memory_for_it_everybody_is_told_of_everything()
    {
        await using SessionFixture fixture = await StartAsync(s_auto with { MaxSpreadBytes = 100 });
        await using var time = new PassingTime(fixture);
        using RawPeer peer = await RawPeer.JoinAsync(fixture.Session, fixture.InfoHash);
        Assert.False((await fixture.Session.ReadStatusAsync()).Torrents[0].IsSuperSeeding);
    }

    [Fact]
    public async Task Piece_that_its_peer_never_asks_for_is_offered_to_another()
    {
        await using SessionFixture fixture = await StartAsync();
        await using var time = new PassingTime(fixture);
        using RawPeer idle = await JoinAsync(fixture), busy = await JoinAsync(fixture);
        uint kept = await ReadHaveAsync(idle);
        await InterestAsync(busy);
        var had = new HashSet<uint>();
        while (!had.Contains(kept)) await FetchAsync(busy, await NextAsync(busy, had), had);
    }

    [Fact]
    public async Task A_crowd_that_fetches_nothing_keeps_no_newcomer_waiting()
    {
        const int Silent = 24, Fresh = 16;
        await using SessionFixture fixture = await SessionFixture.StartAsync(s_auto, bytesPerSecond: 400_000, length: Fresh * SessionFixture.PieceLength);
        var crowd = new List<RawPeer>();
        for (int i = 0; i < Silent; i++)
        {
            Task<RawPeer> joining = JoinAsync(fixture, from: $"127.0.1.{i + 1}");
            while (!joining.IsCompleted) await PassAsync(fixture, milliseconds: 1);
            crowd.Add(await joining);
            await InterestAsync(crowd[^1]);
        }
        // By now they were told of everything there is, and nobody else is until they have let it pass for ten seconds.
        for (int i = 0; i < 65; i++) await PassAsync(fixture, milliseconds: 100);
        Task<RawPeer> coming = JoinAsync(fixture, from: "127.0.2.1");
        while (!coming.IsCompleted) await PassAsync(fixture, milliseconds: 1);
        using RawPeer newcomer = await coming;
        bool isTold = false;
        for (int i = 0; i < 25 && !isTold; i++)
        {
            await PassAsync(fixture, milliseconds: 100);
            while (!isTold && newcomer.Available > 0) isTold = (await newcomer.ReadAsync()).Id == PeerMessageId.Have;
        }
        Assert.True(isTold);
        crowd.ForEach(peer => peer.Dispose());
    }

    [Fact]
    public async Task Those_that_do_not_even_say_that_they_are_interested_keep_a_newcomer_waiting_for_half_a_second_each_at_most()
    {
        const int Silent = 24;
        await using SessionFixture fixture = await SessionFixture.StartAsync(s_auto, bytesPerSecond: 20_000, length: 4 * Silent * SessionFixture.PieceLength);
        var crowd = new List<RawPeer>();
        for (int i = 0; i <= Silent; i++)
        {
            Task<RawPeer> joining = JoinAsync(fixture, from: $"127.0.1.{i + 1}");
            while (!joining.IsCompleted) await PassAsync(fixture, milliseconds: 1);
            crowd.Add(await joining);
        }
        // A fifth of them at a time, in the order in which they came.
        bool isTold = false;
        for (int i = 0; i < 40 && !isTold; i++)
        {
            await PassAsync(fixture, milliseconds: 100);
            while (!isTold && crowd[^1].Available > 0) isTold = (await crowd[^1].ReadAsync()).Id == PeerMessageId.Have;
        }
        Assert.True(isTold);
        crowd.ForEach(peer => peer.Dispose());
    }

    [Fact]
    public async Task Everybody_is_told_of_a_piece_before_anybody_of_a_second()
    {
        const int Peers = 20;
        // So many pieces that what is kept for those who have fetched nothing yet is not used up.
        await using SessionFixture fixture = await SessionFixture.StartAsync(s_auto, bytesPerSecond: 50_000, length: 4 * Peers * SessionFixture.PieceLength);
        var peers = new RawPeer[Peers];
        for (int i = 0; i < Peers; i++)
        {
            // Who comes last was told of nothing for a shorter time than the first were told of a piece.
            Task<RawPeer> joining = JoinAsync(fixture, from: $"127.0.1.{i + 1}");
            while (!joining.IsCompleted) await PassAsync(fixture, milliseconds: 1);
            peers[i] = await joining;
            await InterestAsync(peers[i]);
        }
        var told = new List<uint>[Peers];
        for (int i = 0; i < Peers; i++) told[i] = [];
        // Fresh pieces are told of in their order on the disk, which is thus the order of telling, whenever what was told is read.
        var toldFirst = new Dictionary<uint, int>();
        await using var time = new PassingTime(fixture);
        for (int i = 0; toldFirst.Count < Peers; i = (i + 1) % Peers)
        {
            await Task.Yield();
            if (peers[i].Available == 0) continue;
            (PeerMessageId id, byte[] payload) = await peers[i].ReadAsync();
            if (id == PeerMessageId.Have)
            {
                uint piece = BinaryPrimitives.ReadUInt32BigEndian(payload);
                told[i].Add(piece);
                if (piece < Peers) toldFirst.TryAdd(piece, i);
            }
            if (id is not (PeerMessageId.Have or PeerMessageId.Unchoke)) continue;
            foreach (uint piece in told[i])
            {
                for (uint block = 0; block < Blocks; block++) await peers[i].RequestAsync(piece, block * TorrentLayout.BlockLength, TorrentLayout.BlockLength);
            }
        }

        Assert.Equal(Peers, toldFirst.Values.Distinct().Count());
        foreach (RawPeer peer in peers) peer.Dispose();
    }

    [Fact]
    public async Task Peer_that_comes_back_once_a_second_is_told_of_more_each_time()
    {
        const int ManyPieces = 320, MostAtOnce = 120, Rounds = 6;
        await using SessionFixture fixture = await SessionFixture.StartAsync(s_auto, length: ManyPieces * SessionFixture.PieceLength);
        using RawPeer peer = await JoinAsync(fixture);
        var told = new SortedSet<uint>();
        await InterestAsync(peer);
        for (PeerMessageId id = default; id != PeerMessageId.Unchoke;) id = Note(told, await peer.ReadAsync());

        var asked = new HashSet<uint>();
        for (int round = 0; round < Rounds && asked.Count < ManyPieces; round++)
        {
            fixture.Clock.Advance(TimeSpan.FromSeconds(1));
            int blocks = 0;
            foreach (uint piece in told.Except(asked).Take(MostAtOnce).ToArray())
            {
                asked.Add(piece);
                for (uint block = 0; block < Blocks; block++, blocks++) await peer.RequestAsync(piece, block * TorrentLayout.BlockLength, TorrentLayout.BlockLength);
            }
            while (blocks > 0) if (Note(told, await peer.ReadAsync()) == PeerMessageId.Piece) blocks--;
            if (told.Count == ManyPieces) continue;
            // The answer to this comes after all that there is to tell: no, or the block, if we are told of that very piece meanwhile.
            await peer.RequestAsync(Enumerable.Range(0, ManyPieces).Select(piece => (uint)piece).First(piece => !told.Contains(piece)), 0, TorrentLayout.BlockLength);
            while (Note(told, await peer.ReadAsync()) is not (PeerMessageId.Reject or PeerMessageId.Piece)) { }
        }

        Assert.Equal(ManyPieces, asked.Count);
    }

    private static PeerMessageId Note(SortedSet<uint> told, (PeerMessageId Id, byte[] Payload) message)
    {
        if (message.Id == PeerMessageId.Have) told.Add(BinaryPrimitives.ReadUInt32BigEndian(message.Payload));
        return message.Id;
    }

    private static Task<SessionFixture> StartAsync(EngineOptions? options = null) =>
        SessionFixture.StartAsync(options ?? s_auto, bytesPerSecond: 100_000, length: Pieces * SessionFixture.PieceLength);

    /// <summary>Shakes hands and says which pieces it has: none.</summary>
    private static async Task<RawPeer> JoinAsync(SessionFixture fixture, PeerMessageId has = PeerMessageId.HaveNone, string from = "127.0.0.1")
    {
        RawPeer peer = await RawPeer.ConnectAsync(fixture.Session, from: from);
        await peer.SendHandshakeAsync(fixture.InfoHash, Handshake.FastBit);
        await peer.ReadExactlyAsync(Handshake.Length);
        Assert.Equal(PeerMessageId.HaveNone, (await peer.ReadAsync()).Id);
        await peer.SendStateAsync(has);
        return peer;
    }

    private static async Task PassAsync(SessionFixture fixture, int milliseconds)
    {
        fixture.Clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
        await fixture.Session.ReadStatusAsync();
    }

    private static Task InterestAsync(RawPeer peer) => peer.SendStateAsync(PeerMessageId.Interested);

    private static async Task<uint> ReadHaveAsync(RawPeer peer)
    {
        while (true)
        {
            (PeerMessageId id, byte[] payload) = await peer.ReadAsync();
            if (id == PeerMessageId.Have) return BinaryPrimitives.ReadUInt32BigEndian(payload);
        }
    }

    private static async Task<uint> NextAsync(RawPeer peer, HashSet<uint> had)
    {
        while (true)
        {
            uint piece = await ReadHaveAsync(peer);
            if (!had.Contains(piece)) return piece;
        }
    }

    /// <summary>Asks for a piece, and takes whatever comes until all of it is there.</summary>
    private static async Task FetchAsync(RawPeer peer, uint piece, HashSet<uint> had)
    {
        for (uint block = 0; block < Blocks; block++) await peer.RequestAsync(piece, block * TorrentLayout.BlockLength, TorrentLayout.BlockLength);
        had.Add(piece);
    }
}
