using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EdgeSeed.Interop.Clients;
using EdgeSeed.Interop.Running;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Interop;

/// <summary>
/// Torrents of version 2 of every kind that libtorrent has a test for, valid and invalid, made anew: the verdict is libtorrent's, or the difference
/// stands here with its reason.
/// </summary>
public sealed class Version2KindsTests
{
    private const int PieceLength = 32 << 10;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    /// <summary>By kind, why the verdict is another here.</summary>
    private static readonly Dictionary<string, string> s_differences = new()
    {
        ["no piece layers"] = "libtorrent asks peers for them; a file without them is not valid (BEP 52), and its magnet link is fetched",
        ["piece layers without that of a file"] = "the same",
        ["piece layers that are a list"] = "the same",
        ["piece layer that gives another root"] = "libtorrent looks at the hashes when the torrent is added, not when it is read",
        ["piece layer with a key of 31 bytes"] = "a key that is no file's root says nothing; the others are checked",
        ["number with zeros in front"] = "the info-hash is that of the bytes as they stand",
        ["padding in a tree"] = "the attribute is passed over: there is a root, so it is a file like others",
        ["pieces of 512 MiB"] = "pieces above 256 MiB",
    };

    [SkippableFact]
    public async Task Every_kind_has_the_verdict_that_libtorrent_gives()
    {
        await LibTorrent.RequireAsync();
        Dictionary<string, byte[]> kinds = Kinds();
        using var folder = new TemporaryFolder();
        string records = folder["records"];
        await using (FileStream file = File.Create(records))
        {
            byte[] length = new byte[4];
            foreach (byte[] torrent in kinds.Values)
            {
                BinaryPrimitives.WriteInt32BigEndian(length, torrent.Length);
                await file.WriteAsync(length);
                await file.WriteAsync(torrent);
            }
        }
        await RunningProcess.RequireAsync([LibTorrent.Python, LibTorrent.Script("libtorrent_read.py"), records, folder["read"]], s_limit);
        JsonElement[] theirs = [.. File.ReadLines(folder["read"]).Select(line => JsonDocument.Parse(line).RootElement)];
        var unlike = new List<string>();
        int refused = 0;
        foreach (((string kind, byte[] torrent), JsonElement there) in kinds.Zip(theirs))
        {
            bool isOurs = MetainfoParser.TryParse(torrent, new MetainfoLimits(), out Metainfo? ours, out MetainfoError error);
            bool isTheirs = there.TryGetProperty("hash", out JsonElement hash);
            if (!isTheirs) refused++;
            bool isAlike = isOurs == isTheirs && (!isOurs || (hash.GetString() == ours!.InfoHash.ToString() && AreAlike(ours, there)));
            if (isAlike == s_differences.ContainsKey(kind)) unlike.Add($"{kind}: here {(isOurs ? "taken" : error.ToString())}, there {there}");
        }
        Assert.True(unlike.Count == 0, string.Join('\n', unlike));
        Assert.True(refused > 10 && refused < kinds.Count - 10, $"{refused} of {kinds.Count} refused: these inputs prove nothing.");
        Assert.Empty(s_differences.Keys.Except(kinds.Keys));
    }

    private static bool AreAlike(Metainfo ours, JsonElement there)
    {
        IEnumerable<long> sizes = there.GetProperty("sizes").EnumerateArray().Select(size => size.GetInt64());
        return there.GetProperty("v2").GetString() == ours.InfoHashV2?.ToString() && sizes.SequenceEqual(ours.Files.Select(file => file.Length));
    }

