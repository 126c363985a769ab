using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using EdgeSeed.Interop.Running;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage;

namespace EdgeSeed.Interop;

/// <summary>The same input and piece length give the info-hash that mktorrent and transmission-create give.</summary>
public sealed class InfoHashTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly MakeOptions LikeTransmission = new() { StatesNotPrivate = true };

    private static readonly WalkOptions InTransmissionOrder = new() { Order = FileOrder.Transmission, IncludeEmptyFiles = false };

    [SkippableTheory]
    [InlineData(15)]
    [InlineData(18)]
    [InlineData(20)]
    public async Task Tree_has_the_info_hash_of_mktorrent(int pieceLengthLog2)
    {
        using var folder = new TemporaryFolder();
        string tree = Tree(folder);
        Metainfo theirs = await MkTorrent(folder, tree, pieceLengthLog2);
        Metainfo ours = await EdgeSeed(tree, 1 << pieceLengthLog2, WalkOptions.Default, new MakeOptions());

        Assert.Equal(Paths(theirs), Paths(ours));
        Assert.Equal(theirs.InfoHash, ours.InfoHash);
    }

    [SkippableTheory]
    [InlineData(32)]
    [InlineData(256)]
    public async Task Tree_has_the_info_hash_of_transmission_create_in_its_order(int pieceKibibytes)
    {
        Skip.IfNot(RuntimeInformation.ProcessArchitecture == Architecture.X64, "its order of non-ASCII names is another where characters are unsigned");
        using var folder = new TemporaryFolder();
        string tree = Tree(folder);
        Metainfo theirs = await TransmissionCreate(folder, tree, pieceKibibytes);
        Metainfo ours = await EdgeSeed(tree, pieceKibibytes * 1024, InTransmissionOrder, LikeTransmission);

        Assert.Equal(Paths(theirs), Paths(ours));
        Assert.Equal(theirs.InfoHash, ours.InfoHash);
    }

    [SkippableFact]
    public async Task Private_tree_of_lower_case_names_has_one_info_hash_with_all_three()
    {
        using var folder = new TemporaryFolder();
        string tree = folder.Create("letters");
        foreach (string name in (string[])["b.txt", "a-b/x", "a/x", "a.txt", "a/deep/er", "_c", "d 1", "d 10", "d 2"]) Write(tree, name, 50_000);

        Metainfo transmission = await TransmissionCreate(folder, tree, 64, "-p");
        Metainfo mktorrent = await MkTorrent(folder, tree, 16, "-p");
        Metainfo ours = await EdgeSeed(tree, 64 * 1024, WalkOptions.Default, new MakeOptions { IsPrivate = true });

        Assert.Equal(mktorrent.InfoHash, ours.InfoHash);
        Assert.Equal(transmission.InfoHash, ours.InfoHash);
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(65536)]
    [InlineData(3_000_001)]
    public async Task Single_file_has_the_info_hash_of_both(int length)
    {
        using var folder = new TemporaryFolder();
        Write(folder.Path, "Prüfung.bin", length);
        string file = folder["Prüfung.bin"];

        Metainfo ours = await EdgeSeed(file, 65536, WalkOptions.Default, new MakeOptions());
        Metainfo notPrivate = await EdgeSeed(file, 65536, WalkOptions.Default, LikeTransmission);
        Assert.Equal((await MkTorrent(folder, file, 16)).InfoHash, ours.InfoHash);
        Assert.Equal((await TransmissionCreate(folder, file, 64)).InfoHash, notPrivate.InfoHash);
    }

    [SkippableFact]
    public async Task Source_gives_the_info_hash_of_mktorrent()
    {
        using var folder = new TemporaryFolder();
        string tree = Tree(folder);
        Metainfo theirs = await MkTorrent(folder, tree, 16, "-s", "WHERE", "-p");
        Metainfo ours = await EdgeSeed(tree, 65536, WalkOptions.Default, new MakeOptions { Source = new ByteText("WHERE"), IsPrivate = true });

        Assert.Equal(theirs.InfoHash, ours.InfoHash);
    }

    private static async Task<Metainfo> EdgeSeed(string path, int pieceLength, WalkOptions walk, MakeOptions options)
    {
        Assert.Null(ContentWalker.List(new ContentLocation(LocalPath.FromString(path)), walk, out ContentListing? listing));
        MadeTorrent made = await TorrentMaker.MakeAsync(listing!, options with { PieceLength = pieceLength });
        Assert.Null(made.Error);
        return made.Metainfo!;
    }

    private static async Task<Metainfo> MkTorrent(TemporaryFolder folder, string path, int pieceLengthLog2, params string[] extra)
    {
        string tool = ExternalTool.Require("mktorrent", "mktorrent");
        string output = folder["mktorrent.torrent"];
        await RunningProcess.RequireAsync(
            [tool, "-a", "http://t/announce", "-l", $"{pieceLengthLog2}", .. extra, "-o", output, path], Limit);
        return Parse(output);
    }

    private static async Task<Metainfo> TransmissionCreate(TemporaryFolder folder, string path, int pieceKibibytes, params string[] extra)
    {
        string tool = ExternalTool.Require("transmission-cli", "transmission-create");
        Assert.True(BitOperations.IsPow2(pieceKibibytes));
        string output = folder["transmission.torrent"];
        await RunningProcess.RequireAsync([tool, "-s", $"{pieceKibibytes}", "-t", "http://t/announce", .. extra, "-o", output, path], Limit);
        return Parse(output);
    }

    private static Metainfo Parse(string file)
    {
        Assert.True(MetainfoParser.TryParse(File.ReadAllBytes(file), new MetainfoLimits(), out Metainfo? metainfo, out MetainfoError error), error.ToString());
        File.Delete(file);
        return metainfo!;
    }

    private static string Tree(TemporaryFolder folder)
    {
        string tree = folder.Create("Tree of Bäume");
        string[] names =
        [
            "a/x", "a-b/x", "a.txt", "A/y", "B", "b", "Z", "_u", "empty", "a/b/c/d/e/f", "日本/語.txt", "Ümlaut", "é", "zz/l", "100", "20", "space in/it",
        ];
        for (int i = 0; i < names.Length; i++) Write(tree, names[i], names[i] == "empty" ? 0 : 1 + 37_411 * i % 200_000);
        for (int i = 0; i < 200; i++) Write(tree, $"many/{i}", i + 1);
        return tree;
    }

    private static void Write(string folder, string name, int length)
    {
        byte[] content = new byte[length];
        new Random(Encoding.UTF8.GetByteCount(name) + length).NextBytes(content);
        string path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    private static IEnumerable<string> Paths(Metainfo torrent) => torrent.Files.Select(file => file.Path.ToString());
}
