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
        AssertRefused(Single(length: "i99999999999999999999e"), "i9999", "length: this integer does not fit in 64 bits");

    [Fact]
    public void Integer_beyond_64_bits_is_refused_even_under_an_unknown_key() =>
        AssertRefused(Torrent("1:ai99999999999999999999e" + Tail + Pieces(1)), "i9999", "info: this integer does not fit in 64 bits");

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
    [InlineData("..", "'.' and '..' are not names")]
    [InlineData(".", "'.' and '..' are not names")]
    [InlineData("", "a name is empty")]
    [InlineData("/etc", "a name holds a '/'")]
    [InlineData("x/../y", "a name holds a '/'")]
    [InlineData("x\0y", "a name holds a NUL byte")]
    public void Name_that_is_no_file_name_is_refused_everywhere(string name, string message)
    {
        AssertRefused(Single(name: Text(name)), Text(name) + "12:p", "name: " + message);
        AssertRefused(Tree(1, File(1, "a", name)), Text(name) + "ee", "path: " + message);
        AssertRefused(Tree(1, File(1, name, "a")), Text(name) + "1:ae", "path: " + message);
        byte[] utf8 = Torrent("6:lengthi1e4:name1:n10:name.utf-8" + Text(name) + "12:piece lengthi1e6:pieces" + Pieces(1));
        AssertRefused(utf8, Text(name) + "12:p", "name.utf-8: " + message);
        AssertRefused(Tree(1, $"d6:lengthi1e4:pathl1:ae10:path.utf-8l{Text(name)}ee"), Text(name) + "ee", "path: " + message);
    }

    [Fact]
    public void Backslash_is_an_ordinary_byte()
    {
        Assert.True(MetainfoParser.TryParse(Tree(1, File(1, "..\\..\\x")), new MetainfoLimits(), out Metainfo? metainfo, out _));
        Assert.Equal(@"..\..\x", metainfo.Files[0].Path.ToString());
    }

    [Fact]
    public void Name_longer_than_a_disk_can_hold_is_refused()
    {
        Assert.True(MetainfoParser.TryParse(Tree(1, File(1, new string('a', 255))), new MetainfoLimits(), out _, out _));
        AssertRefused(Tree(1, File(1, new string('a', 256))), "256:a", "path: a name is longer than 255 bytes");
        string[] deep = [.. Enumerable.Repeat(new string('a', 200), 21)];
        AssertRefused(Tree(1, File(1, deep)), "l200:", "path: the path is longer than 4095 bytes");
    }

    [Theory]
    [InlineData("le", "lee", "path: the path is empty")]
    [InlineData("li5ee", "i5e", "path: a segment is not a string")]
    [InlineData("3:a/b", "3:a/b", "path: this value has another type than expected")]
    public void Path_that_is_no_list_of_names_is_refused(string path, string at, string message) =>
        AssertRefused(Tree(1, $"d6:lengthi1e4:path{path}e"), at, message);

    [Fact]
    public void Two_files_of_one_path_are_refused_whatever_lies_between() =>
        AssertRefused(Tree(6, File(1, "a", "b"), File(1, "c"), File(4, "a", "b")), "d6:lengthi4e", "path: two files are called 'a/b'");

    [Fact]
    public void Two_files_of_one_path_after_choosing_the_utf8_names_are_refused() =>
        AssertRefused(
            Tree(6, File(1, "a"), "d6:lengthi5e4:pathl1:be10:path.utf-8l1:aee"), "d6:lengthi5e", "path: two files are called 'a'");

    [Fact]
    public void File_that_is_also_a_folder_is_refused_in_either_order()
    {
        Assert.Equal("path: 'a' is a file and a folder", Refusal(Tree(3, File(1, "a"), File(1, "a-b"), File(1, "a", "b", "c"))).Message);
        Assert.Equal("path: 'a/b' is a file and a folder", Refusal(Tree(3, File(1, "a", "b", "c"), File(1, "a-b"), File(1, "a", "b"))).Message);
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
    [InlineData("4:infod5:filesld6:lengthi1e4:pathl1:aeee6:lengthi1e4:name1:n12:piece lengthi1e6:pieces0:e", "info has both length and files")]
    [InlineData("4:infod5:filesle4:name1:ne", "files: the list is empty")]
    [InlineData("4:infod5:filesl1:xe4:name1:ne", "files: an entry is not a dictionary")]
    [InlineData("4:infod5:filesld6:lengthi1eeee", "files: an entry has no path")]
    [InlineData("4:infod5:filesld4:pathl1:aeeee", "files: an entry has no length")]
    [InlineData("4:infod5:filesld4:attr1:l6:lengthi1e4:pathl1:aeeee", "files: a symbolic link has bytes of its own")]
    [InlineData("4:infod5:filesde4:name1:ne", "files: this value has another type than expected")]
    [InlineData("4:infod6:lengthi1e4:name1:n6:lengthi1ee", "length: this key is given twice")]
    [InlineData("4:infode1:xi1e4:infode", "info has no pieces")]
    [InlineData("4:infod9:file treede12:meta versioni2e4:name1:n12:piece lengthi16384ee", "this is a version 2 torrent without a version 1 half")]
    public void Missing_or_contradictory_key_is_refused(string inside, string message) => Assert.Equal(message, Refusal(Bytes($"d{inside}e")).Message);

    [Fact]
    public void Second_info_dictionary_is_refused()
    {
        string info = $"d6:lengthi1e{Tail}{Pieces(1)}e";
        AssertRefused(Bytes($"d4:info{info}1:xi1e4:info{info}e"), "4:infod6:lengthi1e" + Tail + Pieces(1) + "ee", "info: this key is given twice");
    }

    [Theory]
    [InlineData("", 0, "the file is empty")]
    [InlineData("<!DOCTYPE html><html>", 0, "this is no torrent: it does not start with a bencoded dictionary")]
    [InlineData("le", 0, "this is no torrent: it does not start with a bencoded dictionary")]
    [InlineData("d", 1, "the data ends inside a value")]
    [InlineData("d4:info", 7, "info: the data ends inside a value")]
    [InlineData("d4:infod6:lengthi1", 18, "length: the data ends inside a value")]
    public void File_that_is_no_torrent_is_refused_at_the_byte_that_shows_it(string text, int offset, string message) =>
        Assert.Equal(new MetainfoError(message, offset), Refusal(Bytes(text)));

    [Fact]
    public void Every_truncation_of_a_torrent_is_refused()
    {
        byte[] file = Tree(17, File(10, "a", "b"), File(7, "c"));
        for (int length = 0; length < file.Length; length++) Assert.InRange(Refusal(file[..length]).Offset, 0, length);
    }

    [Fact]
    public void Bytes_after_the_end_are_refused_but_white_space_is_not()
    {
        byte[] file = Single();
        Assert.True(MetainfoParser.TryParse((byte[])[.. file, .. " \r\n"u8], new MetainfoLimits(), out _, out _));
        Assert.Equal(new MetainfoError("there are bytes after the end of the torrent", file.Length), Refusal([.. file, .. "\nx"u8]));
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

    [Fact]
    public void Message_of_a_hostile_name_is_safe_to_print()
    {
        string name = "\u001b[2J\u00e2\u0080\u00ae\u00ff";
        MetainfoError error = Refusal(Tree(2, File(1, name), File(1, name)));
        Assert.Equal(@"path: two files are called '\u{1b}[2J\u{202e}\xff'", error.Message);
    }
}
