using System.Net;
using System.Text;
using EdgeSeed.Protocol.Dht;

namespace EdgeSeed.Protocol.Tests.Dht;

public class DhtMessageTests
{
    private const string Asker = "abcdefghij0123456789", Other = "mnopqrstuvwxyz123456";

    /// <summary>The examples of BEP 5.</summary>
    [Theory]
    [InlineData("d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe", DhtMethod.Ping)]
    [InlineData("d1:ad2:id20:abcdefghij01234567896:target20:mnopqrstuvwxyz123456e1:q9:find_node1:t2:aa1:y1:qe", DhtMethod.FindNode)]
    [InlineData("d1:ad2:id20:abcdefghij01234567899:info_hash20:mnopqrstuvwxyz123456e1:q9:get_peers1:t2:aa1:y1:qe", DhtMethod.GetPeers)]
    public void Questions_of_the_specification_are_read_and_written(string text, DhtMethod method)
    {
        Assert.True(DhtMessage.TryParse(Encoding.ASCII.GetBytes(text), out DhtMessage message));
        Assert.Equal((DhtMessageKind.Query, method, "aa", Asker), (message.Kind, message.Method, Encoding.ASCII.GetString(message.Transaction), Text(message.Id)));
        Assert.Equal(method != DhtMethod.Ping, message.HasTarget);
        Assert.Equal(text, Write(new DhtQuery(method, Id(Asker)) { Target = Id(Other) }));
    }

    [Fact]
    public void Announce_is_read_and_written()
    {
        const string Text = "d1:ad2:id20:abcdefghij01234567899:info_hash20:mnopqrstuvwxyz1234564:porti6881e4:seedi1e5:token8:aoeusnthe1:q13:announce_peer1:t2:aa1:y1:qe";
        Assert.Equal(Text, Write(new DhtQuery(DhtMethod.AnnouncePeer, Id(Asker)) { Target = Id(Other), Port = 6881, IsSeed = true, Token = "aoeusnth"u8 }));
        Assert.True(DhtMessage.TryParse(Encoding.ASCII.GetBytes(Text), out DhtMessage message));
        Assert.Equal((6881, true, false, "aoeusnth"), (message.Port, message.IsSeed, message.IsPortImplied, Encoding.ASCII.GetString(message.Token)));
    }

    [Fact]
    public void Answer_of_the_specification_is_read()
    {
        Assert.True(DhtMessage.TryParse("d1:rd2:id20:abcdefghij01234567895:token8:aoeusnth6:valuesl6:axje.u6:idhtnmee1:t2:aa1:y1:re"u8, out DhtMessage message));
        Assert.Equal((DhtMessageKind.Answer, Asker), (message.Kind, Text(message.Id)));
        var peers = new List<string>();
        foreach (PeerEndPoint peer in message.Peers) peers.Add(peer.ToString());
        Assert.Equal(["97.120.106.101:11893", "105.100.104.116:28269"], peers);
    }

    [Fact]
    public void Whole_answer_reads_back()
    {
        DhtContact[] nodes = [.. Enumerable.Range(1, 8).Select(i => new DhtContact(Id(Other), At($"192.0.2.{i}")))], nodes6 = [new(Id(Asker), At("2001:db8::1"))];
        PeerEndPoint[] peers = [.. Enumerable.Range(1, DhtWriter.MaxPeers).Select(i => At($"198.51.100.{i}"))];
        byte[] datagram = new byte[DhtMessage.MaxBytes];
        int length = DhtWriter.WriteAnswer(
            datagram, "tt"u8, new DhtAnswer(Id(Asker)) { Seen = At("203.0.113.9"), Nodes = nodes, Nodes6 = nodes6, Token = "1234"u8, Peers = peers, Scrape = new byte[2 * ScrapeFilter.Length] });
        Assert.InRange(length, 1, 1472);
        Assert.True(DhtMessage.TryParse(datagram.AsSpan(0, length), out DhtMessage message));
        Assert.Equal((8, 1, At("2001:db8::1")), (message.Nodes.Count, message.Nodes6.Count, message.Nodes6[0].EndPoint));
        Assert.Equal(nodes[7], message.Nodes[7]);
        Assert.Equal(At("203.0.113.9"), PeerEndPoint.FromCompact(message.SeenAddress));
        int count = 0;
        foreach (PeerEndPoint peer in message.Peers) Assert.Equal(peers[count++], peer);
        Assert.Equal(peers.Length, count);
    }

