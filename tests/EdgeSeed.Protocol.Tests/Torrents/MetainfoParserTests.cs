using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EdgeSeed.Protocol.Torrents;
using static EdgeSeed.Protocol.Tests.Torrents.TorrentText;

namespace EdgeSeed.Protocol.Tests.Torrents;

public sealed class MetainfoParserTests
{
    private static Metainfo Parse(byte[] file)
    {
        Assert.True(MetainfoParser.TryParse(file, new MetainfoLimits(), out Metainfo? metainfo, out MetainfoError error), error.ToString());
        return metainfo;
    }

    [Fact]
    public void Single_file_is_read_whole()
    {
        string info = $"d6:lengthi20000e4:name5:a.bin12:piece lengthi16384e6:pieces{Pieces(2)}7:privatei1e6:source3:SRCe";
        byte[] file = Bytes($"d8:announce12:http://one/a13:announce-listll12:http://one/ael11:udp://two/aee7:comment2:hi10:created by3:me!13:creation datei1e4:info{info}8:url-list9:http://w/e");
        Metainfo metainfo = Parse(file);
        Assert.Equal(new InfoHash(SHA1.HashData(Bytes(info))), metainfo.InfoHash);
        Assert.True(metainfo.IsSingleFile);
        Assert.True(metainfo.IsPrivate);
        Assert.Equal(TorrentFormat.V1, metainfo.Format);
        Assert.Equal("a.bin", metainfo.Name.ToString());
        Assert.Equal((20000, 16384, 2), (metainfo.TotalLength, metainfo.PieceLength, metainfo.PieceCount));
        Assert.Equal(new TorrentFile(metainfo.NamePath, 20000, 0), Assert.Single(metainfo.Files));
        Assert.Equal("SRC", metainfo.Source.ToString());
        Assert.Equal("hi", metainfo.Comment.ToString());
        Assert.Equal("me!", metainfo.CreatedBy.ToString());
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(1), metainfo.CreationDate);
        Assert.Equal([["http://one/a"], ["udp://two:80/a"]], metainfo.AnnounceTiers);
        Assert.Equal(["http://w/"], metainfo.WebSeeds);
    }

    /// <summary>BEP 5. Names are left, since nobody looks them up for a stranger's torrent; so is what is no pair of host and port.</summary>
    [Theory]
    [InlineData("l9:192.0.2.1i6881eel11:2001:db8::7i1ee", "192.0.2.1:6881 [2001:db8::7]:1")]
    [InlineData("l15:dht.example.orgi6881eel9:192.0.2.1i0eel9:192.0.2.1i65536eei5ele1:xl9:192.0.2.1el9:192.0.2.1i7ele1:aee", "192.0.2.1:7")]
    [InlineData("", "")]
    public void Nodes_are_read_as_far_as_they_are_addresses(string nodes, string expected)
    {
        Metainfo metainfo = Parse(Bytes($"d4:infod6:lengthi1e4:name1:n12:piece lengthi16384e6:pieces{Pieces(1)}e5:nodesl{nodes}ee"));
        Assert.Equal(expected, string.Join(' ', metainfo.Nodes));
        Assert.Empty(Parse(Bytes($"d4:infod6:lengthi1e4:name1:n12:piece lengthi16384e6:pieces{Pieces(1)}e5:nodesi1ee")).Nodes);
    }

    [Fact]
    public void Piece_hashes_are_a_slice_of_the_file()
    {
        byte[] file = Torrent($"6:lengthi1e4:name1:a12:piece lengthi16384e6:pieces{Pieces(1)}");
        Metainfo metainfo = Parse(file);
        file[^3] = (byte)'!';
        Assert.Equal((byte)'!', metainfo.PieceHashes.Span[^1]);
    }

    [Fact]
    public void Tree_lays_files_end_to_end()
    {
        Metainfo metainfo = Parse(Tree(17, File(10, "a", "b"), File(0, "empty"), File(7, "z")));
        Assert.False(metainfo.IsSingleFile);
        Assert.Equal(["a/b", "empty", "z"], metainfo.Files.Select(file => file.Path.ToString()));
        Assert.Equal([0L, 10L, 10L], metainfo.Files.Select(file => file.Offset));
        Assert.Equal(17, metainfo.TotalLength);
    }

    [Fact]
    public void Name_that_is_not_utf8_keeps_its_bytes()
    {
        Metainfo metainfo = Parse(Tree(1, File(1, "\u00ff\u00fe", "\u00e9")));
        Assert.Equal([0xff, 0xfe, (byte)'/', 0xe9], metainfo.Files[0].Path.Bytes.ToArray());
        Assert.Equal(@"\xff\xfe/\xe9", metainfo.Files[0].Path.ToString());
    }

    [Fact]
    public void Utf8_names_are_the_ones_on_the_disk()
    {
        Metainfo metainfo = Parse(Torrent(
            $"5:filesld6:lengthi1e4:pathl1:\u00e9e10:path.utf-8l2:\u00c3\u00a9ee{File(0, "z")}e4:name1:\u00fc10:name.utf-82:\u00c3\u00bc12:piece lengthi16384e6:pieces{Pieces(1)}"));
        Assert.Equal("\u00fc", metainfo.Name.ToString());
        Assert.Equal(["\u00e9", "z"], metainfo.Files.Select(file => file.Path.ToString()));
    }

    [Fact]
    public void Utf8_names_that_are_not_utf8_are_passed_over()
    {
        Metainfo metainfo = Parse(Torrent(
            $"5:filesld6:lengthi1e4:pathl1:ae10:path.utf-8l1:\u00ffeee4:name1:n10:name.utf-81:\u00ff12:piece lengthi16384e6:pieces{Pieces(1)}"));
        Assert.Equal(("n", "a"), (metainfo.Name.ToString(), metainfo.Files[0].Path.ToString()));
    }

    [Fact]
    public void Padding_is_known_by_attribute_and_by_its_old_name_and_may_share_a_path()
    {
        Metainfo metainfo = Parse(Tree(
            40, File(1, "a"), "d4:attr1:p6:lengthi9e4:pathl4:.pad1:9ee", File(1, "b"), "d4:attr2:xp6:lengthi9e4:pathl4:.pad1:9ee",
            File(1, "c"), File(19, "_____padding_file_0_x")));
        Assert.Equal([false, true, false, true, false, true], metainfo.Files.Select(file => file.IsPadding));
        Assert.Equal(TorrentFileAttributes.Padding | TorrentFileAttributes.Executable, metainfo.Files[3].Attributes);
    }

    [Fact]
    public void Symbolic_link_needs_no_length()
    {
        Metainfo metainfo = Parse(Tree(1, File(1, "a"), "d4:attr1:l4:pathl1:be12:symlink pathl1:aee"));
        Assert.True(metainfo.Files[1].IsSymbolicLink);
        Assert.Equal(0, metainfo.Files[1].Length);
    }

    [Theory]
    [InlineData("13:announce-listl12:http://one/ae", "http://one/a")]
    [InlineData("8:announcei5e", "")]
    [InlineData("8:announce12:http://one/a13:announce-listle", "http://one/a")]
    [InlineData("8:announce12:http://one/a13:announce-listllee", "http://one/a")]
    [InlineData("8:announce12:http://one/a13:announce-listi5e", "http://one/a")]
    [InlineData("8:announce12:http://one/a13:announce-listll12:http://two/ai1eleed0:leee", "http://two/a")]
    [InlineData("8:announce14: http://one/a\n", "http://one/a")]
    [InlineData("8:announce14:http://one/a b", "http://one/a%20b")]
    [InlineData("8:announce12:http:// ne/a", "")]
    [InlineData("8:announce12:http://one/\u00ff", "http://one/%FF")]
    [InlineData("8:announce0:", "")]
    public void Sloppy_trackers_do_not_spoil_the_torrent(string around, string expected)
    {
        Metainfo metainfo = Parse(Bytes($"d{around}4:infod6:lengthi1e4:name1:n12:piece lengthi16384e6:pieces{Pieces(1)}ee"));
        Assert.Equal(expected, string.Join(' ', metainfo.AnnounceTiers.SelectMany(tier => tier)));
        Assert.All(metainfo.AnnounceTiers, tier => Assert.NotEmpty(tier));
    }

    [Theory]
    [InlineData("7:comment4:text13:creation datei99999999999999999e")]
    [InlineData("7:commentle13:creation date4:1999")]
    [InlineData("13:creation datei-99999999999999999e")]
    public void Date_and_comment_of_the_wrong_kind_are_none(string around)
    {
        Metainfo metainfo = Parse(Bytes($"d{around}4:infod6:lengthi1e4:name1:n12:piece lengthi16384e6:pieces{Pieces(1)}e8:url-listd1:a1:bee"));
        Assert.Null(metainfo.CreationDate);
        Assert.Empty(metainfo.WebSeeds);
    }

    [Fact]
    public void Unsorted_torrent_is_read_and_hashed_as_it_is()
    {
        string info = $"d6:pieces{Pieces(1)}4:name1:n12:piece lengthi16384e6:lengthi1ee";
        Assert.Equal(new InfoHash(SHA1.HashData(Bytes(info))), Parse(Bytes($"d8:url-list0:4:info{info}e")).InfoHash);
    }

    [Theory]
    [InlineData("bytes after the end", "d4:info{0}e<!-- x -->")]
    [InlineData("a NUL after the end", "d4:info{0}e\0")]
    [InlineData("an optional key twice", "d7:comment1:a7:comment1:b4:info{0}e")]
    [InlineData("minus zero", "d13:creation datei-0e4:info{0}e")]
    [InlineData("zeros in front", "d13:creation datei007e07:comment01:x4:info{0}e")]
    [InlineData("a number beyond 64 bits", "d13:creation datei99999999999999999999e4:info{0}e")]
    [InlineData("info twice, the same", "d4:info{0}4:info{0}e")]
    public void Sloppiness_around_the_info_dictionary_changes_nothing(string what, string file)
    {
        string info = $"d6:lengthi1e4:name1:n12:piece lengthi16384e6:pieces{Pieces(1)}e";
        Metainfo metainfo = Parse(Bytes(string.Format(CultureInfo.InvariantCulture, file, info)));
        Assert.True(new InfoHash(SHA1.HashData(Bytes(info))) == metainfo.InfoHash, what);
        Assert.Equal(info, Encoding.Latin1.GetString(metainfo.InfoBytes.Span));
    }

    [Theory]
    [InlineData("length 0 beside files", "5:filesld6:lengthi1e4:pathl1:aeee6:lengthi0e4:name1:n", "n/a:1")]
    [InlineData("files of the wrong type", "5:filesi0e6:lengthi1e4:name1:n", "n:1")]
    [InlineData("only name.utf-8", "6:lengthi1e10:name.utf-81:n", "n:1")]
    [InlineData("an empty name.utf-8", "6:lengthi1e4:name1:n10:name.utf-80:", "n:1")]
    [InlineData("a name of the wrong type", "6:lengthi1e4:namei5e10:name.utf-81:n", "n:1")]
    [InlineData("only path.utf-8", "5:filesld6:lengthi1e10:path.utf-8l1:aeee4:name1:n", "n/a:1")]
    [InlineData("a path of the wrong type", "5:filesld6:lengthi1e4:path1:x10:path.utf-8l1:aeee4:name1:n", "n/a:1")]
    [InlineData("padding without path", "5:filesld6:lengthi1e4:pathl1:aeed4:attr1:p6:lengthi9eee4:name1:n", "n/a:1 n/.pad/9:9")]
    [InlineData("a link with a length", "5:filesld6:lengthi1e4:pathl1:aeed4:attr1:l6:lengthi9e4:pathl1:be12:symlink pathl1:aeee4:name1:n", "n/a:1 n/b:0")]
    [InlineData("a required key twice, the same", "6:lengthi1e6:lengthi1e4:name1:n4:name1:n", "n:1")]
    [InlineData("keys of an entry twice, the same", "5:filesld6:lengthi1e6:lengthi1e4:pathl1:ae4:pathl1:aeee4:name1:n", "n/a:1")]
    public void Broken_optional_part_of_the_info_dictionary_spoils_nothing(string what, string inside, string files)
    {
        Metainfo metainfo = Parse(Torrent($"{inside}12:piece lengthi16384e6:pieces{Pieces(1)}"));
        string folder = metainfo.IsSingleFile ? "" : metainfo.NamePath + "/";
        Assert.True(files == string.Join(' ', metainfo.Files.Select(file => $"{folder}{file.Path}:{file.Length}")), what);
    }

    [Theory]
    [InlineData("i1e", true)]
    [InlineData("i0e", false)]
    [InlineData("1:1", true)]
    [InlineData("1:0", false)]
    [InlineData("0:", false)]
    [InlineData("li1ee", false)]
    public void Private_is_meant_whatever_its_type(string value, bool expected) =>
        Assert.Equal(expected, Parse(Torrent($"6:lengthi1e4:name1:n12:piece lengthi16384e6:pieces{Pieces(1)}7:private{value}")).IsPrivate);

    [Fact]
    public void What_cannot_be_used_of_trackers_and_web_seeds_is_said()
    {
        Metainfo metainfo = Parse(Bytes($"d8:announce4:junk13:announce-listl{Tier("wss://browser/a")}{Tier("udp://two/a")}{Tier("http://h:99999/a")}e9:httpseedsl{Text("http://o/")}e4:infod6:lengthi1e4:name1:n12:piece lengthi16384e6:pieces{Pieces(1)}e8:url-listl{Text("ftp://f/x")}{Text("http://u:p@w/a b")}{Text("http://u:p@w/a%20b")}ee"));
        Assert.Equal([["udp://two:80/a"]], metainfo.AnnounceTiers);
        Assert.Equal(["http://u:p@w/a%20b"], metainfo.WebSeeds);
        Assert.Equal(
            ["junk: it does not begin with http://, https:// or udp://", "wss://browser/a: trackers for browsers (WebTorrent) are not supported",
                "udp://two/a: it names no port: 80 is used, as other clients do", "http://h:99999/a: its port is not one (1 to 65535)",
                "http://o/: web seeds of this kind (httpseeds, BEP 17) are not supported", "ftp://f/x: FTP is not supported"],
            metainfo.Remarks.Select(said => $"{said.Written}: {said.Remark}"));

        static string Tier(string tracker) => $"l{Text(tracker)}e";
    }
}
