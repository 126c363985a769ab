using System.Security.Cryptography;
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
        Assert.False(metainfo.IsHybrid);
        Assert.Equal("a.bin", metainfo.Name.ToString());
        Assert.Equal((20000, 16384, 2), (metainfo.TotalLength, metainfo.PieceLength, metainfo.PieceCount));
        Assert.Equal(new TorrentFile(metainfo.NamePath, 20000, 0), Assert.Single(metainfo.Files));
        Assert.Equal("SRC", metainfo.Source.ToString());
        Assert.Equal("hi", metainfo.Comment.ToString());
        Assert.Equal("me!", metainfo.CreatedBy.ToString());
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(1), metainfo.CreationDate);
        Assert.Equal([["http://one/a"], ["udp://two/a"]], metainfo.AnnounceTiers);
        Assert.Equal(["http://w/"], metainfo.WebSeeds);
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

    [Fact]
    public void Hybrid_torrent_gives_its_v1_half()
    {
        byte[] file = Bytes(
            $"d4:infod9:file treed1:ad0:d6:lengthi1e11:pieces root32:{new string('r', 32)}eee5:filesl{File(1, "a")}e12:meta versioni2e4:name1:n12:piece lengthi16384e6:pieces{Pieces(1)}e12:piece layersd32:{new string('r', 32)}32:{new string('s', 32)}ee");
        Metainfo metainfo = Parse(file);
        Assert.True(metainfo.IsHybrid);
        Assert.Equal("a", Assert.Single(metainfo.Files).Path.ToString());
        Assert.Equal(file, MetainfoWriter.Write(metainfo.InfoBytes.Span, metainfo.Envelope));
    }

    [Theory]
    [InlineData("13:announce-listl12:http://one/ae", "http://one/a")]
    [InlineData("8:announcei5e", "")]
    [InlineData("8:announce12:http://one/a13:announce-listle", "http://one/a")]
    [InlineData("8:announce12:http://one/a13:announce-listllee", "http://one/a")]
    [InlineData("8:announce12:http://one/a13:announce-listi5e", "http://one/a")]
    [InlineData("8:announce12:http://one/a13:announce-listll12:http://two/ai1eleed0:leee", "http://two/a")]
    [InlineData("8:announce14: http://one/a\n", "http://one/a")]
    [InlineData("8:announce12:http:// ne/a", "")]
    [InlineData("8:announce12:http://one/\u00ff", "")]
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
}
