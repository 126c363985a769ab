using EdgeSeed.Protocol.Wire;
using FsCheck.Fluent;

namespace EdgeSeed.Protocol.Tests.Wire;

public sealed class HandshakeTests
{
    private static readonly Handshake Sample = new(
        Handshake.FastBit | Handshake.ExtensionBit | Handshake.DhtBit, new InfoHash("aaaaaaaaaaaaaaaaaaaa"u8), new PeerId("-ES0100-abcdefghijkl"u8));

    /// <summary>ES is Electric Sheep's in the lists of other clients (BEP 20).</summary>
    [Fact]
    public void New_identity_has_a_prefix_that_is_nobody_elses() => Assert.StartsWith("-EG0100-", System.Text.Encoding.Latin1.GetString(PeerId.Create().Span), StringComparison.Ordinal);

    [Fact]
    public void Handshake_has_the_bytes_of_the_specification()
    {
        byte[] bytes = new byte[Handshake.Length];
        Assert.Equal(68, Sample.Write(bytes));
        Assert.Equal([19, .. "BitTorrent protocol"u8, 0, 0, 0, 0, 0, 0x10, 0, 0x05, .. "aaaaaaaaaaaaaaaaaaaa-ES0100-abcdefghijkl"u8], bytes);
    }

    [Fact]
    public void Each_capability_is_its_own_bit()
    {
        Assert.True(Sample is { SupportsFast: true, SupportsExtensions: true, SupportsDht: true });
        Assert.True(Sample with { Reserved = Handshake.FastBit } is { SupportsFast: true, SupportsExtensions: false, SupportsDht: false });
        Assert.True(Sample with { Reserved = Handshake.ExtensionBit } is { SupportsFast: false, SupportsExtensions: true, SupportsDht: false });
        Assert.True(Sample with { Reserved = ~0ul & ~Handshake.DhtBit } is { SupportsFast: true, SupportsExtensions: true, SupportsDht: false });
    }

    [Fact]
    public void Handshake_that_comes_byte_by_byte_is_awaited()
    {
        byte[] bytes = new byte[Handshake.Length + 5];
        Sample.Write(bytes);
        for (int length = 0; length < Handshake.Length; length++)
        {
            Assert.Equal(ParseStatus.NeedMore, Handshake.TryRead(bytes.AsSpan(0, length), out _, out int none));
            Assert.Equal(0, none);
            ParseStatus prefix = Handshake.TryReadPrefix(bytes.AsSpan(0, length), out _, out InfoHash infoHash);
            Assert.Equal(length < Handshake.PrefixLength ? ParseStatus.NeedMore : ParseStatus.Complete, prefix);
            if (prefix == ParseStatus.Complete) Assert.Equal(Sample.InfoHash, infoHash);
        }
        Assert.Equal(ParseStatus.Complete, Handshake.TryRead(bytes, out Handshake read, out int consumed));
        Assert.Equal((Sample, Handshake.Length), (read, consumed));
    }

    [Fact]
    public void Wrong_byte_is_refused_as_soon_as_it_comes()
    {
        for (int wrong = 0; wrong < 20; wrong++)
        {
            byte[] bytes = new byte[Handshake.Length];
            Sample.Write(bytes);
            bytes[wrong] ^= 0x20;
            Assert.Equal(ParseStatus.NeedMore, Handshake.TryRead(bytes.AsSpan(0, wrong), out _, out _));
            Assert.Equal(ParseStatus.Invalid, Handshake.TryRead(bytes.AsSpan(0, wrong + 1), out _, out _));
            Assert.Equal(ParseStatus.Invalid, Handshake.TryReadPrefix(bytes, out _, out _));
        }
    }

    [Fact]
    public void Written_handshake_reads_back_equal() =>
        (from reserved in Generate.UInt64 from infoHash in Generate.InfoHash from peerId in Generate.PeerId select new Handshake(reserved, infoHash, peerId))
        .Holds(handshake =>
        {
            byte[] bytes = new byte[Handshake.Length];
            handshake.Write(bytes);
            return Handshake.TryRead(bytes, out Handshake read, out _) == ParseStatus.Complete && read == handshake;
        });
}
