using EdgeSeed.Interop.Clients;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Interop.Running;

/// <summary>Files whose layout is all that version 2 makes special: empty, one byte, aligned, not aligned, alike, and one of more pieces than are told at once.</summary>
internal static class Version2Sample
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly (string Name, int Length)[] s_files =
        [("empty", 0), ("one byte", 1), ("a/two pieces", 65_537), ("a/b/large.bin", 9_000_001), ("aligned", 65_536), ("a.z/same", 70_000), ("z/same", 70_000), ("zero at the end", 0)];

    /// <summary>Writes files into a folder of the format's name in <c>data</c>, and a torrent of them beside it.</summary>
    /// <param name="folder">Where <c>data</c> is.</param>
    /// <param name="maker">libtorrent or edgeseed.</param>
    /// <param name="format">v2 or hybrid.</param>
    /// <param name="announce">The tracker.</param>
    /// <param name="webSeed">A web server that has it too; edgeseed writes it.</param>
    /// <returns>The torrent file.</returns>
    public static async Task<string> MakeAsync(TemporaryFolder folder, string maker, string format, string announce, string? webSeed = null)
    {
        folder.Create("data");
        var random = new Random(52);
        foreach ((string name, int length) in s_files)
        {
            byte[] content = new byte[length];
            if (name != "z/same") random.NextBytes(content);
            else content = await File.ReadAllBytesAsync(folder[$"data/{format}/a.z/same"]);
            string path = folder[$"data/{format}/{name}"];
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, content);
        }
        string tree = folder[$"data/{format}"], torrent = folder[$"data/{format}.torrent"];
        // With pieces of a block, the layer of pieces is that of leaves.
        int pieceLength = format == "v2" ? 16_384 : 32_768;
        await RunningProcess.RequireAsync(
            maker == "libtorrent"
                ? [LibTorrent.Python, LibTorrent.Script("libtorrent_make.py"), tree, torrent, announce, format, $"{pieceLength}"]
                : [EdgeSeedProcess.Binary, "make", tree, "--format", format, "--announce", announce, "--piece-size", $"{pieceLength / 1024}KiB", "--output", torrent, .. webSeed is null ? Array.Empty<string>() : ["--web-seed", webSeed]],
            Limit);
        return torrent;
    }

    /// <summary>Reads a torrent file.</summary>
    public static Metainfo Read(string torrent)
    {
        Assert.True(MetainfoParser.TryParse(File.ReadAllBytes(torrent), new MetainfoLimits(), out Metainfo? read, out MetainfoError error), error.ToString());
        return read;
    }
}
