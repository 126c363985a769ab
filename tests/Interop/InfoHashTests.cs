using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using EdgeSeed.Interop.Clients;
using EdgeSeed.Interop.Running;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Interop;

/// <summary>For the same input and piece length <c>edgeseed make</c> gives the info-hash that mktorrent and transmission-create give, and in the formats of version 2 those of libtorrent.</summary>
public sealed class InfoHashTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly string[] LikeTransmission = ["--like", "transmission"];

    [SkippableTheory]
    [InlineData(15)]
    [InlineData(18)]
    [InlineData(20)]
    public async Task Tree_has_the_info_hash_of_mktorrent(int pieceLengthLog2)
    {
        using var folder = new TemporaryFolder();
        string tree = Tree(folder);
        Metainfo theirs = await MkTorrent(folder, tree, pieceLengthLog2);
        Metainfo ours = await Make(folder, tree, 1 << pieceLengthLog2);

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
        Metainfo ours = await Make(folder, tree, pieceKibibytes * 1024, LikeTransmission);

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
        Metainfo ours = await Make(folder, tree, 64 * 1024, "--private", "--announce", "http://t.example/announce");

        Assert.Equal(mktorrent.InfoHash, ours.InfoHash);
        Assert.Equal(transmission.InfoHash, ours.InfoHash);
        Assert.Equal(transmission.InfoHash, (await Make(folder, tree, 64 * 1024, ["--private", "--announce", "http://t.example/announce", .. LikeTransmission])).InfoHash);
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

        Metainfo ours = await Make(folder, file, 65536);
        Metainfo notPrivate = await Make(folder, file, 65536, LikeTransmission);
        Assert.Equal((await MkTorrent(folder, file, 16)).InfoHash, ours.InfoHash);
        Assert.Equal((await TransmissionCreate(folder, file, 64)).InfoHash, notPrivate.InfoHash);
    }

    [SkippableFact]
    public async Task Source_gives_the_info_hash_of_mktorrent()
    {
        using var folder = new TemporaryFolder();
        string tree = Tree(folder);
        Metainfo theirs = await MkTorrent(folder, tree, 16, "-s", "WHERE", "-p");
        Metainfo ours = await Make(folder, tree, 65536, "--source", "WHERE", "--private", "--announce", "http://t.example/announce");

        Assert.Equal(theirs.InfoHash, ours.InfoHash);
    }

    /// <summary>Of version 2 and of hybrids: ten inputs, files in the order of the tree, with padding, empty and of lengths that fit no piece.</summary>
    [SkippableTheory]
    [InlineData("v2")]
    [InlineData("hybrid")]
    public async Task Format_has_the_info_hashes_of_libtorrent(string format)
    {
        await LibTorrent.RequireAsync();
        using var folder = new TemporaryFolder();
        string[] inputs = [.. Version2Inputs(folder)];
        Assert.Equal(10, inputs.Length);
        foreach (string input in inputs)
        {
            foreach (int pieceLength in (int[])[16 << 10, 128 << 10])
            {
                string output = folder["libtorrent.torrent"];
                await RunningProcess.RequireAsync([LibTorrent.Python, LibTorrent.Script("libtorrent_make.py"), input, output, "http://t/announce", format, $"{pieceLength}"], Limit);
                Metainfo theirs = Parse(output), ours = await Make(folder, input, pieceLength, "--format", format);
                Assert.Equal(Paths(theirs), Paths(ours));
                Assert.Equal(theirs.InfoHashV2, ours.InfoHashV2);
                Assert.Equal(theirs.InfoHash, ours.InfoHash);
                Assert.Equal(theirs.PieceLayers.ToArray(), ours.PieceLayers.ToArray());
            }
        }
    }

    private static IEnumerable<string> Version2Inputs(TemporaryFolder folder)
    {
        yield return Tree(folder);
        foreach (int length in (int[])[1, 16384, 16385, 131072, 3_000_001])
        {
            Write(folder.Path, $"single {length}", length);
            yield return folder[$"single {length}"];
        }
        foreach ((string name, (string, int)[] files) in new (string, (string, int)[])[]
        {
            ("alone", [("file", 40_000)]),
            ("aligned", [("a/f", 16384), ("z", 131072)]),
            ("empty at the ends", [("0", 0), ("a", 40_000), ("z", 0)]),
            ("points before folders", [("a.b", 33_333), ("a/c", 20_000), ("a-b/c", 5), ("B", 7), ("a/b.d/e", 200_000), ("same", 70_000), ("twin/same", 70_000)]),
        })
        {
            foreach ((string file, int length) in files) Write(folder.Create(name), file, length);
            yield return folder[name];
        }
    }

    private static async Task<Metainfo> Make(TemporaryFolder folder, string path, int pieceLength, params string[] extra)
    {
        string output = folder["edgeseed.torrent"];
        await RunningProcess.RequireAsync(
            [EdgeSeedProcess.Binary, "make", path, "--announce", "http://t/announce", "--piece-size", $"{pieceLength}", "--output", output, .. extra], Limit);
        return Parse(output);
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
