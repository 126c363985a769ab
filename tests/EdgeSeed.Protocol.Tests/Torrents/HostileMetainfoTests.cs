using System.Diagnostics;
using System.Globalization;
using System.Text;
using EdgeSeed.Protocol.Torrents;
using static EdgeSeed.Protocol.Tests.Torrents.TorrentText;

namespace EdgeSeed.Protocol.Tests.Torrents;

/// <summary>What a stranger may write into a <c>.torrent</c>: refused at the byte at fault, in bounded time and memory.</summary>
public sealed class HostileMetainfoTests
{
    private const string Tail = "4:name1:n12:piece lengthi16384e6:pieces";

    private static MetainfoError Refusal(byte[] file, MetainfoLimits? limits = null)
    {
        Assert.False(MetainfoParser.TryParse(file, limits ?? new MetainfoLimits(), out Metainfo? metainfo, out MetainfoError error));
        Assert.Null(metainfo);
        return error;
    }

    // The error must point at the first byte of `at`, which therefore stands in the file only once.
    private static void AssertRefused(byte[] file, string at, string message, MetainfoLimits? limits = null)
    {
        string text = Encoding.Latin1.GetString(file);
        int offset = text.IndexOf(at, StringComparison.Ordinal);
        Assert.True(offset >= 0 && offset == text.LastIndexOf(at, StringComparison.Ordinal), $"'{at}' must stand once in the sample");
        MetainfoError error = Refusal(file, limits);
        Assert.Equal((offset, message), (error.Offset, error.Message));
    }

    private static byte[] Single(string length = "i1e", string name = "1:n", string pieceLength = "i16384e", string? pieces = null) =>
        Torrent($"6:length{length}4:name{name}12:piece length{pieceLength}6:pieces{pieces ?? Pieces(1)}");

    [Fact]
    public void Integer_beyond_64_bits_is_refused() =>
        AssertRefused(Single(length: "i99999999999999999999e"), "i9999", "length: the files together exceed the limit of 1125899906842624 bytes");

    [Fact]
    public void Negative_length_is_refused() => AssertRefused(Single(length: "i-1e"), "i-1e", "length: -1 is negative");

    [Fact]
    public void Negative_length_in_a_tree_is_refused() => AssertRefused(Tree(10, File(20, "a"), File(-10, "b")), "i-10e", "length: -10 is negative");

    [Theory]
    [InlineData("i0e", "piece length: 0 is not positive")]
    [InlineData("i-5e", "piece length: -5 is not positive")]
    [InlineData("i268435457e", "piece length: 268435457 is above the limit of 268435456")]
    [InlineData("i9223372036854775807e", "piece length: 9223372036854775807 is above the limit of 268435456")]
    public void Piece_length_outside_its_range_is_refused(string value, string message) =>
        AssertRefused(Single(pieceLength: value), value, message);

    [Fact]
    public void Total_length_that_would_overflow_is_refused_at_the_file_too_much() => AssertRefused(
        Tree(1, File(1L << 50, "a"), File(long.MaxValue, "b")), "i9223372036854775807e",
        "length: the files together exceed the limit of 1125899906842624 bytes");

    [Fact]
    public void Torrent_of_no_bytes_is_refused() =>
        Assert.Equal(new MetainfoError("the torrent has no bytes", 7), Refusal(Single(length: "i0e", pieces: "0:")));

    [Fact]
    public void Hashes_that_are_no_multiple_of_20_bytes_are_refused() =>
        AssertRefused(Single(pieces: "21:" + new string('h', 21)), "21:h", "pieces: 21 bytes are not a whole number of 20-byte hashes");

    [Theory]
    [InlineData("i1e", 2, "pieces: there are 2 hashes for 1 pieces (1 bytes, 16384 a piece)")]
    [InlineData("i16385e", 1, "pieces: there are 1 hashes for 2 pieces (16385 bytes, 16384 a piece)")]
    [InlineData("i1125899906842624e", 1, "pieces: there are 1 hashes for 68719476736 pieces (1125899906842624 bytes, 16384 a piece)")]
    public void Number_of_hashes_that_does_not_fit_is_refused(string length, int hashes, string message) =>
        AssertRefused(Single(length: length, pieces: Pieces(hashes)), Pieces(hashes), message);

