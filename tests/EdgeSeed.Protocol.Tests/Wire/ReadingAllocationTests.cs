using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Protocol.Tests.Wire;

public sealed class ReadingAllocationTests
{
    private static readonly byte[] HandshakeBytes =
        [19, .. "BitTorrent protocol"u8, 0, 0, 0, 0, 0, 0x10, 0, 0x05, .. "aaaaaaaaaaaaaaaaaaaa-ES0100-abcdefghijkl"u8];

    [Fact]
    public void Handshake_is_read_without_allocating() =>
        Assert.Equal(0, Allocation.Of(() => Handshake.TryRead(HandshakeBytes, out _, out _) == ParseStatus.Complete));

    [Fact]
    public void Extended_handshake_is_read_without_allocating()
    {
        byte[] payload = "d1:md11:ut_metadatai2e6:ut_pexi1ee13:metadata_sizei31235e1:pi51413e4:reqqi500e1:v6:client6:yourip4:AAAAe"u8.ToArray();
        Assert.Equal(0, Allocation.Of(() => ExtendedHandshake.TryParse(payload, out ExtendedHandshake read, out _) && read.Port == 51413));
    }

    [Fact]
    public void Metadata_request_is_read_and_answered_without_allocating()
    {
        byte[] payload = "d8:msg_typei0e5:piecei3ee"u8.ToArray(), answer = new byte[MetadataMessage.MaxHeaderBytes];
        Assert.Equal(0, Allocation.Of(() => MetadataMessage.TryParse(payload, out MetadataMessage read, out _)
            && new MetadataMessage(MetadataMessageKind.Data, read.Piece, 100_000).WriteHeader(answer) > 0));
    }

    [Fact]
    public void Peer_exchange_is_read_and_written_without_allocating()
    {
        byte[] payload = "d5:added12:AAAABBCCCCDD7:added.f2:xy6:added618:aaaaaaaaaaaaaaaabb8:added6.f1:z7:dropped6:EEEEFFe"u8.ToArray();
        byte[] written = new byte[PexMessage.MaxWrittenBytes];
        var added = new PexPeer[10];
        Assert.Equal(0, Allocation.Of(() => PexMessage.TryParse(payload, out PexMessage read, out _)
            && read.CopyAdded(added) == 3
            && PexMessage.Write(written, added.AsSpan(0, 3), []) > 0));
    }

    [Fact]
    public void Allowed_fast_set_is_computed_without_allocating()
    {
        uint[] pieces = new uint[AllowedFastSet.DefaultSize];
        Assert.Equal(0, Allocation.Of(() => AllowedFastSet.Compute(PeerEndPoint.FromIPv4(0x50040400, 1), default, 1313, pieces) == pieces.Length));
    }
}
