using System.Numerics;
using System.Security.Cryptography;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Storage.Hashing.Lanes;
using EdgeSeed.Storage.Tests.Sample;

namespace EdgeSeed.Storage.Tests.Hashing;

/// <summary>Torrents with a version 2 (BEP 52) are made and checked in one reading of the data.</summary>
public sealed class FileTreesTests : IDisposable
{
    private const int Piece = 2 * PieceLengths.Min, Leaf = PieceLengths.Min;

    private static readonly int[] s_lengths = [1, 0, Leaf, Leaf + 1, Piece, Piece + 1, 3 * Piece, (5 * Piece) - 7, 200, (40 * Piece) + 5];

    private readonly SampleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(TorrentFormat.V2, 1, 1000, 1)]
    [InlineData(TorrentFormat.V2, 3, 1 << 20, 1)]
    [InlineData(TorrentFormat.Hybrid, 2, 1000, 1)]
    [InlineData(TorrentFormat.Hybrid, 4, 1 << 20, 1)]
    [InlineData(TorrentFormat.Hybrid, 1, 1000, 4)]
    [InlineData(TorrentFormat.Hybrid, 2, 1 << 20, 4)]
    [InlineData(TorrentFormat.Hybrid, 1, 1 << 20, 16)]
    public async Task Roots_and_layers_are_those_of_the_trees_built_layer_by_layer(TorrentFormat format, int workers, int buffer, int lanes)
    {
        if (lanes > 1 && LaneSha1.Create(lanes) is null) return;
        Metainfo made = await Make(format, workers, buffer, lanes);

        Assert.Equal(format, made.Format);
        int piece = 0, tree = 0;
        foreach (TorrentFile file in made.Files.Where(file => file is { IsPadding: false, Length: > 0 }))
        {
            byte[] content = File.ReadAllBytes($"{_folder.Text}/{file.Path}");
            byte[][] leaves = [.. content.Chunk(Leaf).Select(SHA256.HashData)];
            int width = (int)BitOperations.RoundUpToPowerOf2((uint)leaves.Length);
            Assert.Equal(Above(leaves, width), made.FileHashes!.Root(tree));
            Assert.Equal(piece * (long)Piece, file.Offset);
            foreach (byte[][] part in leaves.Chunk(Piece / Leaf))
            {
                byte[] root = Above(part, content.Length > Piece ? Piece / Leaf : width);
                byte[] read = new byte[MerkleTree.HashLength];
                Assert.True(made.FileHashes.TryReadRoot(new PieceIndex(piece), read));
                Assert.Equal(root, read);
                piece++;
            }
            tree++;
        }
        Assert.Equal(piece, made.PieceCount);
    }

    [Fact]
    public async Task Hybrid_has_the_sha1_of_the_padded_stream()
    {
        Metainfo made = await Make(TorrentFormat.Hybrid);
        byte[] stream = new byte[made.TotalLength];
        foreach (TorrentFile file in made.Files.Where(file => !file.IsPadding)) File.ReadAllBytes($"{_folder.Text}/{file.Path}").CopyTo(stream, file.Offset);
        Assert.Equal(stream.Chunk(Piece).SelectMany(SHA1.HashData), made.PieceHashes.ToArray());
    }

    [Theory]
    [InlineData(TorrentFormat.V2)]
    [InlineData(TorrentFormat.Hybrid)]
    public async Task Data_is_checked_piece_by_piece(TorrentFormat format)
    {
        Metainfo made = await Make(format);
        Assert.True((await Verify(made)).IsExact);

        Flip("f7", (2 * Piece) + 5);
        VerifyResult result = await Verify(made);
        int file = Enumerable.Range(0, made.Files.Count).Single(i => made.Files[i].Path.ToString() == "f7");
        int damaged = (int)(made.Files[file].Offset / Piece) + 2;
        Assert.Equal([damaged], Enumerable.Range(0, made.PieceCount).Where(piece => !result.Pieces[new PieceIndex(piece)]));
        Assert.Equal((FileState.Damaged, 1), (result.Files[file].State, result.Files[file].DamagedPieces));

        using var probe = new PieceProbe(made, new ContentLocation(_folder.Path));
        Assert.False(probe.IsRight(new PieceIndex(damaged), out _, CancellationToken.None));
        Assert.True(probe.IsRight(new PieceIndex(damaged - 1), out _, CancellationToken.None));
    }

    [Fact]
    public async Task Hybrid_whose_halves_are_of_different_data_is_wrong_by_either()
    {
        Metainfo made = await Make(TorrentFormat.Hybrid);
        byte[] file = MetainfoWriter.Write(made.InfoBytes.Span, made.Envelope);
        // The first SHA-1 alone is made another: what is on the disk is right by version 2 only.
        int at = file.AsSpan().IndexOf(made.PieceHashes.Span);
        file[at] ^= 1;
        Assert.True(MetainfoParser.TryParse(file, new MetainfoLimits(), out Metainfo? contradictory, out _));
        Assert.Equal(made.PieceCount - 1, (await Verify(contradictory)).Pieces.Count());
    }

    private async Task<Metainfo> Make(TorrentFormat format, int workers = 2, int buffer = 1 << 20, int lanes = 1)
    {
        for (int i = 0; i < s_lengths.Length; i++) _folder.WriteRandom($"f{i}", s_lengths[i], seed: i);
        Assert.Null(ContentWalker.List(new ContentLocation(_folder.Path), WalkOptions.Default with { Order = FileOrder.Tree }, out ContentListing? listing));
        MadeTorrent made = await TorrentMaker.MakeAsync(listing!, new MakeOptions
        {
            Format = format,
            PieceLength = Piece,
            Hashing = new HashOptions { Workers = workers, BufferBytes = buffer, Lanes = lanes },
        });
        Assert.Null(made.Error);
        return made.Metainfo!;
    }

    private Task<VerifyResult> Verify(Metainfo torrent) => PieceVerifier.VerifyAsync(torrent, new ContentLocation(_folder.Path), HashOptions.Default);

    private void Flip(string file, int at)
    {
        byte[] content = File.ReadAllBytes($"{_folder.Text}/{file}");
        content[at] ^= 1;
        File.WriteAllBytes($"{_folder.Text}/{file}", content);
    }

    private static byte[] Above(byte[][] hashes, int width)
    {
        byte[][] row = [.. hashes, .. Enumerable.Repeat(new byte[32], width - hashes.Length)];
        while (row.Length > 1) row = [.. row.Chunk(2).Select(pair => SHA256.HashData([.. pair[0], .. pair[1]]))];
        return row[0];
    }
}
