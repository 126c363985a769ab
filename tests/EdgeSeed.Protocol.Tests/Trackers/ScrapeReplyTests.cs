using System.Text;
using EdgeSeed.Protocol.Bencode;
using EdgeSeed.Protocol.Trackers;
using FsCheck.Fluent;

namespace EdgeSeed.Protocol.Tests.Trackers;

public sealed class ScrapeReplyTests
{
    private static readonly InfoHash First = new("aaaaaaaaaaaaaaaaaaaa"u8);
    private static readonly InfoHash Second = new("bbbbbbbbbbbbbbbbbbbb"u8);

    [Fact]
    public void Answer_has_its_bytes_in_canonical_order()
    {
        byte[] body = new byte[512];
        int length = ScrapeReply.Write(body, [First, Second], [new(1, 2, 3), new(4, 5, 6, 2)], 600);
        Assert.Equal(
            "d5:filesd20:aaaaaaaaaaaaaaaaaaaad8:completei1e10:downloadedi3e10:incompletei2ee"
            + "20:bbbbbbbbbbbbbbbbbbbbd8:completei4e10:downloadedi6e11:downloadersi2e10:incompletei5eee5:flagsd20:min_request_intervali600eee",
            Encoding.ASCII.GetString(body, 0, length));
    }

    [Fact]
    public void Unknown_torrent_is_left_out()
    {
        byte[] body = new byte[512];
        int length = ScrapeReply.Write(body, [First, Second], [new(-1, 0, 0), new(4, 5, 6)]);
        Assert.True(ScrapeReply.TryParse(body.AsSpan(0, length), First, out ScrapeCounts? first, out _, out _));
        Assert.True(ScrapeReply.TryParse(body.AsSpan(0, length), Second, out ScrapeCounts? second, out _, out _));
        Assert.Null(first);
        Assert.Equal(new ScrapeCounts(4, 5, 6), second);
    }

    [Fact]
    public void Refusal_is_delivered()
    {
        Assert.True(ScrapeReply.TryParse("d14:failure reason2:noe"u8, First, out ScrapeCounts? counts, out ReadOnlySpan<byte> reason, out _));
        Assert.Null(counts);
        Assert.Equal("no"u8.ToArray(), reason.ToArray());
    }

    [Fact]
    public void Body_that_is_no_dictionary_is_refused()
    {
        Assert.False(ScrapeReply.TryParse("i1e"u8, First, out _, out _, out BencodeError error));
        Assert.Equal(BencodeFault.WrongType, error.Fault);
    }

    [Fact]
    public void Largest_answer_fits_its_bound_and_reads_back_equal()
    {
        var entries =
            from complete in Generate.Count
            from incomplete in Generate.Count
            from downloaded in Generate.Count
            from downloaders in Generate.Count.Or(-1)
            from infoHash in Generate.InfoHash
            select (infoHash, Counts: new ScrapeCounts(complete, incomplete, downloaded, downloaders));
        Gen.ArrayOf(entries, ScrapeQuery.MaxInfoHashes).Holds(sample =>
        {
            var sorted = sample.DistinctBy(entry => entry.infoHash).OrderBy(entry => entry.infoHash.ToString(), StringComparer.Ordinal).ToArray();
            byte[] body = new byte[ScrapeReply.MaxFixedBytes + sorted.Length * ScrapeReply.MaxTorrentBytes];
            int length = ScrapeReply.Write(body, sorted.Select(entry => entry.infoHash).ToArray(), sorted.Select(entry => entry.Counts).ToArray(), int.MaxValue);
            return sorted.All(entry => ScrapeReply.TryParse(body.AsSpan(0, length), entry.infoHash, out ScrapeCounts? read, out _, out _) && read == entry.Counts);
        });
    }
}
