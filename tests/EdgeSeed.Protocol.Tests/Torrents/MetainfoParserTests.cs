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
}
