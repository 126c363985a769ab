using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Discovery;

namespace EdgeSeed.Fuzz;

public sealed class LocalSearchFuzz
{
    [Fact]
    public void Parser_never_throws_and_what_it_accepts_is_written_back_equal()
    {
        byte[] sample = new byte[LocalSearch.MaxBytes], written = new byte[LocalSearch.MaxBytes];
        int length = LocalSearch.Write(sample, isIPv6: false, 6881, [default, default], "cookie"u8);
        var mutator = new Mutator(14);
        int accepted = 0, refused = 0;
        for (int i = Mutator.Iterations(100_000); i > 0; i--)
        {
            byte[] datagram = i % 8 == 0 ? mutator.Bytes(64) : mutator.Mutate(sample.AsSpan(0, length));
            if (!LocalSearch.TryParse(datagram, out LocalSearch search))
            {
                refused++;
                continue;
            }
            accepted++;
            var hashes = new List<InfoHash>();
            LocalSearch read = search;
            while (read.TryNext(out InfoHash infoHash)) hashes.Add(infoHash);
            ReadOnlySpan<byte> cookie = search.Cookie[..Math.Min(search.Cookie.Length, LocalSearch.MaxCookieBytes)];
            int again = LocalSearch.Write(written, isIPv6: true, search.Port, hashes.ToArray(), cookie);
            Assert.True(LocalSearch.TryParse(written.AsSpan(0, again), out LocalSearch same));
            Assert.Equal(search.Port, same.Port);
            foreach (InfoHash expected in hashes)
            {
                Assert.True(same.TryNext(out InfoHash infoHash));
                Assert.Equal(expected, infoHash);
            }
            Assert.False(same.TryNext(out _));
        }
        Assert.True(accepted > 0 && refused > 0, $"{accepted} accepted, {refused} refused: these inputs prove nothing.");
    }
}
