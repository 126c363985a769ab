using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Bencode;
using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Fuzz;

public sealed class ScrapeReplyFuzz
{
    private static readonly InfoHash Wanted = new("aaaaaaaaaaaaaaaaaaaa"u8);

    private static readonly byte[] Sample =
        "d5:filesd20:aaaaaaaaaaaaaaaaaaaad8:completei1e10:downloadedi3e11:downloadersi1e10:incompletei2ee20:bbbbbbbbbbbbbbbbbbbbd8:completei4eee5:flagsd20:min_request_intervali600eee"u8.ToArray();

    [Fact]
    public void Parser_never_throws_and_what_it_accepts_is_written_back_equal()
    {
        var mutator = new Mutator(25);
        var byValue = new BencodeMutator(mutator);
        byte[] written = new byte[ScrapeReply.MaxFixedBytes + ScrapeReply.MaxTorrentBytes];
        int found = 0, refused = 0;
        for (int i = Mutator.Iterations(100_000); i > 0; i--)
        {
            byte[] body = (i % 8) switch { 0 => mutator.Bytes(64), < 5 => mutator.Mutate(Sample), _ => byValue.Mutate(Sample) };
            if (!ScrapeReply.TryParse(body, Wanted, out ScrapeCounts? counts, out _, out BencodeError error))
            {
                refused++;
                Assert.InRange(error.Offset, 0, body.Length);
                continue;
            }
            if (counts is not { } known) continue;
            found++;
            int length = ScrapeReply.Write(written, [Wanted], [known]);
            Assert.True(ScrapeReply.TryParse(written.AsSpan(0, length), Wanted, out ScrapeCounts? again, out _, out error), error.ToString());
            Assert.Equal(known, again);
        }
        Assert.True(found > 0 && refused > 0, $"{found} found, {refused} refused: these inputs prove nothing.");
    }
}
