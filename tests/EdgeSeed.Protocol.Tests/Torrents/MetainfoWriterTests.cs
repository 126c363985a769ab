using EdgeSeed.Protocol.Torrents;
using FsCheck;
using FsCheck.Fluent;
using static EdgeSeed.Protocol.Tests.Torrents.TorrentText;

namespace EdgeSeed.Protocol.Tests.Torrents;

public sealed class MetainfoWriterTests
{
    private static Metainfo Parse(byte[] file)
    {
        Assert.True(MetainfoParser.TryParse(file, new MetainfoLimits(), out Metainfo? metainfo, out MetainfoError error), error.ToString());
        return metainfo;
    }

    private static SafePath Path(string path) => SafePath.TryParse(path, out SafePath safe) ? safe : throw new ArgumentException(path);

    private static MetainfoDraft OneFile(long length = 20000) => new()
    {
        Name = Path("a.bin"),
        PieceLength = 16384,
        IsSingleFile = true,
        Files = [new DraftFile(Path("a.bin"), length)],
        PieceHashes = Bytes(new string('h', 20 * (int)((length + 16383) / 16384))),
    };

    [Fact]
    public void Single_file_holds_nothing_that_was_not_asked_for() =>
        Assert.Equal(Torrent($"6:lengthi20000e4:name5:a.bin12:piece lengthi16384e6:pieces{Pieces(2)}"), MetainfoWriter.Write(OneFile()));

    [Fact]
    public void Everything_asked_for_stands_in_canonical_order()
    {
        MetainfoDraft draft = OneFile() with
        {
            AnnounceTiers = [["http://one/a"], ["udp://two/a"]],
            WebSeeds = ["http://w/", "http://v/"],
            Comment = new ByteText("hi"),
            CreatedBy = new ByteText("me!"),
            CreationDate = DateTimeOffset.UnixEpoch.AddSeconds(1.5),
            IsPrivate = true,
            Source = new ByteText("SRC"),
        };
        Assert.Equal(
            Bytes($"d8:announce12:http://one/a13:announce-listll12:http://one/ael11:udp://two/aee7:comment2:hi10:created by3:me!13:creation datei1e4:infod6:lengthi20000e4:name5:a.bin12:piece lengthi16384e6:pieces{Pieces(2)}7:privatei1e6:source3:SRCe8:url-listl9:http://w/9:http://v/ee"),
            MetainfoWriter.Write(draft));
    }

    [Fact]
    public void Lone_tracker_and_web_seed_are_plain_strings() =>
        Assert.Equal(
            Bytes($"d8:announce8:http://a4:infod6:lengthi20000e4:name5:a.bin12:piece lengthi16384e6:pieces{Pieces(2)}e8:url-list8:http://we"),
            MetainfoWriter.Write(OneFile() with { AnnounceTiers = [[], ["http://a"]], WebSeeds = ["http://w"] }));

    [Fact]
    public void Tree_with_padding_is_read_back()
    {
        MetainfoDraft draft = OneFile() with
        {
            IsSingleFile = false,
            Files =
            [
                new DraftFile(Path("a/b"), 1),
                new DraftFile(Path(".pad/16383"), 16383, TorrentFileAttributes.Padding),
                new DraftFile(Path("c"), 3, TorrentFileAttributes.Executable | TorrentFileAttributes.Hidden),
            ],
        };
        Metainfo metainfo = Parse(MetainfoWriter.Write(draft));
        Assert.Equal(draft.Files, metainfo.Files.Select(file => new DraftFile(file.Path, file.Length, file.Attributes)));
        Assert.True(metainfo.Files[1].IsPadding);
    }

    [Fact]
    public void Public_torrent_that_says_so_has_another_info_hash()
    {
        Metainfo silent = Parse(MetainfoWriter.Write(OneFile()));
        Metainfo outspoken = Parse(MetainfoWriter.Write(OneFile() with { StatesNotPrivate = true }));
        Assert.False(outspoken.IsPrivate);
        Assert.NotEqual(silent.InfoHash, outspoken.InfoHash);
    }

    [Fact]
    public void Given_info_dictionary_keeps_its_bytes()
    {
        byte[] info = Bytes($"d6:lengthi1e4:name1:a12:piece lengthi16384e6:pieces{Pieces(1)}7:unknown4:keepe");
        var envelope = new MetainfoEnvelope { AnnounceTiers = [["http://a"]], PieceLayers = Bytes("d1:x1:ye") };
        Metainfo metainfo = Parse(MetainfoWriter.Write(info, envelope));
        Assert.Equal(info, metainfo.InfoBytes.ToArray());
        Assert.Equal(Bytes("d1:x1:ye"), metainfo.PieceLayers.ToArray());
    }

