using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Fuzz;

public sealed class ScrapeQueryFuzz
{
    private static readonly byte[] Sample =
        "info_hash=%124Vx%9A%BC%DE%F1%23Eg%89%AB%CD%EF%124Vx%9A&info_hash=bbbbbbbbbbbbbbbbbbbb&x=y&info_hash=aaaaaaaaaaaaaaaaaaaa"u8.ToArray();

    [Fact]
    public void Parser_never_throws_and_what_it_accepts_is_written_back_equal()
    {
        const int Limit = 3;
        var mutator = new Mutator(21);
        byte[] written = new byte[Limit * ScrapeQuery.MaxWrittenBytesPerInfoHash];
        InfoHash[] infoHashes = new InfoHash[Limit], again = new InfoHash[Limit];
        int accepted = 0, refused = 0;
        for (int i = Mutator.Iterations(150_000); i > 0; i--)
        {
            byte[] query = i % 8 == 0 ? mutator.Bytes(128) : mutator.Mutate(Sample);
            if (ScrapeQuery.TryParse(query, infoHashes, out int count, out QueryError error))
            {
                accepted++;
                Assert.InRange(count, 1, Limit);
                int length = ScrapeQuery.Write(infoHashes.AsSpan(0, count), written);
                Assert.True(ScrapeQuery.TryParse(written.AsSpan(0, length), again, out int countAgain, out error), error.ToString());
                Assert.Equal(infoHashes[..count], again[..countAgain]);
            }
            else
            {
                refused++;
                Assert.NotEqual(QueryErrorKind.None, error.Kind);
            }
        }
        Assert.True(accepted > 0 && refused > 0, $"{accepted} accepted, {refused} refused: these inputs prove nothing.");
    }
}