    [Theory]
    [InlineData("d1:y1:q1:t1:x1:q9:get_peers1:ad4:wantl2:n42:n65:othere9:info_hash20:mnopqrstuvwxyz1234562:id20:abcdefghij01234567896:scrapei1ee2:roi1ee")]
    [InlineData("d1:ad2:id20:abcdefghij01234567899:info_hash20:mnopqrstuvwxyz1234566:scrapei1e4:wantl2:n4li1ee2:n6ee1:q9:get_peers2:roi1e1:t1:x1:v4:LT001:y1:qe")]
    public void What_is_out_of_order_or_unknown_is_passed_over(string text)
    {
        Assert.True(DhtMessage.TryParse(Encoding.ASCII.GetBytes(text), out DhtMessage message));
        Assert.Equal((true, true, true, true), (message.WantsIPv4, message.WantsIPv6, message.IsScrape, message.IsReadOnly));
    }

    [Theory]
    [InlineData("d1:ad2:id19:abcdefghij012345678e1:q4:ping1:t2:aa1:y1:qe", false)]
    [InlineData("d1:ad2:id20:abcdefghij0123456789e1:q9:find_node1:t2:aa1:y1:qe", false)]
    [InlineData("d1:q9:get_peers1:t2:aa1:y1:qe", false)]
    [InlineData("d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe", true)]
    [InlineData("d1:t2:aa1:y1:qe", true)]
    public void Query_without_its_arguments_is_known_as_such(string text, bool hasArguments)
    {
        Assert.True(DhtMessage.TryParse(Encoding.ASCII.GetBytes(text), out DhtMessage message));
        Assert.Equal((DhtMessageKind.Query, hasArguments), (message.Kind, message.HasArguments));
    }

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("de")]
    [InlineData("d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t0:1:y1:qe")]
    [InlineData("d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t33:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1:y1:qe")]
    [InlineData("d1:rd5:token2:aae1:t2:aa1:y1:re")]
    [InlineData("d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:ze")]
    public void Others_are_refused(string text) => Assert.False(DhtMessage.TryParse(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void Reading_and_writing_allocate_nothing()
    {
        byte[] datagram = Encoding.ASCII.GetBytes("d1:rd2:id20:abcdefghij01234567895:token8:aoeusnth6:valuesl6:axje.u6:idhtnmee1:t2:aa1:y1:re"), buffer = new byte[DhtMessage.MaxBytes];
        Assert.Equal(0, Allocation.Of(() =>
        {
            int ports = 0;
            bool isRead = DhtMessage.TryParse(datagram, out DhtMessage message);
            foreach (PeerEndPoint peer in message.Peers) ports += peer.Port;
            return isRead && ports > 0 && DhtWriter.WriteQuery(buffer, "aa"u8, new DhtQuery(DhtMethod.GetPeers, message.Id) { Target = message.Id }) > 0;
        }));
    }

    private static string Write(DhtQuery query)
    {
        byte[] datagram = new byte[DhtMessage.MaxBytes];
        return Encoding.ASCII.GetString(datagram, 0, DhtWriter.WriteQuery(datagram, "aa"u8, query));
    }

    private static NodeId Id(string text) => new(Encoding.ASCII.GetBytes(text));

    private static string Text(NodeId id) => Encoding.ASCII.GetString(Convert.FromHexString(id.ToString()));

    private static PeerEndPoint At(string address) => new(IPAddress.Parse(address), 6881);
}