    [Fact]
    public void Draft_with_too_few_hashes_is_a_bug() =>
        Assert.Throws<ArgumentException>(() => MetainfoWriter.Write(OneFile() with { PieceHashes = Bytes(new string('h', 20)) }));

    [Fact]
    public void Draft_whose_name_is_a_path_is_a_bug() => Assert.Throws<ArgumentException>(() => MetainfoWriter.Write(OneFile() with { Name = Path("a/b") }));

    [Fact]
    public void Any_draft_is_read_back_as_it_was()
    {
        Prop.ForAll(Drafts().ToArbitrary(), draft =>
        {
            byte[] file = MetainfoWriter.Write(draft);
            Metainfo metainfo = Parse(file);
            Assert.Equal(draft.Name, metainfo.NamePath);
            Assert.Equal(draft.Files.Select(f => f.Length), metainfo.Files.Select(f => f.Length));
            if (!draft.IsSingleFile) Assert.Equal(draft.Files.Select(f => f.Path), metainfo.Files.Select(f => f.Path));
            Assert.Equal(draft.PieceLength, metainfo.PieceLength);
            Assert.True(draft.PieceHashes.Span.SequenceEqual(metainfo.PieceHashes.Span));
            Assert.Equal((draft.IsPrivate, draft.Source, draft.Comment), (metainfo.IsPrivate, metainfo.Source, metainfo.Comment));
            Assert.Equal(draft.AnnounceTiers, metainfo.AnnounceTiers);
            Assert.Equal(draft.WebSeeds, metainfo.WebSeeds);
            Assert.Equal(draft.CreationDate, metainfo.CreationDate);
            Assert.Equal(file, MetainfoWriter.Write(metainfo.InfoBytes.Span, draft));
        }).QuickCheckThrowOnFailure();
    }

    private static Gen<MetainfoDraft> Drafts()
    {
        // Bytes of every kind but NUL and '/': names on Linux are bytes.
        Gen<byte> nameByte = Gen.Choose(1, 255).Where(b => b != '/').Select(b => (byte)b);
        Gen<byte[]> text = Gen.ArrayOf(ArbMap.Default.GeneratorFor<byte>());
        Gen<byte[]> segment = Gen.NonEmptyListOf(nameByte).Select(bytes => bytes.Take(255).ToArray()).Where(s => SafePath.CheckSegment(s) == PathFault.None);
        Gen<string> url = Gen.Elements("http://a/", "udp://b:1/announce", "https://c:8443/%C3%BC");
        return
            from name in segment
            from folder in segment
            from leaves in Gen.NonEmptyListOf(segment)
            from lengths in Gen.ListOf(Gen.Choose(0, 200_000), leaves.Count)
            from single in ArbMap.Default.GeneratorFor<bool>()
            from shift in Gen.Choose(10, 20)
            from isPrivate in ArbMap.Default.GeneratorFor<bool>()
            from source in text
            from comment in text
            from tiers in Gen.ListOf(Gen.NonEmptyListOf(url))
            from seeds in Gen.ListOf(url.Where(text => !text.StartsWith("udp", StringComparison.Ordinal)))
            from seconds in Gen.Choose(0, int.MaxValue)
            select Draft(name, folder, leaves, lengths, single, 1 << shift) with
            {
                IsPrivate = isPrivate,
                Source = source.Length == 0 ? null : new ByteText(source),
                Comment = comment.Length == 0 ? null : new ByteText(comment),
                AnnounceTiers = [.. tiers.Select(tier => (IReadOnlyList<string>)[.. tier.Distinct()])],
                WebSeeds = [.. seeds.Distinct()],
                CreationDate = seconds == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(seconds),
            };
    }

    private static MetainfoDraft Draft(byte[] name, byte[] folder, IEnumerable<byte[]> leaves, IEnumerable<int> lengths, bool single, int pieceLength)
    {
        var files = new List<DraftFile>();
        foreach ((byte[] leaf, int length) in leaves.DistinctBy(Convert.ToHexString).Zip(lengths))
        {
            SafePath.Check((byte[])[.. folder, (byte)'/', .. leaf], out SafePath path);
            files.Add(new DraftFile(path, files.Count == 0 ? length + 1 : length));
        }
        if (single) files = [files[0]];
        SafePath.Check(name, out SafePath safeName);
        long total = files.Sum(file => file.Length);
        return new MetainfoDraft
        {
            Name = safeName,
            PieceLength = pieceLength,
            IsSingleFile = single,
            Files = files,
            PieceHashes = Enumerable.Range(0, 20 * (int)((total - 1) / pieceLength + 1)).Select(i => (byte)(i * 7)).ToArray(),
        };
    }
}
