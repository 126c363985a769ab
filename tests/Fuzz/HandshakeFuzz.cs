using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Fuzz;

public sealed class HandshakeFuzz
{
    [Fact]
    public void Parser_never_throws_and_what_it_accepts_is_written_back_equal()
    {
        var mutator = new Mutator(26);
        byte[] sample = new byte[Handshake.Length], written = new byte[Handshake.Length];
        new Handshake(Handshake.FastBit, new InfoHash("aaaaaaaaaaaaaaaaaaaa"u8), new PeerId("-EG0100-abcdefghijkl"u8)).Write(sample);
        var seen = new int[3];
        for (int i = Mutator.Iterations(200_000); i > 0; i--)
        {
            byte[] received = i % 8 == 0 ? mutator.Bytes(80) : mutator.Mutate(sample);
            ParseStatus status = Handshake.TryRead(received, out Handshake handshake, out int consumed);
            seen[(int)status]++;
            Assert.Equal(status == ParseStatus.Complete ? Handshake.Length : 0, consumed);
            Assert.Equal(status == ParseStatus.Invalid, Handshake.TryReadPrefix(received, out _, out _) == ParseStatus.Invalid);
            if (status != ParseStatus.Complete) continue;
            handshake.Write(written);
            Assert.Equal(received[..consumed], written);
        }
        Assert.DoesNotContain(0, seen);
    }
}
