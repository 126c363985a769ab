using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using EdgeSeed.Protocol.Torrents;
using static EdgeSeed.Protocol.Tests.Torrents.TorrentText;

namespace EdgeSeed.Protocol.Tests.Torrents;

/// <summary>Torrents of version 2, and hybrids (BEP 52).</summary>
public sealed class FileTreeTests
{
    private const int Piece = 32 * 1024;

    private static readonly string Root = new('r', 32);

    // Two pieces whose hashes are all of one letter, and the root above them.
    private static readonly string Layer = new string('x', 32) + new string('y', 32);
    private static readonly string LayerRoot = Encoding.Latin1.GetString(SHA256.HashData(Bytes(Layer)));

    private static readonly string TwoPieces = Entry("b", Piece + 1, LayerRoot);

    [Fact]
    public void Every_file_begins_with_a_piece_and_padding_fills_the_last()
    {
        Metainfo torrent = Parse(V2(Entry("a", 1, Root) + TwoPieces + Folder("c", Entry("empty", 0) + Entry("z", Piece, Root)), Layers));
        Assert.Equal(TorrentFormat.V2, torrent.Format);
        Assert.Equal(["a", ".pad/32767", "b", ".pad/32767", "c/empty", "c/z"], torrent.Files.Select(file => file.Path.ToString()));
        Assert.Equal([false, true, false, true, false, false], torrent.Files.Select(file => file.IsPadding));
        Assert.Equal([0L, 1, Piece, (2L * Piece) + 1, 3L * Piece, 3L * Piece], torrent.Files.Select(file => file.Offset));
        Assert.Equal((4, 4L * Piece, (2L * Piece) + 2), (torrent.PieceCount, torrent.TotalLength, torrent.ContentLength));
        Assert.True(torrent.IsRight(new PieceIndex(0), Bytes(Root)));
        Assert.True(torrent.IsRight(new PieceIndex(1), Bytes(Layer[..32])));
        Assert.True(torrent.IsRight(new PieceIndex(2), Bytes(Layer[32..])));
        Assert.False(torrent.IsRight(new PieceIndex(2), Bytes(Layer[..32])));
        Assert.True(torrent.IsRight(new PieceIndex(3), Bytes(Root)));
        Assert.Equal(torrent.InfoHashV2!.Value.Truncated, torrent.InfoHash);
        Assert.Equal(SHA256.HashData(torrent.InfoBytes.Span), torrent.InfoHashV2.Value.Span.ToArray());
    }

    [Fact]
    public void File_alone_in_the_tree_is_a_torrent_of_one_file_whatever_the_torrent_is_called()
    {
        Metainfo torrent = Parse(V2(Entry("film.mkv", 5, Root)));
        Assert.True(torrent.IsSingleFile);
        Assert.Equal(("n", "film.mkv"), (torrent.Name.ToString(), torrent.NamePath.ToString()));
        Assert.Equal(5, torrent.ContentLength);
    }

    [Fact]
    public void File_alone_in_a_folder_is_a_torrent_of_a_folder()
    {
        Metainfo torrent = Parse(V2(Folder("d", Entry("film.mkv", 5, Root))));
        Assert.False(torrent.IsSingleFile);
        Assert.Equal(("n", "d/film.mkv"), (torrent.NamePath.ToString(), torrent.Files[0].Path.ToString()));
    }

    [Fact]
    public void Files_that_are_alike_share_a_layer()
    {
        Metainfo torrent = Parse(V2(Entry("a", Piece + 1, LayerRoot) + TwoPieces, Layers));
        Assert.True(torrent.IsRight(new PieceIndex(3), Bytes(Layer[32..])));
    }

    [Fact]
    public void Layer_that_a_thousand_files_share_is_checked_once()
    {
        const int pieces = 1 << 14;
        string layer = string.Concat(Enumerable.Repeat(Layer, pieces / 2));
        byte[] root = new byte[32];
        MerkleTree.Sum(Bytes(layer), MerkleTree.PieceLayer(Piece), pieces, root);
        string name = Encoding.Latin1.GetString(root);
        byte[] file = V2(string.Concat(Enumerable.Range(1000, 1000).Select(i => Entry($"{i}", (long)pieces * Piece, name))), Text(name) + Text(layer));
        var watch = Stopwatch.StartNew();
        Metainfo torrent = Parse(file);
        // Once for each takes some seconds.
        Assert.InRange(watch.ElapsedMilliseconds, 0, 1000);
        Assert.True(torrent.IsRight(new PieceIndex((1000 * pieces) - 1), Bytes(Layer[32..])));
    }

