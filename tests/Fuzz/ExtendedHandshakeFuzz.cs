using EdgeSeed.Protocol.Bencode;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Fuzz;

public sealed class ExtendedHandshakeFuzz
{
    private static readonly byte[] Sample =
        [.. "d1:ei1e4:ipv44:AAAA4:ipv616:aaaaaaaaaaaaaaaa1:md11:lt_donthavei7e11:upload_onlyi3e12:ut_holepunchi4e11:ut_metadatai2e6:ut_pexi1ee"u8,
         .. "13:metadata_sizei31235e1:pi51413e4:reqqi500e11:upload_onlyi1e1:v11:client v4.56:yourip4:BBBBe"u8];

    [Fact]
    public void Parser_never_throws_and_what_it_accepts_is_written_back_equal()
    {
        var mutator = new Mutator(29);
        var byValue = new BencodeMutator(mutator);
        byte[] written = new byte[ExtendedHandshake.MaxWrittenBytes + ExtendedHandshake.MaxClientBytes];
        int accepted = 0, refused = 0;
        for (int i = Mutator.Iterations(100_000); i > 0; i--)
        {
            byte[] payload = (i % 8) switch { 0 => mutator.Bytes(64), < 5 => mutator.Mutate(Sample), _ => byValue.Mutate(Sample) };
            if (!ExtendedHandshake.TryParse(payload, out ExtendedHandshake first, out BencodeError error))
            {
                refused++;
                Assert.InRange(error.Offset, 0, payload.Length);
                continue;
            }
            accepted++;
            int length = first.Write(written);
            Assert.True(ExtendedHandshake.TryParse(written.AsSpan(0, length), out ExtendedHandshake second, out error), error.ToString());
            Assert.Equal(first.Extensions, second.Extensions);
            Assert.Equal((first.Port, first.RequestQueueLength, first.MetadataBytes), (second.Port, second.RequestQueueLength, second.MetadataBytes));
            Assert.Equal((first.YourAddress, first.IPv4, first.IPv6), (second.YourAddress, second.IPv4, second.IPv6));
            Assert.Equal((first.UploadOnly, first.PrefersEncryption), (second.UploadOnly, second.PrefersEncryption));
            Assert.True(first.Client.SequenceEqual(second.Client));
        }
        Assert.True(accepted > 0 && refused > 0, $"{accepted} accepted, {refused} refused: these inputs prove nothing.");
    }
}
