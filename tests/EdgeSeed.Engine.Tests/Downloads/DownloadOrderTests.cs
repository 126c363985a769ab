using System.Security.Cryptography;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Hashing;

namespace EdgeSeed.Engine.Tests.Downloads;

/// <summary>Pieces of version 2 and of hybrids (BEP 52) that come from peers: how much of them is asked for, and which are right.</summary>
public sealed class DownloadOrderTests
{
    private const int Piece = 2 * TorrentLayout.BlockLength, Short = 20_000;

    // The second of two files has a piece and a half.
    private static readonly byte[] s_first = PatternBlocks.Range(1, 5), s_second = PatternBlocks.Range(2, Piece + Short);

    [Theory]
    [InlineData(TorrentFormat.V2)]
    [InlineData(TorrentFormat.Hybrid)]
    public void Piece_is_right_by_all_versions_there_are(TorrentFormat format)
    {
        (DownloadOrder order, TorrentLayout layout) = Order(format);
        Assert.Equal(format, order.CheckedBy);
        byte[][] pieces = [Padded(s_first), s_second[..Piece], Padded(s_second[Piece..])];
        for (int i = 0; i < pieces.Length; i++)
        {
            var piece = new PieceIndex(i);
            byte[] asked = pieces[i][..order.SizeOf(layout, piece)];
            Assert.True(IsRight(order, layout, piece, asked));
            asked[3] ^= 1;
            Assert.False(IsRight(order, layout, piece, asked));
            Assert.False(IsRight(order, layout, piece, pieces[(i + 1) % pieces.Length][..asked.Length]));
        }
    }

    [Fact]
    public void Padding_is_asked_for_where_version_1_has_it_and_nowhere_else()
    {
        (DownloadOrder v2, TorrentLayout layout) = Order(TorrentFormat.V2);
        Assert.Equal([5, Piece, Short], Enumerable.Range(0, 3).Select(piece => v2.SizeOf(layout, new PieceIndex(piece))));
        (DownloadOrder hybrid, layout) = Order(TorrentFormat.Hybrid);
        Assert.Equal([Piece, Piece, Piece], Enumerable.Range(0, 3).Select(piece => hybrid.SizeOf(layout, new PieceIndex(piece))));
        Assert.Equal(Short - TorrentLayout.BlockLength, layout.Block(new PieceIndex(2), 1, Short).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => layout.Block(new PieceIndex(0), 1, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => layout.Block(new PieceIndex(0), 0, Piece + 1));
    }

    /// <summary>Piece layers may stay in the <c>.torrent</c>: when that goes away, no peer is to blame.</summary>
    [Fact]
    public void Piece_whose_hashes_cannot_be_read_any_more_is_neither_right_nor_wrong()
    {
        var file = new PulledFile(Write(TorrentFormat.V2));
        Assert.True(MetainfoParser.TryParse(file, new MetainfoLimits(), out Metainfo? torrent, out MetainfoError error), error.ToString());
        Assert.Equal(torrent.InfoLength, torrent.InfoBytes.Length);
        DownloadOrder order = Order(torrent);
        Assert.True(IsRight(order, torrent.Layout, new PieceIndex(1), s_second[..Piece]));
        file.IsAway = true;
        Assert.Null(IsRight(order, torrent.Layout, new PieceIndex(1), s_second[..Piece]));
    }

    private static bool? IsRight(DownloadOrder order, TorrentLayout layout, PieceIndex piece, byte[] data)
    {
        using var digest = new PieceDigest(order.CheckedBy);
        digest.Begin(order.FilePieceAt(layout, piece));
        foreach (byte[] block in data.Chunk(TorrentLayout.BlockLength)) digest.Append(block);
        return order.IsRight(piece, digest.Finish(stackalloc byte[PieceDigest.MaxLength]));
    }

    private static (DownloadOrder, TorrentLayout) Order(TorrentFormat format)
    {
        Assert.True(MetainfoParser.TryParse(Write(format), new MetainfoLimits(), out Metainfo? torrent, out MetainfoError error), error.ToString());
        return (Order(torrent), torrent.Layout);
    }

    private static DownloadOrder Order(Metainfo torrent) => new()
    {
        PieceHashes = torrent.PieceHashes,
        FileHashes = torrent.FileHashes,
        Files = new FileMap(torrent.Files),
        Target = new MemoryTarget((int)torrent.TotalLength),
    };

    private static byte[] Write(TorrentFormat format)
    {
        byte[] layer = [.. Root(s_second[..Piece]), .. Root(s_second[Piece..])], root = SHA256.HashData(layer);
        return MetainfoWriter.Write(new MetainfoDraft
        {
            Format = format,
            Name = Path("t"),
            PieceLength = Piece,
            IsSingleFile = false,
            Files = [new DraftFile(Path("a"), s_first.Length) { PiecesRoot = SHA256.HashData(s_first) }, new DraftFile(Path("b"), s_second.Length) { PiecesRoot = root }],
            PieceHashes = format == TorrentFormat.V2 ? default : (byte[])[.. SHA1.HashData(Padded(s_first)), .. SHA1.HashData(s_second[..Piece]), .. SHA1.HashData(Padded(s_second[Piece..]))],
            PieceLayers = (byte[])[.. "d32:"u8, .. root, .. "64:"u8, .. layer, .. "e"u8],
        });
    }

    private static byte[] Padded(byte[] data) => [.. data, .. new byte[Piece - data.Length]];

    private static byte[] Root(byte[] piece) => SHA256.HashData([.. piece.Chunk(TorrentLayout.BlockLength).SelectMany(SHA256.HashData)]);

    private static SafePath Path(string text)
    {
        Assert.True(SafePath.TryParse(text, out SafePath path));
        return path;
    }

    /// <summary>A file on a drive that may be pulled.</summary>
    private sealed class PulledFile(byte[] file) : TorrentBytes
    {
        public bool IsAway { get; set; }

        public override int Length => file.Length;

        public override bool TryRead(int offset, Span<byte> buffer)
        {
            if (IsAway) return false;
            file.AsSpan(offset, buffer.Length).CopyTo(buffer);
            return true;
        }
    }
}
