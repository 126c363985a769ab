using System.Text;
using EdgeSeed.Engine.Dht;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Dht;

namespace EdgeSeed.Engine.Tests.Dht;

public sealed class DhtServerTests
{
    private readonly DhtWorld _world = new(9) { Lost = 0 };
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
    public void Stranger_is_asked_first_and_his_question_answered_in_full_when_he_has_answered()
    {
        Ask(DhtMethod.GetPeers);
        Ask(DhtMethod.FindNode);
        Run(1);
        Assert.Equal(2, _heard.Count);
        foreach (byte[] question in _heard.ToArray())
        {
            Assert.True(Read(question, out DhtMessage ping));
            Assert.Equal((DhtMessageKind.Query, DhtMethod.Ping), (ping.Kind, ping.Method));
            int before = _heard.Count;
            Reply(question);
            Reply(question);
            Run(1);
            // Who is known to be there may be asked things too.
            Assert.True(Read(Assert.Single(_heard[before..], IsAnswer), out DhtMessage answer));
            Assert.Equal(RoutingTable.BucketSize, answer.Nodes.Count);
            Assert.Equal(_asker, PeerEndPoint.FromCompact(answer.SeenAddress));
        }
        for (int i = 0; i < 50; i++) Ask(DhtMethod.GetPeers);
        Assert.Equal(52, Answers());
    }

    [Fact]
    public void Who_answers_nothing_is_asked_a_few_times_and_then_answered_a_few_times()
    {
        for (int i = 0; i < 100; i++) Ask(DhtMethod.GetPeers);
        Assert.Equal(DhtSources.MaxUnproven - DhtChallenges.MaxOfSender, Answers());
        Assert.Equal(DhtSources.MaxUnproven, _heard.Count);
        Run(60);
        Ask(DhtMethod.GetPeers);
        Run(1);
        Assert.Equal(DhtMethod.Ping, Read(_heard[^1], out DhtMessage again) ? again.Method : DhtMethod.Unknown);
    }

    [Fact]
    public void Who_answers_nobody_gets_what_fits_his_question()
    {
        foreach (int port in (int[])[7001, 7002, 7003]) Announce(_asker, Token(_asker), (ushort)port);
        PeerEndPoint other = _world.NewAddress();
        var heard = new List<byte[]>();
        _world.Put(other, (datagram, _) => heard.Add(datagram));
        byte[] question = Write(DhtMethod.GetPeers, isReadOnly: true);
        _node.Hear(question, other);
        Run(1);
        byte[] said = Assert.Single(heard);
        Assert.InRange(said.Length, 1, question.Length);
        Assert.True(Read(said, out DhtMessage answer));
        Assert.Equal(DhtTokens.Length, answer.Token.Length);
        Assert.Equal(3, Count(answer.Peers));
        _node.Hear(Write(DhtMethod.FindNode, isReadOnly: true), other);
        Run(1);
        Assert.True(Read(heard[1], out DhtMessage nodes));
        Assert.Equal(1, nodes.Nodes.Count);
    }

    [Fact]
    public void Guessed_answer_proves_nothing_and_one_that_comes_late_neither()
    {
        Ask(DhtMethod.GetPeers);
        Run(1);
        byte[] question = Assert.Single(_heard);
        for (int i = 0; i < 1000; i++) Reply(question, number: i);
        Assert.Equal(0, Answers());
        Run(7);
        Reply(question);
        Assert.Equal(0, Answers());
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

    [Theory]
    [InlineData("d1:ad2:id20:abcdefghij0123456789e1:q4:vote2:roi1e1:t2:aa1:y1:qe", "d1:eli204e14:Method Unknowne1:t2:aa1:y1:ee")]
    [InlineData("d1:ad2:id20:abcdefghij0123456789e1:q9:get_peers1:t2:aa1:y1:qe", "d1:eli203e14:Protocol Errore1:t2:aa1:y1:ee")]
    [InlineData("d1:ad9:info_hash20:mnopqrstuvwxyz123456e1:q9:get_peers1:t2:aa1:y1:qe", "d1:eli203e14:Protocol Errore1:t2:aa1:y1:ee")]
    [InlineData("d1:ad2:id3:abce1:q4:ping1:t2:aa1:y1:qe", null)]
    public void What_cannot_be_answered_is_refused_but_by_no_more_bytes_than_came(string question, string? refusal)
    {
        _node.Hear(Encoding.ASCII.GetBytes(question), _asker);
        Run(1);
        Assert.Equal(refusal is null ? [] : [refusal], _heard.Select(Encoding.ASCII.GetString));
    }

    [Fact]
    public void Who_is_read_only_answers_nobody()
    {
        _node.Dht.IsReadOnly = true;
        Ask(DhtMethod.Ping);
        Ask(DhtMethod.GetPeers);
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

    private static bool IsAnswer(byte[] datagram) => Read(datagram, out DhtMessage message) && message.Kind == DhtMessageKind.Answer;

    private void Run(int seconds) => _world.Run(TimeSpan.FromSeconds(seconds));

    private int Answers()
    {
        // All that is under way has come after a moment.
        Run(1);
        return _heard.Count(static datagram => Read(datagram, out DhtMessage message) && message.Kind == DhtMessageKind.Answer);
    }

    private static byte[] Write(DhtMethod method, bool isReadOnly = false)
    {
        byte[] datagram = new byte[DhtMessage.MaxBytes];
        return datagram[..DhtWriter.WriteQuery(datagram, "aa"u8, new DhtQuery(method, new NodeId("abcdefghij0123456789"u8)) { Target = s_target, IsReadOnly = isReadOnly })];
    }

    private static int Count(DhtPeers peers)
    {
        int count = 0;
        foreach (PeerEndPoint _ in peers) count++;
        return count;
    }

    /// <summary>The asker answers a question, with its number or another.</summary>
    private void Reply(byte[] question, int? number = null)
    {
        Assert.True(Read(question, out DhtMessage ping));
        byte[] answer = new byte[DhtMessage.MaxBytes];
        ReadOnlySpan<byte> transaction = number is { } other ? BitConverter.GetBytes(other) : ping.Transaction;
        int length = DhtWriter.WriteAnswer(answer, transaction, new DhtAnswer(SecureNodeId.Create(_asker, _world.Random)));
        _node.Hear(answer[..length], _asker);
    }

    private void Ask(DhtMethod method) => _node.Hear(Write(method), _asker);

    /// <summary>What the node gives an address with its peers.</summary>
    private byte[] Token(PeerEndPoint to)
    {
        int from = _heard.Count;
        _node.Hear(Write(DhtMethod.GetPeers, isReadOnly: true), to);
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
        _node.Hear(Write(DhtMethod.GetPeers, isReadOnly: true), other);
        Run(1);
        Assert.True(Read(said, out DhtMessage answer));
        var peers = new List<PeerEndPoint>();
        foreach (PeerEndPoint peer in answer.Peers) peers.Add(peer);
        return peers;
    }
}
