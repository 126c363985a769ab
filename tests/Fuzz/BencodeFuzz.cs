using System.Buffers;
using System.Globalization;
using System.Text;
using EdgeSeed.Protocol.Bencode;

namespace EdgeSeed.Fuzz;

public sealed class BencodeFuzz
{
    private static readonly byte[][] Samples =
    [
        "d1:ali1ei-2ee1:b3:abc1:cd1:xdeee"u8.ToArray(),
        "i-9223372036854775808e"u8.ToArray(),
        "llllldd1:a0:eeeeeee"u8.ToArray(),
        "d8:completei5e10:incompletei3e8:intervali1800e5:peers12:AAAABBCCCCDDe"u8.ToArray(),
    ];

    [Fact]
    public void Reader_never_throws_and_what_it_accepts_is_read_back_equal()
    {
        var mutator = new Mutator(1);
        var byValue = new BencodeMutator(mutator);
        int accepted = 0, refused = 0;
        for (int i = Mutator.Iterations(150_000); i > 0; i--)
        {
            byte[] sample = Samples[i % Samples.Length];
            byte[] data = (i % 8) switch { 0 => mutator.Bytes(64), < 5 => mutator.Mutate(sample), _ => byValue.Mutate(sample) };
            if (ReadsAndWritesBack(data)) accepted++;
            else refused++;
        }
        Assert.True(accepted > 0 && refused > 0, $"{accepted} accepted, {refused} refused: these inputs prove nothing.");
    }

    private static bool ReadsAndWritesBack(byte[] data)
    {
        byte[]? written = Canonical(data);
        if (written is null) return false;
        // Sloppy numbers are in order now; reading them must change nothing more.
        Assert.Equal(written, Canonical(written));
        return true;
    }

    // Null for what is refused.
    private static byte[]? Canonical(byte[] data)
    {
        var reader = new BencodeReader(data, BencodeLimits.Message);
        var output = new ArrayBufferWriter<byte>(data.Length + 1);
        int tokens = 0, place = 0;
        while (reader.Read())
        {
            Assert.True(++tokens <= data.Length, "more tokens than bytes");
            Assert.True(reader.Position > place, "no progress");
            place = reader.Position;
            switch (reader.Token)
            {
                case BencodeToken.DictionaryStart:
                    output.Write("d"u8);
                    break;
                case BencodeToken.ListStart:
                    output.Write("l"u8);
                    break;
                case BencodeToken.End:
                    output.Write("e"u8);
                    break;
                case BencodeToken.Integer:
                    output.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"i{reader.Integer}e")));
                    break;
                default:
                    output.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{reader.String.Length}:")));
                    output.Write(reader.String);
                    break;
            }
        }
        if (!reader.IsComplete)
        {
            Assert.NotEqual(BencodeFault.None, reader.Error.Fault);
            Assert.InRange(reader.Error.Offset, 0, data.Length);
            return null;
        }
        return output.WrittenSpan.ToArray();
    }
}
