using System.Diagnostics;
using System.Text;
using EdgeSeed.Protocol.Bencode;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Protocol.Tests.Torrents;

/// <summary>Torrents that are large, by right or by malice: time and memory stay within stated bounds.</summary>
public sealed class HugeMetainfoTests
{
    // Far above what is measured (under 1 ms), far below what reading 100 MB would take: the machine may be busy.
    private const int Moment = 50;

    // The best of three, because another process may take the processor away in one.
    private static (MetainfoError Error, long Milliseconds, long Allocated) MeasureThrice(byte[] file, MetainfoLimits limits) =>
        Enumerable.Range(0, 3).Select(_ => Measure(file, limits)).MinBy(run => run.Milliseconds);

    private static (MetainfoError Error, long Milliseconds, long Allocated) Measure(byte[] file, MetainfoLimits limits, bool accepted = false)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        bool parsed = MetainfoParser.TryParse(file, limits, out Metainfo? metainfo, out MetainfoError error);
        long milliseconds = watch.ElapsedMilliseconds;
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(parsed == accepted, error.ToString());
        GC.KeepAlive(metainfo);
        return (error, milliseconds, allocated);
    }

    private static byte[] Repeat(ReadOnlySpan<byte> unit, int length, string head = "")
    {
        byte[] bytes = new byte[length];
        unit.CopyTo(bytes);
        for (int filled = unit.Length; filled < length; filled *= 2)
            bytes.AsSpan(0, Math.Min(filled, length - filled)).CopyTo(bytes.AsSpan(filled));
        Encoding.ASCII.GetBytes(head).CopyTo(bytes, 0);
        return bytes;
    }

    [Theory]
    [InlineData("d1:a", "")]
    [InlineData("l", "")]
    [InlineData("l", "d1:a")]
    [InlineData("9", "")]
    [InlineData("9", "d4:infod6:lengthi")]
    [InlineData("\0", "")]
    [InlineData("x", "d4:infod6:pieces99999999999:")]
    [InlineData("x", "d4:infod6:pieces2000000000:")]
    public void Hundred_megabytes_of_garbage_fail_at_once_with_or_without_the_length_limit(string unit, string head)
    {
        byte[] file = Repeat(Encoding.ASCII.GetBytes(unit), 100_000_000, head);
        (MetainfoError error, long milliseconds, long allocated) = MeasureThrice(file, new MetainfoLimits());
        Assert.Equal(new MetainfoError("the torrent has 100000000 bytes, more than the limit of 67108864", 0), error);
        Assert.InRange(milliseconds, 0, Moment);
        Assert.InRange(allocated, 0, 16 << 10);

        (error, milliseconds, allocated) = MeasureThrice(file, new MetainfoLimits { MaxFileLength = int.MaxValue });
        Assert.InRange(error.Offset, 0, 4 * BencodeLimits.DeepestAllowed);
        Assert.InRange(milliseconds, 0, Moment);
        Assert.InRange(allocated, 0, 16 << 10);
    }

    [Fact]
    public void Hundred_megabytes_of_random_bytes_fail_at_once()
    {
        byte[] random = new byte[1 << 20];
        new Random(1).NextBytes(random);
        byte[] file = Repeat(random, 100_000_000);
        (_, long milliseconds, long allocated) = MeasureThrice(file, new MetainfoLimits { MaxFileLength = int.MaxValue });
        Assert.InRange(milliseconds, 0, Moment);
        Assert.InRange(allocated, 0, 16 << 10);
    }

    [Fact]
    public void Endless_list_of_tiny_values_fails_at_the_named_count()
    {
        byte[] file = Repeat("0:"u8, 60_000_000, "d2:abl");
        (MetainfoError error, long milliseconds, long allocated) = Measure(file, new MetainfoLimits());
        Assert.Equal("there are more values than the limit allows", error.Message);
        Assert.InRange(milliseconds, 0, 5000);
        Assert.InRange(allocated, 0, 16 << 10);
    }

    [Fact]
    public void Million_files_are_refused_by_default_with_the_limit_in_the_message()
    {
        byte[] file = Files(1_000_000);
        (MetainfoError error, long milliseconds, long allocated) = Measure(file, new MetainfoLimits());
        Assert.Equal("files: there are more than the limit of 100000 files", error.Message);
        Assert.Equal("d6:length"u8.ToArray(), file.AsSpan(error.Offset, 9).ToArray());
        Assert.InRange(milliseconds, 0, 5000);
        // A growing list of 24-byte entries and a growing buffer of paths.
        Assert.InRange(allocated, 0, 16 << 20);
    }

    [Fact]
    public void Million_files_are_read_where_the_limits_allow_it_in_a_hundred_and_fifty_bytes_a_file()
    {
        byte[] file = Files(1_000_000);
        (_, _, long allocated) = Measure(file, new MetainfoLimits { MaxFiles = 1_000_000, MaxTokens = int.MaxValue }, accepted: true);
        Assert.InRange(allocated, 0, 150_000_000);
    }

    [Fact]
    public void Hundred_thousand_files_in_the_worst_order_are_checked_quickly()
    {
        // Long common prefixes, descending: every comparison is as dear as it gets within 64 MiB.
        string folder = string.Concat(Enumerable.Repeat("200:" + new string('a', 200), 2));
        var text = new StringBuilder("d4:infod5:filesl");
        for (int i = 100_000; i > 0; i--) text.Append("d6:lengthi1e4:pathl").Append(folder).Append("6:").Append((i + 100_000).ToString("D6", null)).Append("ee");
        text.Append("e4:name1:n12:piece lengthi16384e6:pieces140:").Append('h', 140).Append("ee");
        (_, long milliseconds, _) = Measure(Encoding.ASCII.GetBytes(text.ToString()), new MetainfoLimits(), accepted: true);
        Assert.InRange(milliseconds, 0, 5000);
    }

    [Fact]
    public void Two_million_pieces_of_a_32_gigabyte_file_are_read_without_copying_the_hashes()
    {
        const int pieces = 2_000_000;
        byte[] hashes = new byte[pieces * 20];
        byte[] file = [.. Encoding.ASCII.GetBytes($"d4:infod6:lengthi{pieces * 16384L}e4:name1:n12:piece lengthi16384e6:pieces{hashes.Length}:"), .. hashes, .. "ee"u8];
        (_, _, long allocated) = Measure(file, new MetainfoLimits(), accepted: true);
        Assert.InRange(allocated, 0, 16 << 10);
        Assert.True(MetainfoParser.TryParse(file, new MetainfoLimits(), out Metainfo? metainfo, out _));
        Assert.Equal((pieces, 32_768_000_000L), (metainfo.PieceCount, metainfo.TotalLength));
        Assert.True(metainfo.Layout.TryBlock(pieces - 1, 0, 16384, out BlockRequest block));
        Assert.Equal(32_768_000_000L - 16384, metainfo.Layout.Offset(block));
    }

    [Fact]
    public void Thousands_of_trackers_and_web_seeds_are_cut_to_the_limits()
    {
        string many = string.Concat(Enumerable.Repeat("l8:http://ae", 1500));
        string seeds = string.Concat(Enumerable.Range(1000, 1500).Select(i => $"13:http://w/{i}"));
        byte[] file = TorrentText.Bytes($"d13:announce-listl{many}e4:infod6:lengthi1e4:name1:n12:piece lengthi16384e6:pieces{TorrentText.Pieces(1)}e8:url-listl{seeds}ee");
        Assert.True(MetainfoParser.TryParse(file, new MetainfoLimits(), out Metainfo? metainfo, out _));
        Assert.Equal((1000, 1000), (metainfo.AnnounceTiers.Count, metainfo.WebSeeds.Count));
    }

    private static byte[] Files(int count)
    {
        var text = new StringBuilder("d4:infod5:filesl");
        for (int i = 0; i < count; i++) text.Append("d6:lengthi1e4:pathl7:").Append(i.ToString("D7", null)).Append("ee");
        int pieces = (count + 16383) / 16384;
        text.Append("e4:name1:n12:piece lengthi16384e6:pieces").Append(pieces * 20).Append(':').Append('h', pieces * 20).Append("ee");
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    [Fact]
    public void List_of_files_that_takes_more_memory_than_there_may_be_is_refused_before_any_is_made()
    {
        byte[] file = OfFiles(99_000);
        const int limit = 7 << 20;
        Assert.InRange(file.Length, 0, limit);
        (MetainfoError error, _, long allocated) = Measure(file, new MetainfoLimits { MaxMemory = limit });
        Assert.True(error.IsTooLarge, error.ToString());
        Assert.InRange(allocated, 0, 16 << 10);
    }

    [Fact]
    public void List_of_files_takes_no_more_memory_than_was_counted()
    {
        byte[] file = OfFiles(40_000);
        (MetainfoError refused, _, _) = Measure(file, new MetainfoLimits { MaxMemory = file.Length });
        Assert.True(refused.IsTooLarge);
        long counted = long.Parse(System.Text.RegularExpressions.Regex.Match(refused.Message, "takes ([0-9]+) bytes").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        (_, _, long allocated) = Measure(file, new MetainfoLimits { MaxMemory = counted }, accepted: true);
        Assert.InRange(allocated + file.Length, counted / 2, counted + (64 << 10));
    }

    private static byte[] OfFiles(int count)
    {
        var text = new StringBuilder("d4:infod5:filesl");
        for (int i = 0; i < count; i++) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"d6:lengthi{(i == 0 ? 1 : 0)}e4:pathl34:{i:D34}ee");
        return Encoding.ASCII.GetBytes(text.Append("e4:name1:n12:piece lengthi16384e6:pieces20:AAAAAAAAAAAAAAAAAAAAee").ToString());
    }
}