    [Fact]
    public void Layer_of_a_small_file_is_not_that_of_one_of_so_many_pieces_that_its_bytes_cannot_be_counted_in_32_bits()
    {
        long pieces = (1L << 27) + 2;
        MetainfoError error = Refusal(V2(Entry("b", pieces * Piece, LayerRoot), Layers));
        Assert.Equal($"piece layers: that of a file of {pieces} pieces has 64 bytes instead of {pieces * 32}", error.Message);
    }

    [Fact]
    public void Hybrid_is_read_by_both_versions_and_keeps_its_bytes()
    {
        byte[] file = Hybrid(File(1, "a") + Padding(Piece - 1) + File(Piece + 1, "b"), 3, Entry("a", 1, Root) + TwoPieces, Layers);
        Metainfo torrent = Parse(file);
        Assert.Equal(TorrentFormat.Hybrid, torrent.Format);
        Assert.Equal((52, TorrentFormat.Hybrid), (torrent.DigestLength, torrent.CheckedBy));
        string sha1 = new('h', 20);
        Assert.True(torrent.IsRight(new PieceIndex(1), Bytes(sha1 + Layer[..32])));
        Assert.False(torrent.IsRight(new PieceIndex(1), Bytes(sha1 + Layer[32..])));
        Assert.False(torrent.IsRight(new PieceIndex(1), Bytes(new string('i', 20) + Layer[..32])));
        Assert.Equal(new InfoHash(SHA1.HashData(torrent.InfoBytes.Span)), torrent.InfoHash);
        Assert.Equal(file, MetainfoWriter.Write(torrent.InfoBytes.Span, torrent.Envelope));
    }

    [Fact]
    public void Hybrid_without_piece_layers_is_used_by_version_1()
    {
        Metainfo torrent = Parse(Hybrid(File(1, "a") + Padding(Piece - 1) + File(Piece + 1, "b"), 3, Entry("a", 1, Root) + TwoPieces));
        Assert.Equal((TorrentFormat.Hybrid, TorrentFormat.V1, 20), (torrent.Format, torrent.CheckedBy, torrent.DigestLength));
        Assert.Null(torrent.FileHashes);
    }

    [Theory]
    [InlineData("5:files", "5:filez")]
    [InlineData("6:pieces20:hhhhhhhhhhhhhhhhhhhh", "6:piecesi20e")]
    [InlineData("6:pieces", "6:piecez")]
    public void Half_of_a_version_1_beside_a_tree_is_none(string written, string instead)
    {
        byte[] hybrid = Hybrid(File(1, "a"), 1, Entry("a", 1, Root));
        Assert.Equal(TorrentFormat.Hybrid, Parse(hybrid).Format);
        Metainfo torrent = Parse(Bytes(Encoding.Latin1.GetString(hybrid).Replace(written, instead, StringComparison.Ordinal)));
        Assert.Equal((TorrentFormat.V2, torrent.InfoHashV2!.Value.Truncated), (torrent.Format, torrent.InfoHash));
    }

    [Theory]
    [InlineData("another name")]
    [InlineData("another length")]
    [InlineData("no padding")]
    [InlineData("a piece of padding too many")]
    [InlineData("a file too few")]
    [InlineData("another order")]
    public void Hybrid_whose_versions_differ_is_refused(string how)
    {
        string a = File(1, "a"), b = File(Piece, "b"), tree = Entry("a", 1, Root) + Entry("b", Piece, Root), padding = Padding(Piece - 1);
        (string files, int pieces) = how switch
        {
            "another name" => (a + padding + File(Piece, "B"), 2),
            "another length" => (a + padding + File(Piece - 1, "b"), 2),
            "no padding" => (a + b, 2),
            "a piece of padding too many" => (a + Padding((2 * Piece) - 1) + b, 3),
            "a file too few" => (a + padding, 1),
            _ => (b + a, 2),
        };
        Assert.StartsWith("file tree: its files are not those that version 1 lists", Refusal(Hybrid(files, pieces, tree)).Message, StringComparison.Ordinal);
        Assert.True(MetainfoParser.TryParse(Hybrid(a + padding + b, 2, tree), new MetainfoLimits(), out _, out _));
    }