    [Theory]
    [InlineData("..", "")]
    [InlineData(".", "")]
    [InlineData("", "_")]
    [InlineData("/etc", "etc")]
    [InlineData("x/../y", "x..y")]
    [InlineData("x\0y", "xy")]
    public void Name_that_is_no_file_name_is_mapped_everywhere_and_shown_as_it_is(string name, string mapped)
    {
        Metainfo single = Accepted(Single(name: Text(name)));
        Assert.Equal(mapped.Length == 0 ? single.InfoHash.ToString() : mapped, single.NamePath.ToString());
        Assert.Equal(Bytes(name), single.Name.Bytes.ToArray());
        Assert.Equal(Bytes(name), single.PathAsWritten(0).Bytes.ToArray());
        Metainfo inside = Accepted(Tree(1, File(1, "a", name, "b")));
        Assert.Equal(mapped.Length == 0 ? "a/b" : $"a/{mapped}/b", inside.Files[0].Path.ToString());
        Assert.Equal(Bytes($"a/{name}/b"), inside.PathAsWritten(0).Bytes.ToArray());
        Metainfo alone = Accepted(Tree(1, File(1, name)));
        Assert.Equal(mapped.Length == 0 ? "_" : mapped, alone.Files[0].Path.ToString());
        Metainfo utf8 = Accepted(Tree(1, $"d6:lengthi1e4:pathl1:ae10:path.utf-8l{Text(name)}ee"));
        Assert.Equal(mapped.Length == 0 ? "_" : mapped, utf8.Files[0].Path.ToString());
        Assert.Equal("a", utf8.RawNames!.Files[0].Path.ToString());
    }

    [Fact]
    public void Backslash_is_an_ordinary_byte() => Assert.Equal(@"..\..\x", Accepted(Tree(1, File(1, "..\\..\\x"))).Files[0].Path.ToString());

    [Fact]
    public void Name_longer_than_a_disk_can_hold_is_cut_and_keeps_its_extension()
    {
        Assert.Equal(255, Accepted(Tree(1, File(1, new string('a', 255)))).Files[0].Path.Span.Length);
        Assert.Equal(new string('a', 240), Accepted(Tree(1, File(1, new string('a', 256)))).Files[0].Path.ToString());
        Assert.Equal(new string('a', 240) + ".mkv", Accepted(Tree(1, File(1, new string('a', 256) + ".mkv"))).Files[0].Path.ToString());
    }

    [Theory]
    [InlineData(200, 20, 20)]
    [InlineData(200, 21, 17)]
    [InlineData(200, 500, 17)]
    [InlineData(255, 16, 16)]
    [InlineData(255, 17, 14)]
    [InlineData(1, 2048, 2048)]
    [InlineData(1, 3000, 1792)]
    public void Path_longer_than_the_system_takes_loses_its_last_folders(int length, int segments, int kept)
    {
        string[] path = [.. Enumerable.Range(0, segments).Select(i => (i % 10).ToString(CultureInfo.InvariantCulture)[0]).Select(digit => new string(digit, length))];
        Metainfo torrent = Accepted(Tree(1, File(1, path)));
        string[] expected = segments == kept ? path : [.. path[..(kept - 1)], path[^1]];
        Assert.Equal(string.Join('/', expected), torrent.Files[0].Path.ToString());
        Assert.Equal(string.Join('/', path), torrent.PathAsWritten(0).ToString());
    }

    [Theory]
    [InlineData("le", "d6:lengthi1e4:path", "files: an entry has no path")]
    [InlineData("li5ee", "i5e", "path: a segment is not a string")]
    [InlineData("3:a/b", "d6:lengthi1e4:path", "files: an entry has no path")]
    public void Path_that_is_no_list_of_names_is_refused(string path, string at, string message) =>
        AssertRefused(Tree(1, $"d6:lengthi1e4:path{path}e"), at, message);

    [Theory]
    [InlineData("a/b|c|a/b", "a/b c a/b.1")]
    [InlineData("a.txt|a.txt|a.1.txt|a.txt", "a.txt a.1.txt a.1.1.txt a.2.txt")]
    [InlineData("a|a-b|a/b/c", "a.1 a-b a/b/c")]
    [InlineData("a/b/c|a-b|a/b", "a/b/c a-b a/b.1")]
    [InlineData(".h|.h", ".h .1.h")]
    public void Two_files_of_one_path_have_two_places(string paths, string expected)
    {
        string[][] all = [.. paths.Split('|').Select(path => path.Split('/'))];
        Metainfo metainfo = Accepted(Tree(all.Length, [.. all.Select(path => File(1, path))]));
        Assert.Equal(expected, string.Join(' ', metainfo.Files.Select(file => file.Path.ToString())));
    }

