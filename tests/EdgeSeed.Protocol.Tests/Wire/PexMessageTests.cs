using System.Text;
using EdgeSeed.Protocol.Wire;
using FsCheck.Fluent;

namespace EdgeSeed.Protocol.Tests.Wire;

public sealed class PexMessageTests
{
    [Fact]
    public void Missing_and_short_flags_are_none()
    {
        byte[] payload = Encoding.Latin1.GetBytes("d5:added13:\u0001\u0002\u0003\u0004\u0000\u0005\u0001\u0002\u0003\u0004\u0000\u0006x7:added.f1:\u0002e");
        Assert.True(PexMessage.TryParse(payload, out PexMessage message, out _));
        var added = new PexPeer[4];
        Assert.Equal((2, 2), (message.AddedCount, message.CopyAdded(added)));
        Assert.Equal(("1.2.3.4:5", PexFlags.Seed), (added[0].EndPoint.ToString(), added[0].Flags));
        Assert.Equal(("1.2.3.4:6", PexFlags.None), (added[1].EndPoint.ToString(), added[1].Flags));
    }

    [Fact]
    public void Flood_of_peers_is_cut()
    {
        byte[] payload = [.. "d5:added30000:"u8, .. new byte[30000], .. "7:droppedi1ee"u8];
        Assert.True(PexMessage.TryParse(payload, out PexMessage message, out _));
        var added = new PexPeer[6000];
        Assert.Equal((PexMessage.MaxPeersRead, PexMessage.MaxPeersRead, 0), (message.AddedCount, message.CopyAdded(added), message.DroppedCount));
        Assert.Equal(3, message.CopyAdded(added.AsSpan(0, 3)));
    }

    [Fact]
    public void Written_message_is_cut_to_what_the_specification_allows()
    {
        var added = Enumerable.Range(1, 80).Select(i => new PexPeer(PeerEndPoint.FromIPv4((uint)i, 1), PexFlags.None)).ToArray();
        byte[] payload = new byte[PexMessage.MaxWrittenBytes];
        int length = PexMessage.Write(payload, added, added.Select(peer => peer.EndPoint).ToArray());
        Assert.True(PexMessage.TryParse(payload.AsSpan(0, length), out PexMessage message, out _));
        Assert.Equal((PexMessage.MaxPeersWritten, PexMessage.MaxPeersWritten), (message.AddedCount, message.DroppedCount));
    }

    [Theory]
    [InlineData("")]
    [InlineData("le")]
    [InlineData("d5:added6:abc")]
    public void Payload_that_is_no_dictionary_is_refused(string payload) => Assert.False(PexMessage.TryParse(Encoding.ASCII.GetBytes(payload), out _, out _));

    [Fact]
    public void Written_message_reads_back_equal()
    {
        var peer = from endPoint in Generate.EndPoint from flags in Gen.Choose(0, 31) select new PexPeer(endPoint, (PexFlags)flags);
        var samples =
            from count in Gen.Choose(0, PexMessage.MaxPeersWritten)
            from added in Gen.ArrayOf(peer, count)
            from dropped in Gen.ArrayOf(Generate.EndPoint6, PexMessage.MaxPeersWritten - count)
            select (added: added.OrderBy(one => !one.EndPoint.IsIPv4).ToArray(), dropped);
        samples.Holds(sample =>
        {
            byte[] payload = new byte[PexMessage.MaxWrittenBytes];
            int length = PexMessage.Write(payload, sample.added, sample.dropped);
            var added = new PexPeer[100];
            var dropped = new PeerEndPoint[100];
            return PexMessage.TryParse(payload.AsSpan(0, length), out PexMessage read, out _)
                && added.AsSpan(0, read.CopyAdded(added)).SequenceEqual(sample.added)
                && dropped.AsSpan(0, read.CopyDropped(dropped)).SequenceEqual(sample.dropped);
        });
    }

    [Fact]
    public void Largest_message_fits_its_bound()
    {
        byte[] peer = Enumerable.Repeat((byte)0xFF, PeerEndPoint.CompactIPv6Length).ToArray();
        var endPoints = Enumerable.Repeat(PeerEndPoint.FromCompact(peer), PexMessage.MaxPeersWritten).ToArray();
        byte[] payload = new byte[PexMessage.MaxWrittenBytes];
        Assert.InRange(PexMessage.Write(payload, endPoints.Select(one => new PexPeer(one, PexFlags.Seed)).ToArray(), endPoints), 1800, payload.Length);
    }
}
