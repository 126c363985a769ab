using System.Text;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Fuzz;

public sealed class MetainfoFuzz
{
    private static readonly MetainfoLimits Limits = new() { MaxFiles = 8, MaxTotalLength = 1L << 40 };

    private static readonly byte[][] Samples =
    [
        Sample("6:lengthi20000e4:name5:a.bin12:piece lengthi16384e6:pieces40:" + new string('h', 40) + "7:privatei1e6:source3:SRC"),
        Sample("5:filesld6:lengthi10e4:pathl1:a1:beed4:attr1:p6:lengthi6e4:pathl4:.pad1:6eed6:lengthi0e4:pathl1:c1:deee4:name4:tree12:piece lengthi16e6:pieces20:" + new string('h', 20)),
        Sample("9:file treede5:filesld6:lengthi3e4:pathl1:ae10:path.utf-8l1:beed4:attr1:l6:lengthi0e4:pathl1:lee12:meta versioni1ee4:name1:n10:name.utf-81:m12:piece lengthi16384e6:pieces20:" + new string('h', 20)),
        TorrentSamples.Version2(TorrentFormat.V2),
        TorrentSamples.Version2(TorrentFormat.Hybrid),
    ];

    private static readonly int[] s_leastGaps = [1, 21, 41, 65];

    private static byte[] Sample(string info) => Encoding.Latin1.GetBytes(
        $"d8:announce12:http://one/a13:announce-listll12:http://one/ael11:udp://two/aee7:comment2:hi10:created by3:me!13:creation datei1e4:infod{info}e12:piece layersde8:url-listl9:http://w/ee");

    [Fact]
    public void Parser_never_throws_and_what_it_accepts_keeps_every_promise()
    {
        var mutator = new Mutator(2);
        var byValue = new BencodeMutator(mutator);
        int accepted = 0, refused = 0;
        for (int i = Mutator.Iterations(40_000); i > 0; i--)
        {
            byte[] sample = Samples[i % Samples.Length];
            byte[] data = (i % 8) switch { 0 => mutator.Bytes(200), < 3 => mutator.Mutate(sample), _ => byValue.Mutate(sample) };
            bool isTorrent = MetainfoParser.TryParse(data, Limits, out Metainfo? metainfo, out MetainfoError error);
            CheckByParts(data, Limits with { LeastGap = s_leastGaps[i % s_leastGaps.Length] }, metainfo, error);
            if (isTorrent)
            {
                accepted++;
                CheckPromises(metainfo!);
                CheckRoundTrip(metainfo!);
            }
            else
            {
                refused++;
                Assert.False(string.IsNullOrEmpty(error.Message));
                Assert.InRange(error.Offset, 0, data.Length);
                Assert.DoesNotContain(error.Message, char.IsControl);
            }
        }
        Assert.True(accepted > 0 && refused > 0, $"{accepted} accepted, {refused} refused: these inputs prove nothing.");
    }

    /// <summary>The same verdict, and the same torrent, where hashes are left in the file.</summary>
    private static void CheckByParts(byte[] data, MetainfoLimits limits, Metainfo? whole, MetainfoError error)
    {
        Assert.Equal(whole is not null, MetainfoParser.TryParse(new FileOfParts(data), limits, out Metainfo? parts, out MetainfoError other));
        Assert.Equal(error, other);
        if (whole is null) return;
        Assert.Equal((whole.InfoHash, whole.InfoHashV2, whole.Format, whole.Name, whole.Layout), (parts!.InfoHash, parts.InfoHashV2, parts.Format, parts.Name, parts.Layout));
        Assert.Equal(whole.Files, parts.Files);
        Assert.Equal(whole.MissingLayers, parts.MissingLayers);
        Assert.Equal(whole.AnnounceTiers, parts.AnnounceTiers);
        Assert.Equal((whole.Comment, whole.Source, whole.FileHashes is null), (parts.Comment, parts.Source, parts.FileHashes is null));
        Assert.Equal((whole.InfoPlace, whole.PiecesPlace, whole.LayersPlace), (parts.InfoPlace, parts.PiecesPlace, parts.LayersPlace));
        Assert.True(whole.InfoBytes.Span.SequenceEqual(data.AsSpan(whole.InfoPlace)));
        Assert.True(parts.InfoBytes.IsEmpty || parts.InfoBytes.Span.SequenceEqual(whole.InfoBytes.Span));
        Assert.True(whole.PieceLayers.Span.SequenceEqual(data.AsSpan(whole.LayersPlace)));
        Span<byte> digest = stackalloc byte[whole.DigestLength];
        for (int i = 0; i < Math.Min(whole.PieceCount, 100); i++)
        {
            var piece = new PieceIndex(i);
            if (whole.HasSha1) whole.PieceHashes.Span.Slice(i * Metainfo.HashLength, Metainfo.HashLength).CopyTo(digest);
            if (whole.FileHashes is { } hashes) Assert.True(hashes.TryReadRoot(piece, digest[(whole.HasSha1 ? Metainfo.HashLength : 0)..]));
            Assert.True(whole.IsRight(piece, digest));
            Assert.True(parts.IsRight(piece, digest));
        }
    }

