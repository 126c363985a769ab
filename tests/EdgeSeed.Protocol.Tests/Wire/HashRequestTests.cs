using System.Security.Cryptography;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Protocol.Tests.Wire;

public sealed class HashRequestTests
{
    private static readonly Sha256Hash s_root = Sha256Hash.Of([1]);

    [Fact]
    public void Message_is_its_numbers_behind_the_root()
    {
        byte[] message = new byte[HashRequest.MessageLength];
        new HashRequest(s_root, 1, 512, 256, 0x01020304).Write(message, PeerMessageId.HashRequest, hashBytes: 0);
        Assert.Equal([0, 0, 0, 49, 21, .. SHA256.HashData([1]), 0, 0, 0, 1, 0, 0, 2, 0, 0, 0, 1, 0, 1, 2, 3, 4], message);
        Assert.Equal(new HashRequest(s_root, 1, 512, 256, 0x01020304), HashRequest.Read(message.AsSpan(MessageWriter.StateLength)));
    }

    [Theory]
    [InlineData(0, 0, 2, 0, true)]
    [InlineData(4, 1024, 512, 39, true)]
    [InlineData(0, 0, 1, 0, false)]
    [InlineData(0, 0, 0, 0, false)]
    [InlineData(0, 0, 3, 0, false)]
    [InlineData(0, 0, 1024, 0, false)]
    [InlineData(0, 1, 2, 0, false)]
    [InlineData(40, 0, 2, 0, false)]
    [InlineData(0, 0, 2, 40, false)]
    [InlineData(0, 0, 2, uint.MaxValue, false)]
    [InlineData(uint.MaxValue, 0, 2, 0, false)]
    public void Numbers_that_no_tree_answers_are_not_possible(uint layer, uint index, uint count, uint proof, bool isPossible) =>
        Assert.Equal(isPossible, new HashRequest(s_root, layer, index, count, proof).IsPossible);

    /// <summary>A row of two tells what stands above it, which needs its sibling; a row of 2^n tells n layers.</summary>
    [Theory]
    [InlineData(2, 0, 0)]
    [InlineData(2, 1, 1)]
    [InlineData(2, 5, 5)]
    [InlineData(8, 2, 0)]
    [InlineData(8, 3, 1)]
    [InlineData(512, 8, 0)]
    [InlineData(512, 10, 2)]
    public void Layers_that_the_row_tells_need_no_proof(uint count, uint layers, int proof)
    {
        var request = new HashRequest(s_root, 0, 0, count, layers);
        Assert.Equal((proof, ((int)count + proof) * 32), (request.ProofCount, request.AnswerLength));
    }

    [Theory]
    [InlineData(PeerMessageId.HashRequest, 48, ParseStatus.Complete)]
    [InlineData(PeerMessageId.HashReject, 48, ParseStatus.Complete)]
    [InlineData(PeerMessageId.HashRequest, 47, ParseStatus.Invalid)]
    [InlineData(PeerMessageId.HashRequest, 49, ParseStatus.Invalid)]
    [InlineData(PeerMessageId.HashReject, 0, ParseStatus.Invalid)]
    [InlineData(PeerMessageId.Hashes, 48 + 512 * 32, ParseStatus.Complete)]
    [InlineData(PeerMessageId.Hashes, (128 << 10) + 1, ParseStatus.Invalid)]
    public void Messages_have_the_length_of_a_request(PeerMessageId id, int payload, ParseStatus expected)
    {
        byte[] header = [0, (byte)((payload + 1) >> 16), (byte)((payload + 1) >> 8), (byte)(payload + 1), (byte)id];
        ParseStatus status = MessageParser.TryRead(header, new MessageLimits(pieceCount: 10), out PeerMessage message, out int consumed);
        Assert.Equal(expected, status);
        Assert.Equal(id, message.Id);
        if (status == ParseStatus.Complete) Assert.Equal((5, payload), (consumed, message.PayloadLength));
    }
}
