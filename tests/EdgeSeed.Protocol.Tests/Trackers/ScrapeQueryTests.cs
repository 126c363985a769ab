using System.Text;
using EdgeSeed.Protocol.Trackers;
using FsCheck.Fluent;

namespace EdgeSeed.Protocol.Tests.Trackers;

public sealed class ScrapeQueryTests
{
    [Fact]
    public void Scrape_of_everything_is_refused() => Refused("", QueryErrorKind.Missing);

    [Fact]
    public void Scrape_without_an_info_hash_is_refused() => Refused("?passkey=1&peer_id=x", QueryErrorKind.Missing);

    [Fact]
    public void Info_hash_of_another_length_is_refused() => Refused("info_hash=abc", QueryErrorKind.NotTwentyBytes);

    [Fact]
    public void Malformed_escape_is_refused() => Refused("info_hash=%0", QueryErrorKind.BadEscape);

    [Fact]
    public void Overlong_query_is_refused() => Refused(new string('x', ScrapeQuery.MaxQueryBytes + 1), QueryErrorKind.TooLong);

    [Fact]
    public void One_info_hash_more_than_the_limit_is_refused()
    {
        Assert.True(TryParse(Numbered(ScrapeQuery.MaxInfoHashes), out InfoHash[] all, out _));
        Assert.Equal(ScrapeQuery.MaxInfoHashes, all.Length);
        Refused(Numbered(ScrapeQuery.MaxInfoHashes + 1), QueryErrorKind.TooMany);
    }

    [Fact]
    public void Repeated_info_hashes_count_once() =>
        Assert.True(TryParse(Numbered(ScrapeQuery.MaxInfoHashes) + "&" + Numbered(ScrapeQuery.MaxInfoHashes), out InfoHash[] all, out _) && all.Length == ScrapeQuery.MaxInfoHashes);

    [Fact]
    public void Written_query_reads_back_sorted_and_without_repetition()
    {
        Gen.Choose(1, ScrapeQuery.MaxInfoHashes).SelectMany(count => Gen.ArrayOf(Generate.InfoHash, count)).Holds(infoHashes =>
        {
            byte[] query = new byte[infoHashes.Length * ScrapeQuery.MaxWrittenBytesPerInfoHash];
            int length = ScrapeQuery.Write(infoHashes, query);
            var read = new InfoHash[ScrapeQuery.MaxInfoHashes];
            return length <= ScrapeQuery.MaxQueryBytes
                && ScrapeQuery.TryParse(query.AsSpan(0, length), read, out int count, out _)
                && read[..count].SequenceEqual(infoHashes.Distinct().OrderBy(hash => hash.ToString(), StringComparer.Ordinal));
        });
    }

    [Fact]
    public void Parsing_allocates_nothing()
    {
        byte[] query = Encoding.ASCII.GetBytes(Numbered(ScrapeQuery.MaxInfoHashes));
        var read = new InfoHash[ScrapeQuery.MaxInfoHashes];
        Assert.Equal(0, Allocation.Of(() => ScrapeQuery.TryParse(query, read, out _, out _)));
    }

    private static string Numbered(int count) =>
        string.Join('&', Enumerable.Range(0, count).Reverse().Select(i => $"info_hash={i:D20}"));

    private static void Refused(string query, QueryErrorKind kind)
    {
        Assert.False(TryParse(query, out _, out QueryError error));
        Assert.Equal(kind, error.Kind);
    }

    private static bool TryParse(string query, out InfoHash[] infoHashes, out QueryError error)
    {
        var read = new InfoHash[ScrapeQuery.MaxInfoHashes];
        bool parsed = ScrapeQuery.TryParse(Encoding.ASCII.GetBytes(query), read, out int count, out error);
        infoHashes = read[..count];
        return parsed;
    }
}
