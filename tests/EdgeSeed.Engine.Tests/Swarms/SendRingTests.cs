using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Sockets;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Engine.Tests.Swarms;

/// <summary>Whose turn it is where turns go by need: a peer that counts fully, and some that count a twentieth.</summary>
public class SendRingTests
{
    private const int Block = 16 * 1024;
    private const int Longest = 30_000;

    private readonly EngineOptions _options = new();
    private readonly SendLane _lane;
    private readonly SendRing _ring;

    public SendRingTests()
    {
        var budget = new UploadBudget(4_000, new ManualClock());
        _lane = new SendLane(budget, budget.Open()!);
        _ring = _lane.Ring;
        _ring.IsByNeed = true;
    }

    [Fact]
    public void Who_counts_a_twentieth_has_one_block_in_twenty_one()
    {
        PeerConnection needy = Peer(1, 1), other = Peer(2, 0.05);
        Dictionary<PeerConnection, int> blocks = new() { [needy] = 0, [other] = 0 };
        _ring.Append(needy);
        _ring.Append(other);
        for (int i = 0; i < 210; i++) blocks[SendBlock()]++;
        Assert.InRange(blocks[other], 9, 11);
    }

    [Fact]
    public void Turn_for_messages_is_for_them_alone()
    {
        PeerConnection talker = Peer(1, 1), listener = Peer(2, 1);
        talker.ShouldChoke = !talker.IsChoked;
        _ring.Append(listener);
        _ring.Append(talker);
        Assert.True(_ring.TryTake(out PeerConnection? first, out bool isForMessages));
        Assert.Equal((talker, true), (first, isForMessages));
        Assert.True(_ring.TryTake(out PeerConnection? second, out isForMessages));
        Assert.Equal((listener, false), (second, isForMessages));
    }

    [Fact]
    public void Who_has_always_something_to_say_has_its_share_and_no_more()
    {
        PeerConnection talker = Peer(1, 1), listener = Peer(2, 1);
        talker.ShouldChoke = !talker.IsChoked;
        Dictionary<PeerConnection, int> bytes = new() { [talker] = 0, [listener] = 0 };
        _ring.Append(listener);
        _ring.Append(talker);
        while (bytes.Values.Sum() < 100 * Block)
        {
            Assert.True(_ring.TryTake(out PeerConnection? peer, out _));
            int sent = ReferenceEquals(peer, talker) ? 1_000 : Block;
            bytes[peer] += sent;
            _ring.Sent(peer, sent);
            _ring.Append(peer);
        }
        Assert.InRange(bytes[talker], 48 * Block, 56 * Block);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Block_that_was_begun_goes_on_before_others_begin(bool isByNeed)
    {
        _ring.IsByNeed = isByNeed;
        PeerConnection begun = Peer(1, 0.05), needy = Peer(2, 1);
        begun.Item.Source = new PatternBlocks(Block);
        _ring.Append(needy);
        _ring.Append(begun);
        Assert.Same(begun, SendBlock());
    }

    [Fact]
    public void Who_has_waited_for_long_is_next_in_the_order_of_waiting()
    {
        PeerConnection needy = Peer(1, 1);
        PeerConnection[] others = [.. Enumerable.Range(2, 9).Select(number => Peer(number, 0.001))];
        _ring.Append(needy);
        foreach (PeerConnection other in others) _ring.Append(other);
        List<PeerConnection> served = [];
        // A block takes four seconds, so not all who have waited for half a minute can be served before the next of them have.
        for (int second = 1; second <= 4 * 40; second++)
        {
            foreach (PeerConnection peer in (PeerConnection[])[needy, .. others])
            {
                if (peer.IsInRing) _ring.Hasten(peer, second * 1000, Longest);
            }
            if (second % 4 == 0) served.Add(SendBlock());
        }
        foreach (PeerConnection other in others)
        {
            int[] turns = [.. Enumerable.Range(0, served.Count).Where(turn => ReferenceEquals(served[turn], other))];
            Assert.InRange(turns.Length, 2, 4);
            Assert.InRange(turns[1] - turns[0], 8, 20);
        }
    }

    private PeerConnection SendBlock()
    {
        Assert.True(_ring.TryTake(out PeerConnection? peer, out _));
        peer.UploadedBytes += Block;
        _ring.Sent(peer, Block);
        _ring.Append(peer);
        return peer;
    }

    private PeerConnection Peer(int number, double weight)
    {
        var layout = new TorrentLayout(Block, Block);
        var torrent = new SeedTorrent { InfoHash = SessionFixture.Hash((byte)number), Layout = layout, Verified = new Bitfield(layout.PieceCount), Content = new PatternBlocks(Block) };
        return new PeerConnection(number, new PeerSocket(-1), PeerEndPoint.FromIPv4(0x0B000000 + (uint)number, 6881), _lane, _options)
        {
            Stage = PeerStage.Running,
            Introduction = IntroductionStage.Finished,
            Torrent = new TorrentState(torrent, _options) { Weight = weight },
        };
    }
}
