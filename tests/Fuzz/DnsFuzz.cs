using System.Buffers.Binary;
using EdgeSeed.Protocol.Names;

namespace EdgeSeed.Fuzz;

public sealed class DnsFuzz
{
    [Fact]
    public void Answers_never_throw_and_stay_within_their_bounds()
    {
        byte[] question = new byte[DnsQuestion.MaxBytes];
        question = question[..DnsQuestion.Write(question, 0x1234, "tracker.example", DnsKind.IPv4)];
        byte[] sample = [.. question, 0xC0, 12, 0, 5, 0, 1, 0, 0, 0, 60, 0, 4, 1, (byte)'t', 0xC0, 20, 1, (byte)'t', 0xC0, 20, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 1];
        BinaryPrimitives.WriteUInt16BigEndian(sample.AsSpan(2), 0x8180);
        sample[7] = 2;
        Assert.True(DnsAnswer.TryRead(sample, question, out DnsAnswer? whole));
        Assert.Single(whole!.Addresses);
        var mutator = new Mutator(31);
        int accepted = 0, refused = 0;
        for (int i = Mutator.Iterations(100_000); i > 0; i--)
        {
            // Mostly behind the question, so that what is behind it is read at all.
            byte[] message = i % 4 == 0 ? mutator.Mutate(sample) : [.. sample[..question.Length], .. mutator.Mutate(sample.AsSpan(question.Length))];
            if (!DnsAnswer.TryRead(message, question, out DnsAnswer? answer))
            {
                refused++;
                continue;
            }
            accepted++;
            Assert.True(answer!.Addresses.Count <= DnsAnswer.MaxAddresses);
            Assert.True(answer.Alias is null or { Length: < DnsQuestion.MaxNameBytes });
            if (answer.Alias is { } alias) DnsQuestion.Write(new byte[DnsQuestion.MaxBytes], 1, alias, DnsKind.IPv6);
        }
        Assert.True(accepted > 0 && refused > 0, $"{accepted} accepted, {refused} refused: these inputs prove nothing.");
    }
}