    private static Dictionary<string, byte[]> Kinds()
    {
        byte[] one = Root(1), two = Root(2);
        byte[] layer = [.. Root(3), .. Root(4), .. Root(5)];
        byte[] root = new byte[32];
        MerkleTree.Sum(layer, MerkleTree.PieceLayer(PieceLength), 4, root);
        var large = (Leaf(70_000, root), Layers(root, layer));
        SortedDictionary<string, object> tree = Tree(("a", large.Item1), ("b", Leaf(5, one)));
        object list = List(Entry(70_000, "a"), Pad(28_304), Entry(5, "b"));
        byte[] fourPieces = new byte[80];
        return new Dictionary<string, byte[]>
        {
            ["v2 alone"] = Torrent(tree, large.Item2),
            ["hybrid"] = Torrent(tree, large.Item2, ("files", list), ("pieces", fourPieces)),
            ["hybrid with padding at the end"] = Torrent(tree, large.Item2, ("files", List(Entry(70_000, "a"), Pad(28_304), Entry(5, "b"), Pad(32_763))), ("pieces", fourPieces)),
            ["hybrid of one file"] = Torrent(Tree(("t", Leaf(70_000, root))), large.Item2, ("length", 70_000), ("pieces", new byte[60])),
            ["hybrid whose files are not aligned"] = Torrent(tree, large.Item2, ("files", List(Entry(70_000, "a"), Entry(5, "b"))), ("pieces", new byte[60])),
            ["hybrid with padding that is too short"] = Torrent(tree, large.Item2, ("files", List(Entry(70_000, "a"), Pad(28_303), Entry(5, "b"))), ("pieces", fourPieces)),
            ["hybrid that names another file"] = Torrent(tree, large.Item2, ("files", List(Entry(70_000, "a"), Pad(28_304), Entry(5, "c"))), ("pieces", fourPieces)),
            ["hybrid with another length"] = Torrent(tree, large.Item2, ("files", List(Entry(70_000, "a"), Pad(28_304), Entry(6, "b"))), ("pieces", fourPieces)),
            ["hybrid with files in another order"] = Torrent(tree, large.Item2, ("files", List(Entry(5, "b"), Pad(32_763), Entry(70_000, "a"))), ("pieces", fourPieces)),
            ["hybrid that lacks a file"] = Torrent(tree, large.Item2, ("files", List(Entry(70_000, "a"))), ("pieces", new byte[60])),
            ["hybrid without piece layers"] = Torrent(tree, null, ("files", list), ("pieces", fourPieces)),
            ["no piece layers"] = Torrent(tree, null),
            ["piece layers without that of a file"] = Torrent(tree, []),
            ["piece layer that is too short"] = Torrent(tree, Layers(root, layer[..64])),
            ["piece layer that is too long"] = Torrent(tree, Layers(root, [.. layer, .. one])),
            ["piece layer that is no multiple of 32"] = Torrent(tree, Layers(root, layer[..95])),
            ["piece layer that is a number"] = Torrent(tree, new SortedDictionary<string, object>(StringComparer.Ordinal) { [Latin(root)] = 7 }),
            ["piece layers that are a list"] = Bytes(Map(("info", Info(tree)), ("piece layers", List()))),
            ["piece layer that gives another root"] = Torrent(tree, Layers(root, [.. layer[..64], .. one])),
            ["piece layer of no file"] = Torrent(tree, Layers(root, layer, two)),
            ["piece layer of a file of one piece"] = Torrent(tree, Layers(root, layer, one)),
            ["piece layer with a key of 31 bytes"] = Torrent(tree, Layers(root, layer, two[..31])),
            ["alike files share a layer"] = Torrent(Tree(("a", Leaf(70_000, root)), ("c", Leaf(70_000, root))), large.Item2),
            ["one root for files of other lengths"] = Torrent(Tree(("a", Leaf(70_000, root)), ("c", Leaf(100_000, root))), large.Item2),
            ["root of 31 bytes"] = Torrent(Tree(("b", Leaf(5, one[..31]))), null),
            ["root of 33 bytes"] = Torrent(Tree(("b", Leaf(5, [.. one, 0]))), null),
            ["root that is a number"] = Torrent(Tree(("b", Map(("", Map(("length", 5), ("pieces root", 5)))))), null),
            ["no root"] = Torrent(Tree(("b", Map(("", Map(("length", 5)))))), null),
            ["root of zeros"] = Torrent(Tree(("a", Leaf(70_000, new byte[32]))), Layers(new byte[32], layer)),
            ["root of zeros, of one piece"] = Torrent(Tree(("b", Leaf(5, new byte[32]))), null),
            ["empty file"] = Torrent(Tree(("b", Leaf(5, one)), ("c", Map(("", Map(("length", 0)))))), null),
            ["empty file with a root"] = Torrent(Tree(("b", Leaf(5, one)), ("c", Leaf(0, two))), null),
            ["nothing but an empty file"] = Torrent(Tree(("c", Map(("", Map(("length", 0)))))), null),
            ["empty tree"] = Torrent(Tree(), null),
            ["no tree"] = Bytes(Map(("info", Map(("meta version", 2), ("name", "t"), ("piece length", PieceLength))))),
            ["tree that is a list"] = Bytes(Map(("info", Map(("file tree", List()), ("meta version", 2), ("name", "t"), ("piece length", PieceLength))))),
            ["many files in folders"] = Torrent(Tree(("a", Tree(("b", Tree(("c", Leaf(5, one)))), ("d", Leaf(6, two)))), ("e", Leaf(7, one))), null),
            ["letters of several scripts"] = Torrent(Tree((Utf8("äö"), Leaf(5, one)), (Utf8("日本"), Tree((Utf8("😀.txt"), Leaf(6, two))))), null),
            ["name that is no UTF-8"] = Torrent(Tree(("\xff\xfe", Leaf(5, one))), null),
            ["name with a slash"] = Torrent(Tree(("a/b", Leaf(5, one)), ("c", Leaf(6, two))), null),
            ["name of two dots"] = Torrent(Tree(("..", Leaf(5, one)), ("c", Leaf(6, two))), null),
            ["folder of two dots"] = Torrent(Tree(("..", Tree(("x", Leaf(5, one)))), ("c", Leaf(6, two))), null),
            ["file that is a folder too"] = Torrent(Tree(("a", Map(("", Map(("length", 5), ("pieces root", one))), ("x", Leaf(6, two))))), null),
            ["folder without files"] = Torrent(Tree(("a", Tree()), ("b", Leaf(5, one))), null),
            ["entry that is a string"] = Torrent(Tree(("a", "x"), ("b", Leaf(5, one))), null),
            ["file that is a number"] = Torrent(Tree(("a", Map(("", 5))), ("b", Leaf(5, one))), null),
            ["file without a length"] = Torrent(Tree(("a", Map(("", Map(("pieces root", one)))))), null),
            ["negative length"] = Torrent(Tree(("a", Map(("", Map(("length", -5), ("pieces root", one)))))), null),
            ["length with 25 digits"] = Replace(Torrent(Tree(("a", Leaf(5, one))), null), "i5e", "i1000000000000000000000005e"),
            ["number with zeros in front"] = Replace(Torrent(Tree(("a", Leaf(5, one))), null), "i5e", "i005e"),
            ["number that is none"] = Replace(Torrent(Tree(("a", Leaf(5, one))), null), "i5e", "i5x5e"),
            ["file of 2^48 bytes"] = Torrent(Tree(("a", Leaf(5, one)), ("b", Leaf(1L << 48, two))), null),
            ["file of 2^62 bytes"] = Torrent(Tree(("a", Leaf(5, one)), ("b", Leaf(1L << 62, two))), null),
            ["lengths that are more than a number holds"] = Torrent(Tree(("a", Leaf(long.MaxValue, one)), ("b", Leaf(long.MaxValue, two))), null),
            ["50 folders deep"] = Torrent(Deep(50, one), null),
            ["90 folders deep"] = Torrent(Deep(90, one), null),
            ["200 folders deep"] = Torrent(Deep(200, one), null),
            ["10,000 folders deep"] = Torrent(Deep(10_000, one), null),
            ["link"] = Torrent(Tree(("a", Leaf(5, one)), ("l", Link("a"))), null),
            ["link into a folder"] = Torrent(Tree(("d", Tree(("a", Leaf(5, one)))), ("l", Link("d", "a"))), null),
            ["link that leads out"] = Torrent(Tree(("a", Leaf(5, one)), ("l", Link("..", "x"))), null),
            ["link to nothing"] = Torrent(Tree(("a", Leaf(5, one)), ("l", Link("nothing"))), null),
            ["link without a target"] = Torrent(Tree(("a", Leaf(5, one)), ("l", Map(("", Map(("attr", "l"), ("length", 0)))))), null),
            ["link with a length and no root"] = Torrent(Tree(("a", Leaf(5, one)), ("l", Map(("", Map(("attr", "l"), ("length", 9), ("symlink path", List("a"))))))), null),
            ["padding in a tree"] = Torrent(Tree(("a", Leaf(5, one)), ("p", Map(("", Map(("attr", "p"), ("length", 9), ("pieces root", two)))))), null),
            ["padding in a tree without a root"] = Torrent(Tree(("a", Leaf(5, one)), ("p", Map(("", Map(("attr", "p"), ("length", 9)))))), null),
            ["pieces of 8 KiB"] = Torrent(Tree(("a", Leaf(5, one))), null, ("piece length", 8 << 10)),
            ["pieces of 48 KiB"] = Torrent(Tree(("a", Leaf(5, one))), null, ("piece length", 48 << 10)),
            ["pieces of 16 KiB"] = Torrent(Tree(("a", Leaf(5, one))), null, ("piece length", 16 << 10)),
            ["pieces of 512 MiB"] = Torrent(Tree(("a", Leaf(5, one))), null, ("piece length", 512 << 20)),
            ["pieces of -16 KiB"] = Torrent(Tree(("a", Leaf(5, one))), null, ("piece length", -(16 << 10))),
            ["version 3"] = Torrent(Tree(("a", Leaf(5, one))), null, ("meta version", 3)),
            ["version 1 with a tree"] = Torrent(Tree(("a", Leaf(5, one))), null, ("meta version", 1)),
            ["no name"] = Bytes(Map(("info", Map(("file tree", Tree(("a", Leaf(5, one)))), ("meta version", 2), ("piece length", PieceLength))))),
            ["name that cannot be"] = Torrent(Tree(("a", Leaf(5, one)), ("b", Leaf(6, two))), null, ("name", "../x")),
            ["one file that is called like the torrent"] = Torrent(Tree(("t", Leaf(5, one))), null),
            ["one file of another name"] = Torrent(Tree(("u", Leaf(5, one))), null),
            ["private, with a source"] = Torrent(Tree(("a", Leaf(5, one))), null, ("private", 1), ("source", "S")),
            ["names that differ in case alone"] = Torrent(Tree(("A", Leaf(5, one)), ("a", Leaf(6, two))), null),
            ["tree out of order"] = Replace(Torrent(Tree(("a", Leaf(5, one)), ("c", Leaf(6, two))), null), "1:cd0:", "1:Ad0:"),
            ["a name twice"] = Replace(Torrent(Tree(("a", Leaf(5, one)), ("c", Leaf(6, two))), null), "1:cd0:", "1:ad0:"),
        };
    }

