using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Fuzz;

public sealed class MetadataMessageFuzz
{
    private static readonly byte[][] Samples =
    [
        "d8:msg_typei0e5:piecei3ee"u8.ToArray(),
        "d8:msg_typei1e5:piecei1e10:total_sizei16400ee0123456789abcdef"u8.ToArray(),
        "d8:msg_typei2e5:piecei0ee"u8.ToArray(),
    ];

    [Fact]
    public void Parser_never_throws_and_what_it_accepts_is_written_back_equal()
    {
        var mutator = new Mutator(30);
        var byValue = new BencodeMutator(mutator);
        int accepted = 0, refused = 0, withData = 0;
        byte[] written = new byte[MetadataMessage.MaxHeaderBytes];
        for (int i = Mutator.Iterations(100_000); i > 0; i--)
        {
            byte[] sample = Samples[i % Samples.Length];
            byte[] payload = (i % 8) switch { 0 => mutator.Bytes(64), < 5 => mutator.Mutate(sample), _ => byValue.Mutate(sample) };
            if (!MetadataMessage.TryParse(payload, out MetadataMessage message, out ReadOnlySpan<byte> data))
            {
                refused++;
                continue;
            }
            accepted++;
            if (message.Kind == MetadataMessageKind.Unknown) continue;
            if (message.Kind == MetadataMessageKind.Data) withData++;
            Assert.InRange(data.Length, 0, MetadataMessage.PieceBytes);
            byte[] again = [.. written.AsSpan(0, message.WriteHeader(written)), .. data];
            Assert.True(MetadataMessage.TryParse(again, out MetadataMessage second, out ReadOnlySpan<byte> dataAgain));
            Assert.Equal(message, second);
            Assert.True(data.SequenceEqual(dataAgain));
        }
        Assert.True(accepted > 0 && refused > 0 && withData > 0, $"{accepted} accepted, {withData} with data, {refused} refused: these inputs prove nothing.");
    }
}
