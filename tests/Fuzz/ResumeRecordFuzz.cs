using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Hashing;

namespace EdgeSeed.Fuzz;

public sealed class ResumeRecordFuzz
{
    [Fact]
    public void Mutated_records_never_throw_and_what_is_read_is_written_the_same()
    {
        var mutator = new Mutator(seed: 42);
        int read = 0;
        int iterations = Mutator.Iterations(100_000);
        for (int i = iterations; i > 0; i--)
        {
            byte[] payload = i % 16 == 0 ? mutator.Bytes(120) : mutator.Mutate(Sample(mutator.Random));
            if (!ResumeRecord.TryParse(payload, out ResumeRecord? record)) continue;
            read++;
            Assert.InRange(record!.Verified.Length, 1, ResumeRecord.MaxPieces);
            Assert.Equal(payload, record.ToBytes());
        }
        Assert.InRange(read, 1, iterations - 1);
    }

    private static byte[] Sample(Random random)
    {
        var verified = new Bitfield(random.Next(1, 100));
        for (int i = random.Next(verified.Length + 1); i > 0; i--) verified.Set(new PieceIndex(random.Next(verified.Length)));
        var stamps = new FileStamp[random.Next(1, 5)];
        for (int i = 0; i < stamps.Length; i++) stamps[i] = new FileStamp(random.NextInt64(), random.NextInt64(long.MinValue, long.MaxValue));
        return new ResumeRecord { InfoHash = default, UploadedBytes = random.NextInt64(), Verified = verified, Stamps = stamps, IsUnfinished = random.Next(2) == 0 }.ToBytes();
    }
}