    private static byte[] Root(byte seed) => SHA256.HashData([seed]);

    private static string Latin(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    private static string Utf8(string text) => Latin(Encoding.UTF8.GetBytes(text));

    private static SortedDictionary<string, object> Map(params (string Key, object Value)[] entries) =>
        new(entries.ToDictionary(entry => entry.Key, entry => entry.Value), StringComparer.Ordinal);

    private static SortedDictionary<string, object> Tree(params (string Name, object Entry)[] entries) => Map(entries);

    private static object[] List(params object[] values) => values;

    private static SortedDictionary<string, object> Leaf(long length, byte[] root) => Map(("", Map(("length", length), ("pieces root", root))));

    private static SortedDictionary<string, object> Link(params string[] target) => Map(("", Map(("attr", "l"), ("length", 0), ("symlink path", target.Cast<object>().ToArray()))));

    private static SortedDictionary<string, object> Entry(long length, string name) => Map(("length", length), ("path", List(name)));

    private static SortedDictionary<string, object> Pad(long length) => Map(("attr", "p"), ("length", length), ("path", List(".pad", length.ToString(CultureInfo.InvariantCulture))));

    private static SortedDictionary<string, object> Deep(int folders, byte[] root)
    {
        object entry = Leaf(5, root);
        for (int i = 0; i < folders; i++) entry = Tree(("d", entry));
        return (SortedDictionary<string, object>)entry;
    }

    private static SortedDictionary<string, object> Layers(byte[] root, byte[] layer, byte[]? more = null)
    {
        SortedDictionary<string, object> layers = Map((Latin(root), layer));
        if (more is not null) layers[Latin(more)] = layer[..64];
        return layers;
    }

    private static SortedDictionary<string, object> Info(object tree, params (string Key, object Value)[] more)
    {
        SortedDictionary<string, object> info = Map(("file tree", tree), ("meta version", 2), ("name", "t"), ("piece length", PieceLength));
        foreach ((string key, object value) in more) info[key] = value;
        return info;
    }

    private static byte[] Torrent(object tree, SortedDictionary<string, object>? layers, params (string Key, object Value)[] more)
    {
        SortedDictionary<string, object> torrent = Map(("info", Info(tree, more)));
        if (layers is not null) torrent["piece layers"] = layers;
        return Bytes(torrent);
    }

    private static byte[] Replace(byte[] torrent, string old, string by) => Encoding.Latin1.GetBytes(Latin(torrent).Replace(old, by, StringComparison.Ordinal));

    private static byte[] Bytes(object value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    private static void Write(StringBuilder text, object value)
    {
        switch (value)
        {
            case byte[] bytes:
                Write(text, Latin(bytes));
                break;
            case string latin:
                text.Append(CultureInfo.InvariantCulture, $"{latin.Length}:{latin}");
                break;
            case object[] list:
                text.Append('l');
                foreach (object each in list) Write(text, each);
                text.Append('e');
                break;
            case SortedDictionary<string, object> map:
                text.Append('d');
                foreach ((string key, object each) in map)
                {
                    Write(text, key);
                    Write(text, each);
                }
                text.Append('e');
                break;
            default:
                text.Append(CultureInfo.InvariantCulture, $"i{value}e");
                break;
        }
    }
}