    [Fact]
    public void Longest_name_is_cut_for_its_number_and_many_of_one_name_cost_no_more_than_each_other()
    {
        Metainfo two = Accepted(Tree(2, File(1, new string('a', 255)), File(1, new string('a', 255))));
        Assert.Equal(new string('a', 253) + ".1", two.Files[1].Path.ToString());
        byte[] many = Tree(50_000, [.. Enumerable.Repeat(File(1, "same.txt"), 50_000)]);
        var watch = Stopwatch.StartNew();
        Metainfo metainfo = Accepted(many);
        Assert.InRange(watch.ElapsedMilliseconds, 0, 5000);
        Assert.Equal("same.49999.txt", metainfo.Files[^1].Path.ToString());
    }

    [Fact]
    public void Paths_that_differ_in_case_only_are_two_files() =>
        Assert.True(MetainfoParser.TryParse(Tree(2, File(1, "A"), File(1, "a")), new MetainfoLimits(), out _, out _));

    [Theory]
    [InlineData("", "there is no info dictionary")]
    [InlineData("4:info3:abc", "info: this value has another type than expected")]
    [InlineData("4:infolee", "info: this value has another type than expected")]
    [InlineData("4:infode", "info has no pieces")]
    [InlineData("4:infod6:pieces0:e", "info has no name")]
    [InlineData("4:infod4:name1:n6:pieces0:e", "info has no piece length")]
    [InlineData("4:infod4:name1:n12:piece lengthi1e6:pieces0:e", "info has neither length nor files")]
    [InlineData("4:infod5:filesle4:name1:n12:piece lengthi1e6:pieces0:e", "files: the list is empty")]
    [InlineData("4:infod5:filesl1:xe4:name1:ne", "files: an entry is not a dictionary")]
    [InlineData("4:infod5:filesld6:lengthi1eeee", "files: an entry has no path")]
    [InlineData("4:infod5:filesld4:pathl1:aeeee", "files: an entry has no length")]
    [InlineData("4:infod5:filesde4:name1:n12:piece lengthi1e6:pieces0:e", "info has neither length nor files")]
    [InlineData("4:infod6:lengthi1e4:name1:n6:lengthi2ee", "length: this key is given twice, with two values")]
    [InlineData("4:infode1:xi1e4:infode", "info has no pieces")]
    [InlineData("4:infod9:file treede12:meta versioni2e4:name1:n12:piece lengthi16384ee", "the torrent has no bytes")]
    public void Missing_or_contradictory_key_is_refused(string inside, string message) => Assert.Equal(message, Refusal(Bytes($"d{inside}e")).Message);

    [Fact]
    public void Second_info_dictionary_is_refused_when_it_is_another()
    {
        string info = $"d6:lengthi1e{Tail}{Pieces(1)}e";
        Assert.Equal("info: this key is given twice, with two values", Refusal(Bytes($"d4:info{info}1:xi1e4:infod6:lengthi2e{Tail}{Pieces(1)}ee")).Message);
    }

    [Theory]
    [InlineData("", 0, "the file is empty")]
    [InlineData("<!DOCTYPE html><html>", 0, "this is no torrent: it does not start with a bencoded dictionary")]
    [InlineData("le", 0, "this is no torrent: it does not start with a bencoded dictionary")]
    [InlineData("d", 1, "the data ends inside a value")]
    [InlineData("d4:info", 7, "info: the data ends inside a value")]
    [InlineData("d4:infod6:lengthi1", 18, "info: the data ends inside a value")]
    public void File_that_is_no_torrent_is_refused_at_the_byte_that_shows_it(string text, int offset, string message) =>
        Assert.Equal(new MetainfoError(message, offset), Refusal(Bytes(text)));

    [Fact]
    public void Every_truncation_of_a_torrent_is_refused()
    {
        byte[] file = Tree(17, File(10, "a", "b"), File(7, "c"));
        for (int length = 0; length < file.Length; length++) Assert.InRange(Refusal(file[..length]).Offset, 0, length);
    }

    [Fact]
    public void Info_alone_must_be_all_there_is()
    {
        byte[] info = Bytes($"d6:lengthi1e{Tail}{Pieces(1)}e");
        Assert.True(MetainfoParser.TryParseInfo(info, new MetainfoLimits(), out Metainfo? metainfo, out _));
        Assert.Equal(info, metainfo.InfoBytes.ToArray());
        Assert.False(MetainfoParser.TryParseInfo((byte[])[.. info, (byte)'\n'], new MetainfoLimits(), out _, out MetainfoError error));
        Assert.Equal(info.Length, error.Offset);
        Assert.False(MetainfoParser.TryParseInfo("i1e"u8.ToArray(), new MetainfoLimits(), out _, out error));
        Assert.Equal(0, error.Offset);
    }

    private static Metainfo Accepted(byte[] file)
    {
        Assert.True(MetainfoParser.TryParse(file, new MetainfoLimits(), out Metainfo? metainfo, out MetainfoError error), error.ToString());
        return metainfo;
    }
}