    private static void CheckPromises(Metainfo metainfo)
    {
        // The padding that version 2 does not write is not counted.
        Assert.InRange(metainfo.Files.Count, 1, metainfo.Format == TorrentFormat.V2 ? Limits.MaxFiles * 2 : Limits.MaxFiles);
        Assert.InRange(metainfo.TotalLength, 1, Limits.MaxTotalLength);
        Assert.Equal(metainfo.HasSha1 ? metainfo.PieceCount * (long)Metainfo.HashLength : 0, metainfo.PieceHashes.Length);
        if (metainfo.FileHashes is not null) CheckTrees(metainfo);
        Assert.Equal(PathFault.None, SafePath.CheckSegment(metainfo.NamePath.Span));
        long offset = 0;
        foreach (TorrentFile file in metainfo.Files)
        {
            Assert.Equal(offset, file.Offset);
            Assert.True(file.Length >= 0);
            offset += file.Length;
            Assert.Equal(PathFault.None, SafePath.Check(file.Path.Bytes, out _));
        }
        Assert.Equal(metainfo.TotalLength, offset);
        TorrentFile[] stored = [.. metainfo.Files.Where(file => !file.IsPadding)];
        foreach (TorrentFile a in stored)
        {
            Assert.Single(stored, b => b.Path == a.Path);
            Assert.DoesNotContain(stored, b => a.Path.IsFolderOf(b.Path));
        }
        foreach (string address in metainfo.AnnounceTiers.SelectMany(tier => tier).Concat(metainfo.WebSeeds))
            Assert.DoesNotContain(address, c => char.IsControl(c) || char.IsWhiteSpace(c));
    }

    private static void CheckTrees(Metainfo metainfo)
    {
        Assert.NotEqual(TorrentFormat.V1, metainfo.Format);
        Assert.All(metainfo.Files.Where(file => file is { IsPadding: false, Length: > 0 }), file => Assert.Equal(0, file.Offset % metainfo.PieceLength));
        var map = new FileMap(metainfo.Files);
        Span<byte> root = stackalloc byte[MerkleTree.HashLength];
        for (int piece = 0; piece < Math.Min(metainfo.PieceCount, 1000); piece++)
        {
            Assert.True(metainfo.FileHashes!.TryReadRoot(new PieceIndex(piece), root));
            FilePiece part = map.PieceAt(metainfo.Layout.Offset(new PieceIndex(piece)), metainfo.PieceLength);
            Assert.InRange(part.Length, 1, metainfo.PieceLength);
            Assert.InRange((long)part.Leaves * MerkleTree.LeafLength, part.Length, metainfo.PieceLength);
        }
    }

    private static void CheckRoundTrip(Metainfo metainfo)
    {
        byte[] written = MetainfoWriter.Write(metainfo.InfoBytes.Span, metainfo.Envelope);
        Assert.True(MetainfoParser.TryParse(written, Limits, out Metainfo? again, out MetainfoError error), error.ToString());
        Assert.Equal(metainfo.InfoHash, again.InfoHash);
        Assert.Equal(metainfo.Files, again.Files);
        Assert.Equal(metainfo.AnnounceTiers, again.AnnounceTiers);
        Assert.Equal(metainfo.WebSeeds, again.WebSeeds);
        Assert.Equal((metainfo.Comment, metainfo.CreatedBy, metainfo.CreationDate), (again.Comment, again.CreatedBy, again.CreationDate));
        Assert.Equal(metainfo.PieceLayers.ToArray(), again.PieceLayers.ToArray());
    }

    private sealed class FileOfParts(byte[] file) : TorrentBytes
    {
        public override int Length => file.Length;

        public override bool TryRead(int offset, Span<byte> buffer)
        {
            file.AsSpan(offset, buffer.Length).CopyTo(buffer);
            return true;
        }
    }
}
