using System.Text;
using EdgeSeed.Engine.Dht;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Dht;

namespace EdgeSeed.Engine.Tests.Dht;

public sealed class DhtServerTests
{
    private readonly DhtWorld _world = new(9);
    private readonly List<byte[]> _heard = [];
    private readonly WorldNode _node;
    private readonly PeerEndPoint _asker;

    public DhtServerTests()
    {
        _node = _world.Add();
        // Enough others for full answers.
        for (int i = 0; i < 60; i++) _world.Add().Dht.Meet(_node.Address);
        _world.Run(TimeSpan.FromSeconds(30));
        _asker = _world.NewAddress();
        _world.Put(_asker, (datagram, _) => _heard.Add(datagram));
    }

    [Fact]
    public void Who_forges_an_address_has_it_sent_four_answers_a_minute_and_one_question()
    {
        for (int i = 0; i < 1000; i++) Ask(DhtMethod.GetPeers);
        Assert.Equal(DhtSources.MaxUnproven, Answers());
        Run(59);
        Assert.Equal(DhtSources.MaxUnproven + 1, _heard.Count);
        long sent = _heard.Sum(static datagram => datagram.Length);
        Assert.InRange(sent, 1, DhtSources.MaxUnproven * 450 + 100);
    }

    [Fact]
    public void Who_answers_our_question_is_answered_on()
    {
        for (int i = 0; i < 5; i++) Ask(DhtMethod.GetPeers);
        Run(3);
        byte[] question = Assert.Single(_heard, static datagram => Read(datagram, out DhtMessage message) && message.Kind == DhtMessageKind.Query);
        Assert.True(question.Length < Write(DhtMethod.GetPeers).Length);
        Assert.True(Read(question, out DhtMessage ping));
        byte[] answer = new byte[DhtMessage.MaxBytes];
        int length = DhtWriter.WriteAnswer(answer, ping.Transaction, _node.Address, new DhtAnswer(SecureNodeId.Create(_asker, _world.Random)));
        _node.Hear(answer[..length], _asker);
        int before = Answers();
        for (int i = 0; i < 50; i++) Ask(DhtMethod.GetPeers);
        Assert.Equal(before + 50, Answers());
    }

    [Fact]
    public void Nothing_is_kept_without_a_token_or_with_that_of_another_address()
    {
        byte[] token = Token(_asker);
        Announce(_asker, "none"u8, 7000);
        Announce(_world.NewAddress(), token, 7000);
        Assert.Empty(Peers());
        Announce(_asker, token, 7000);
        Assert.Equal([_asker.WithPort(7000)], Peers());
    }

    [Fact]
    public void Token_is_good_for_five_minutes_and_not_for_ten()
    {
        byte[] token = Token(_asker);
        _world.Run(TimeSpan.FromSeconds(295));
        Announce(_asker, token, 7000);
        Assert.Equal([_asker.WithPort(7000)], Peers());
        byte[] old = Token(_asker);
        _world.Run(TimeSpan.FromSeconds(601));
        Announce(_asker, old, 7001);
        Assert.DoesNotContain(_asker.WithPort(7001), Peers());
    }

    [Fact]
    public void Unknown_questions_are_refused_and_no_refusal_is_longer_than_what_came()
    {
        _node.Hear(Encoding.ASCII.GetBytes("d1:ad2:id20:abcdefghij0123456789e1:q4:vote2:roi1e1:t2:aa1:y1:qe"), _asker);
        Run(1);
        Assert.Equal("d1:eli204e14:Method Unknowne1:t2:aa1:y1:ee", Encoding.ASCII.GetString(Assert.Single(_heard)));
    }

    [Fact]
    public void Who_is_read_only_answers_nobody()
    {
        _node.Dht.IsReadOnly = true;
        Ask(DhtMethod.Ping);
        Run(2);
        Assert.Empty(_heard);
    }

    [Fact]
    public void Who_is_said_to_be_read_only_is_not_remembered()
    {
        var node = new DhtContact(SecureNodeId.Create(_asker, _world.Random), _asker);
        Assert.True(_node.Dht.Table.HasRoomFor(node) || _node.Dht.Table.Count > 0);
        byte[] datagram = new byte[DhtMessage.MaxBytes];
        int length = DhtWriter.WriteQuery(datagram, "aa"u8, new DhtQuery(DhtMethod.Ping, node.Id) { IsReadOnly = true });
        _node.Hear(datagram[..length], _asker);
        Run(3);
        Assert.True(Read(Assert.Single(_heard), out DhtMessage answer));
        Assert.Equal(DhtMessageKind.Answer, answer.Kind);
        Assert.Equal(_asker, PeerEndPoint.FromCompact(answer.SeenAddress));
    }

    private static readonly NodeId s_target = new("mnopqrstuvwxyz123456"u8);

    private static bool Read(byte[] datagram, out DhtMessage message) => DhtMessage.TryParse(datagram, out message);

    private void Run(int seconds) => _world.Run(TimeSpan.FromSeconds(seconds));

    private int Answers()
    {
        // All that is under way has come after a moment.
        Run(1);
        return _heard.Count(static datagram => Read(datagram, out DhtMessage message) && message.Kind == DhtMessageKind.Answer);
    }

    private static byte[] Write(DhtMethod method)
    {
        byte[] datagram = new byte[DhtMessage.MaxBytes];
        return datagram[..DhtWriter.WriteQuery(datagram, "aa"u8, new DhtQuery(method, new NodeId("abcdefghij0123456789"u8)) { Target = s_target })];
    }

    private void Ask(DhtMethod method) => _node.Hear(Write(method), _asker);

    /// <summary>What the node gives an address with its peers.</summary>
    private byte[] Token(PeerEndPoint to)
    {
        int from = _heard.Count;
        _node.Hear(Write(DhtMethod.GetPeers), to);
        Run(1);
        foreach (byte[] datagram in _heard[from..])
        {
            if (Read(datagram, out DhtMessage answer) && answer.Token.Length > 0) return answer.Token.ToArray();
        }
        throw new InvalidOperationException("There was no answer.");
    }

    private void Announce(PeerEndPoint from, ReadOnlySpan<byte> token, ushort port)
    {
        byte[] datagram = new byte[DhtMessage.MaxBytes];
        int length = DhtWriter.WriteQuery(
            datagram, "aa"u8, new DhtQuery(DhtMethod.AnnouncePeer, new NodeId("abcdefghij0123456789"u8)) { Target = s_target, Token = token, Port = port });
        _node.Hear(datagram[..length], from);
    }

    /// <summary>The peers that somebody else is told.</summary>
    private List<PeerEndPoint> Peers()
    {
        PeerEndPoint other = _world.NewAddress();
        byte[] said = [];
        _world.Put(other, (datagram, _) =>
        {
            if (Read(datagram, out DhtMessage message) && message.Kind == DhtMessageKind.Answer) said = datagram;
        });
        _node.Hear(Write(DhtMethod.GetPeers), other);
        Run(1);
        Assert.True(Read(said, out DhtMessage answer));
        var peers = new List<PeerEndPoint>();
        foreach (PeerEndPoint peer in answer.Peers) peers.Add(peer);
        return peers;
    }
}
