using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using EdgeSeed.Fuzz;
using EdgeSeed.Interop.Clients;
using EdgeSeed.Interop.Running;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Interop;

/// <summary>
/// Torrents of all sorts are read as libtorrent reads them: the same info-hash, the same lengths, the same places for names that no disk can hold.
/// A difference fails unless it is listed here with its reason. Longer runs, for instance of 100,000 torrents (half a minute):
/// <c>EDGESEED_FUZZ_ITERATIONS=100000 dotnet test -c Release tests/Interop --filter LenientReadingTests</c>.
/// </summary>
public sealed class LenientReadingTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);

    /// <summary>What libtorrent takes and is refused here, by our message, and why that is right: it cannot be seeded, or would mean two things.</summary>
    private static readonly Dictionary<string, string> s_refusedHereOnly = new()
    {
        ["is negative"] = "libtorrent takes the most negative number there is for a length",
        ["with two values"] = "a key that decides what is downloaded has two values: clients take one or the other",
        ["is above the limit"] = "pieces above 256 MiB",
        ["exceed the limit"] = "more than 1 PiB",
        ["nested too deeply"] = "libtorrent reads no list or dictionary at the last level",
        ["a segment is not a string"] = "libtorrent makes up a name for what is no name",
        ["info has no pieces"] = "version 2 alone, with a tree that is none",
        ["does not give the pieces root"] = "libtorrent looks at a layer's hashes when the torrent is added, not when it is read",
        ["piece layers: there is none"] = "libtorrent asks peers for them, as for a magnet link; a file without them is not valid (BEP 52)",
        ["file tree: its keys are out of order"] = "the order numbers the pieces: clients that sort what they read number them otherwise",
        ["its files are not those that version 1 lists"] = "version 1 names a file in another spelling than the tree",
        ["an entry is not a dictionary"] = "libtorrent passes over such an entry and so moves the files behind it",
    };

    /// <summary>What libtorrent refuses and is taken here, by its message and a part of the torrent, and why that harms nobody.</summary>
    private static readonly (string Message, string Part, string Why)[] s_refusedThereOnly =
    [
        ("missing name in torrent file", "", "a name of which nothing is left, such as '..' or '/': it is called _ here"),
        ("invalid 'name' of torrent (possible exploit attempt)", "", "the same, of a folder's name"),
        ("the torrent contains v2 keys but does not specify meta version 2", "", "its version 1 half is whole, and is what is used"),
        ("the torrent file has an unknown meta version", "", "the same"),
        ("the v2 torrent file has no file tree", "", "the same"),
        ("a piece layer is invalid", "12:meta versioni2e", "a key that is none of the files' roots says nothing; the others are checked"),
        ("the v1 and v2 file metadata does not match", "file tree", "there are no pieces of version 1, so its list of files says nothing; or it ends with another padding"),
        ("invalid length of torrent", "file tree", "a length that is no number is none: the tree says what there is"),
        ("invalid bencoding", "12:meta version", "zeros in front, or keys out of order: the info-hash is that of the bytes as they stand, as BEP 52 has it"),
    ];

    [SkippableFact]
    public async Task Names_that_no_disk_can_hold_are_mapped_as_libtorrent_maps_them()
    {
        await LibTorrent.RequireAsync();
        var random = new Random(7);
        var names = new List<byte[]>();
        for (int i = Mutator.Iterations(3000); i > 0; i--) names.Add(OddName(random));
        using var folder = new TemporaryFolder();
        List<JsonElement> theirs = await ReadAsync(folder, names.Select(name => Torrent($"5:filesld6:lengthi9e4:pathl{Text(name)}eee4:name1:d")));
        for (int i = 0; i < names.Count; i++)
        {
            byte[] mapped = SafeName.Map(names[i]);
            byte[] expected = Convert.FromHexString(theirs[i].GetProperty("paths")[0].GetString()!)[2..];
            Assert.True(expected.AsSpan().SequenceEqual(mapped.Length == 0 ? "_"u8 : mapped), $"{Convert.ToHexString(names[i])}: {Convert.ToHexString(mapped)}, there {Convert.ToHexString(expected)}");
        }
    }

    [SkippableFact]
    public async Task Paths_of_many_elements_lie_in_the_places_where_libtorrent_puts_them()
    {
        await LibTorrent.RequireAsync();
        var random = new Random(8);
        // Elements that Linux can hold stay as they are here; so only those that libtorrent leaves as they are, too; not "...", of which it makes ".".
        string[] elements = ["a", "b.txt", "", ".", "..", "x/y", "/", "a\0b", "c", "d.tar.gz", new string('q', 300) + ".bin"];
        var torrents = new List<byte[]>();
        for (int i = Mutator.Iterations(1500); i > 0; i--)
        {
            string files = string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ =>
                $"d6:lengthi9e4:pathl{string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => Text(Encoding.Latin1.GetBytes(elements[random.Next(elements.Length)]))))}ee"));
            torrents.Add(Torrent($"5:filesl{files}e4:name1:d"));
        }
        using var folder = new TemporaryFolder();
        List<JsonElement> theirs = await ReadAsync(folder, torrents);
        for (int i = 0; i < torrents.Count; i++)
        {
            Assert.True(MetainfoParser.TryParse(torrents[i], new MetainfoLimits(), out Metainfo? ours, out MetainfoError error), error.ToString());
            IEnumerable<string> paths = ours.Files.Select(file => "d/" + Encoding.Latin1.GetString(file.Path.Span));
            Assert.Equal(theirs[i].GetProperty("paths").EnumerateArray().Select(path => Encoding.Latin1.GetString(Convert.FromHexString(path.GetString()!))), paths);
        }
    }

    [SkippableFact]
    public async Task Mutated_torrents_have_the_info_hash_and_lengths_that_libtorrent_finds()
    {
        await LibTorrent.RequireAsync();
        var mutator = new Mutator(9);
        var byValue = new BencodeMutator(mutator);
        var torrents = new List<byte[]>();
        byte[][] samples = [.. Samples()];
        for (int i = Mutator.Iterations(4000); i > 0; i--)
        {
            byte[] sample = samples[i % samples.Length];
            torrents.Add(i % 4 == 0 ? mutator.Mutate(sample) : byValue.Mutate(sample));
        }
        using var folder = new TemporaryFolder();
        List<JsonElement> theirs = await ReadAsync(folder, torrents);
        int both = 0, refused = 0;
        var differences = new List<string>();
        for (int i = 0; i < torrents.Count; i++)
        {
            bool isOurs = MetainfoParser.TryParse(torrents[i], new MetainfoLimits(), out Metainfo? ours, out MetainfoError error);
            string where = ByteText.Printable(torrents[i]);
            if (!theirs[i].TryGetProperty("hash", out JsonElement hash))
            {
                refused++;
                string reason = theirs[i].GetProperty("error").GetString()!;
                bool isListed = s_refusedThereOnly.Any(listed => reason.Contains(listed.Message, StringComparison.Ordinal) && where.Contains(listed.Part, StringComparison.Ordinal));
                if (isOurs && !isListed) differences.Add($"refused there only: {reason} in {where}");
                continue;
            }
            if (!isOurs)
            {
                bool isListed = s_refusedHereOnly.Keys.Any(reason => error.Message.Contains(reason, StringComparison.Ordinal));
                if (!isListed) differences.Add($"refused here only: {error} in {where}");
                continue;
            }
            both++;
            // A list of files makes it a hybrid there, whose version 1 half has no pieces then: nobody of version 1 could check what he gets.
            bool isHalf = ours!.Format == TorrentFormat.V2 && theirs[i].GetProperty("v2").GetString() is not null;
            if (!isHalf && hash.GetString() != ours!.InfoHash.ToString()) differences.Add($"another info-hash: {where}");
            if (theirs[i].GetProperty("v2").GetString() is { } v2 && ours!.Format != TorrentFormat.V1 && v2 != ours.InfoHashV2.ToString()) differences.Add($"another info-hash of version 2: {where}");
            bool isAlike = theirs[i].GetProperty("sizes").EnumerateArray().Select(size => size.GetInt64()).SequenceEqual(ours.Files.Select(file => file.Length));
            if (!isAlike) differences.Add($"other lengths: {where}");
        }
        Assert.True(differences.Count == 0, $"{differences.Count} differences:\n{string.Join('\n', differences.Take(20))}");
        Assert.True(both > torrents.Count / 20 && refused > 0, $"{both} read by both, {refused} refused: these inputs prove nothing.");
    }

    private static IEnumerable<byte[]> Samples()
    {
        string pieces = "6:pieces20:" + new string('h', 20);
        yield return Whole($"d6:lengthi9e4:name5:a.bin12:piece lengthi16384e{pieces}7:privatei1e6:source3:SRCe");
        yield return Whole($"d5:filesld6:lengthi3e4:pathl1:a1:beed4:attr1:p6:lengthi6e4:pathl4:.pad1:6eed6:lengthi0e4:pathl1:c1:deee4:name4:tree12:piece lengthi16384e{pieces}e");
        yield return Whole($"d5:filesld6:lengthi3e4:pathl1:ae10:path.utf-8l1:beed4:attr1:l6:lengthi4e4:pathl1:le12:symlink pathl1:aeed4:attr1:p6:lengthi6eee4:name1:n10:name.utf-81:m12:piece lengthi16384e{pieces}e");

        yield return TorrentSamples.Version2(TorrentFormat.V2);
        yield return TorrentSamples.Version2(TorrentFormat.Hybrid);

        static byte[] Whole(string info) => Encoding.Latin1.GetBytes(
            $"d8:announce12:http://one/a13:announce-listll12:http://one/ael11:udp://two/aee7:comment2:hi10:created by3:me!13:creation datei1e4:info{info}8:url-listl9:http://w/ee");
    }

    private static byte[] OddName(Random random)
    {
        string[] parts = ["a", ".", "..", "/", "\\", "\0", "\u0001", "\n", "\u007f", "ü", "界", "\u200e", "\u200f", "\u202e", "\u2066", "\u200d", "😀", ".mkv", ".torrent", " ", "_", ":", "?", "*", "\"", "|", "<"];
        var name = new List<byte>();
        for (int i = random.Next(7); i > 0; i--)
        {
            if (random.Next(6) == 0) name.Add((byte)random.Next(256));
            else name.AddRange(Encoding.UTF8.GetBytes(parts[random.Next(parts.Length)]));
            if (random.Next(25) == 0) name.AddRange(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(parts[random.Next(parts.Length)], random.Next(60, 300)))));
        }
        return [.. name];
    }

    private static string Text(byte[] text) => text.Length.ToString(CultureInfo.InvariantCulture) + ":" + Encoding.Latin1.GetString(text);

    private static byte[] Torrent(string inside) =>
        Encoding.Latin1.GetBytes($"d4:infod{inside}12:piece lengthi16384e6:pieces20:{new string('h', 20)}ee");

    private static async Task<List<JsonElement>> ReadAsync(TemporaryFolder folder, IEnumerable<byte[]> torrents)
    {
        string records = folder["records"];
        await using (FileStream file = File.Create(records))
        {
            byte[] length = new byte[4];
            foreach (byte[] torrent in torrents)
            {
                BinaryPrimitives.WriteInt32BigEndian(length, torrent.Length);
                await file.WriteAsync(length);
                await file.WriteAsync(torrent);
            }
        }
        await RunningProcess.RequireAsync([LibTorrent.Python, LibTorrent.Script("libtorrent_read.py"), records, folder["read"]], s_limit);
        return [.. File.ReadLines(folder["read"]).Select(line => JsonDocument.Parse(line).RootElement)];
    }
}