    [Fact]
    public void Wrong_tree_is_refused_with_its_reason()
    {
        (string Tree, string Reason)[] wrong =
        [
            ("", "the torrent has no bytes"),
            (Entry("a", 0), "the torrent has no bytes"),
            (Entry("b", 1, Root) + Entry("a", 1, Root), "file tree: its keys are out of order"),
            (Entry("a", 1, Root) + Entry("a", 1, Root), "file tree: its keys are out of order, or one is there twice"),
            ("1:ai1e", "file tree: an entry is not a dictionary"),
            ("1:ad0:i1ee", "file tree: an entry is not a dictionary"),
            ($"0:{Leaf(1, Root)}", "file tree: a file has no name"),
            ($"1:ad0:{Leaf(1, Root)}{Entry("b", 1, Root)}e", "file tree: a file has entries beside it"),
            ($"1:ad0:d11:pieces root{Text(Root)}ee", "file tree: a file has no length"),
            (Entry("a", -1, Root), "length: -1 is negative"),
            (Entry("a", 1), "file tree: a file has no pieces root of 32 bytes"),
            (Entry("a", 1, Root[1..]), "file tree: a file has no pieces root of 32 bytes"),
            (Entry("a", 1, new string('\0', 32)), "file tree: a file has no pieces root of 32 bytes"),
            ($"1:ad0:d11:pieces root{Text(Root)}6:lengthi1eee", "file tree: its keys are out of order"),
            (Entry("a", (1L << 50) + 1, Root), "length: the files together exceed the limit"),
            (Nested(110), "lists and dictionaries are nested too deeply"),
        ];
        foreach ((string tree, string reason) in wrong) Assert.Contains(reason, Refusal(V2(tree)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(90, 1, 90)]
    [InlineData(20, 255, 13)]
    public void Deep_tree_is_read_and_a_path_that_is_too_long_loses_its_last_folders(int folders, int length, int kept)
    {
        string[] path = Parse(V2(Nested(folders, new string('d', length)))).Files[0].Path.ToString().Split('/');
        Assert.Equal(kept, path.Count(segment => segment == new string('d', length)));
    }

    [Theory]
    [InlineData(16383)]
    [InlineData(8192)]
    [InlineData(49152)]
    public void Piece_length_that_version_2_does_not_know_is_refused(int length) => Assert.Contains(
        "version 2 needs a power of two", Refusal(Bytes($"d4:infod9:file treed{Entry("a", 1, Root)}e12:meta versioni2e4:name1:n12:piece lengthi{length}eee")).Message, StringComparison.Ordinal);

    [Fact]
    public void Later_version_is_said_to_be_one() => Assert.Equal(
        "meta version: 3 is newer than the versions known here, 1 and 2", Refusal(Bytes("d4:infod9:file treed1:ai1ee12:meta versioni3e4:name1:nee")).Message);

    [Fact]
    public void Layer_that_is_missing_or_wrong_is_refused_with_its_reason()
    {
        Assert.Equal("piece layers: there is none for a file of 2 pieces", Refusal(V2(TwoPieces)).Message);
        Assert.Equal("piece layers: there is none for a file of 2 pieces", Refusal(V2(TwoPieces, Text(Root) + Text(Layer))).Message);
        Assert.Equal("piece layers: that of a file of 2 pieces has 32 bytes instead of 64", Refusal(V2(TwoPieces, Text(LayerRoot) + Text(Layer[32..]))).Message);
        Assert.Equal("piece layers: that of a file of 2 pieces has 96 bytes instead of 64", Refusal(V2(TwoPieces, Text(LayerRoot) + Text(Layer + Root))).Message);
        Assert.Equal(
            "piece layers: one does not give the pieces root that the file tree has for it", Refusal(V2(TwoPieces, Text(LayerRoot) + Text(Layer[32..] + Layer[..32]))).Message);
        Assert.Equal("piece layers: there is none for a file of 2 pieces", Refusal(V2(TwoPieces, Text(LayerRoot) + "i5e")).Message);
    }

    [Fact]
    public void Names_that_no_disk_can_hold_are_mapped()
    {
        Metainfo torrent = Parse(V2(Folder("..", Entry("x/y", 1, Root)) + Folder("a", Entry("..", 1, Root))));
        Assert.Equal(["xy", "a"], torrent.Files.Where(file => !file.IsPadding).Select(file => file.Path.ToString()));
        Assert.Equal("../x/y", torrent.PathAsWritten(0).ToString());
    }

    [Fact]
    public void Paths_that_a_tree_multiplies_are_counted()
    {
        // A hundred files beneath one folder whose name is written once.
        string files = string.Concat(Enumerable.Range(100, 100).Select(number => Entry($"{number}", 0)));
        byte[] torrent = V2(Folder(new string('d', 250), Entry("!", 1, Root) + files));
        Assert.True(torrent.Length < 4000);
        var small = new MetainfoLimits { MaxFileLength = 20_000 };
        Assert.False(MetainfoParser.TryParse(torrent, small, out _, out MetainfoError error));
        Assert.Equal("file tree: the paths together are longer than the limit of 20000 bytes", error.Message);
        Assert.False(MetainfoParser.TryParse(torrent, new MetainfoLimits { MaxMemory = 20_000 }, out _, out error));
        Assert.True(error.IsTooLarge);
        Assert.True(MetainfoParser.TryParse(torrent, new MetainfoLimits { MaxMemory = Parse(torrent).ReadingBytes }, out _, out _));
    }

    [Fact]
    public void More_files_than_the_limit_are_refused()
    {
        byte[] torrent = V2(Entry("a", 1, Root) + Entry("b", 1, Root) + Entry("c", 1, Root));
        Assert.False(MetainfoParser.TryParse(torrent, new MetainfoLimits { MaxFiles = 2 }, out _, out MetainfoError error));
        Assert.Equal("file tree: there are more than the limit of 2 files", error.Message);
    }

    [Fact]
    public void Info_dictionary_alone_has_no_layers()
    {
        Metainfo whole = Parse(V2(TwoPieces, Layers));
        Assert.True(MetainfoParser.TryParseInfo(whole.InfoBytes, new MetainfoLimits(), out Metainfo? alone, out MetainfoError error), error.ToString());
        Assert.Null(alone.FileHashes);
        Assert.Equal(whole.InfoHashV2, alone.InfoHashV2);
    }

    private static string Layers => Text(LayerRoot) + Text(Layer);

    private static string Padding(long length) => $"d4:attr1:p6:lengthi{length}e4:pathl4:.pad{Text($"{length}")}ee";

    private static string Leaf(long length, string? root) => $"d6:lengthi{length}e{(root is null ? "" : "11:pieces root" + Text(root))}e";

    private static string Entry(string name, long length, string? root = null) => $"{Text(name)}d0:{Leaf(length, root)}e";

    private static string Folder(string name, string inside) => $"{Text(name)}d{inside}e";

    private static string Nested(int depth, string name = "d")
    {
        string tree = Entry("a", 1, Root);
        for (int i = 0; i < depth; i++) tree = Folder(name, tree);
        return tree;
    }

    private static byte[] V2(string tree, string layers = "") => Bytes($"d4:infod9:file treed{tree}e12:meta versioni2e4:name1:n12:piece lengthi{Piece}ee12:piece layersd{layers}ee");

    private static byte[] Hybrid(string files, int pieces, string tree, string layers = "") => Bytes(
        $"d4:infod9:file treed{tree}e5:filesl{files}e12:meta versioni2e4:name1:n12:piece lengthi{Piece}e6:pieces{Pieces(pieces)}e12:piece layersd{layers}ee");

    private static Metainfo Parse(byte[] file)
    {
        Assert.True(MetainfoParser.TryParse(file, new MetainfoLimits(), out Metainfo? torrent, out MetainfoError error), error.ToString());
        return torrent;
    }

    private static MetainfoError Refusal(byte[] file)
    {
        Assert.False(MetainfoParser.TryParse(file, new MetainfoLimits(), out _, out MetainfoError error));
        return error;
    }
}
