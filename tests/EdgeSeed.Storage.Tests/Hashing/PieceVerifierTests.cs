using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Storage.Hashing.Lanes;
using EdgeSeed.Storage.Tests.Sample;

namespace EdgeSeed.Storage.Tests.Hashing;

public sealed class PieceVerifierTests : IDisposable
{
    private const int Piece = PieceLengths.Min;

    private readonly SampleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Untouched_data_is_exact()
    {
        VerifyResult result = await Verify(await Sample());

        Assert.True(result.IsExact);
        Assert.All(result.Files, file => Assert.Equal(FileState.Good, file.State));
    }

    [Fact]
    public async Task One_wrong_byte_spoils_its_piece_only()
    {
        Metainfo torrent = await Sample();
        Flip("a", Piece * 2 + 5);
        VerifyResult result = await Verify(torrent);

        Assert.Equal(torrent.PieceCount - 1, result.Pieces.Count());
        Assert.False(result.Pieces[new PieceIndex(2)]);
        Assert.Equal((FileState.Damaged, 1), (result.Files[0].State, result.Files[0].DamagedPieces));
        Assert.Equal(FileState.Good, result.Files[1].State);
    }

    [Fact]
    public async Task Missing_file_leaves_its_neighbours_unblamed()
    {
        Metainfo torrent = await Sample();
        File.Delete(_folder.Text + "/b");
        VerifyResult result = await Verify(torrent);

        Assert.Equal([FileState.EdgesUnchecked, FileState.Missing, FileState.EdgesUnchecked], result.Files.Select(file => file.State));
        Assert.True(result.Pieces[new PieceIndex(0)]);
        Assert.False(result.IsComplete);
    }

    [Fact]
    public async Task Truncated_file_keeps_the_pieces_that_are_there()
    {
        Metainfo torrent = await Sample();
        using (FileStream file = File.OpenWrite(_folder.Text + "/a")) file.SetLength(Piece * 2 + 1);
        VerifyResult result = await Verify(torrent);

        Assert.Equal(FileState.WrongLength, result.Files[0].State);
        Assert.Equal(Piece * 2 + 1, result.Files[0].Stamp.Length);
        Assert.True(result.Pieces[new PieceIndex(1)]);
        Assert.False(result.Pieces[new PieceIndex(2)]);
    }

    [Fact]
    public async Task Longer_file_is_complete_but_not_exact()
    {
        Metainfo torrent = await Sample();
        using (FileStream file = File.OpenWrite(_folder.Text + "/c")) file.SetLength(1 << 20);
        VerifyResult result = await Verify(torrent);

        Assert.True(result.IsComplete);
        Assert.False(result.IsExact);
        Assert.Equal(FileState.WrongLength, result.Files[2].State);
    }

    [Fact]
    public async Task Folder_in_place_of_a_file_is_unreadable_with_a_reason()
    {
        Metainfo torrent = await Sample();
        File.Delete(_folder.Text + "/b");
        Directory.CreateDirectory(_folder.Text + "/b");
        VerifyResult result = await Verify(torrent);

        Assert.Equal(FileState.Unreadable, result.Files[1].State);
        Assert.Equal(StorageFault.NotAFile, result.Files[1].Error?.Fault);
    }

    [Fact]
    public async Task Data_that_is_gone_altogether_is_all_missing()
    {
        Metainfo torrent = await Sample();
        VerifyResult result = await PieceVerifier.VerifyAsync(
            torrent, new ContentLocation(_folder.Path.Join("elsewhere"u8)), HashOptions.Default);

        Assert.All(result.Files, file => Assert.Equal(FileState.Missing, file.State));
        Assert.True(result.Pieces.IsEmpty);
    }

    [Fact]
    public async Task Progress_reaches_the_total_though_files_are_missing()
    {
        Metainfo torrent = await Sample();
        File.Delete(_folder.Text + "/a");
        HashProgress last = default;
        await PieceVerifier.VerifyAsync(torrent, _folder.Location, HashOptions.Default, new OnEachReport(report => last = report));

        Assert.Equal(torrent.TotalLength, last.BytesDone);
    }

    [Fact]
    public async Task Verification_goes_on_where_another_stopped()
    {
        Metainfo torrent = await Sample();
        Flip("a", 0);
        var trusted = new Bitfield(torrent.PieceCount);
        trusted.Set(new PieceIndex(0));
        var checkpoint = new VerifyCheckpoint { Trusted = trusted };
        Assert.Null(checkpoint.Take());
        VerifyResult result = await PieceVerifier.VerifyAsync(torrent, _folder.Location, HashOptions.Default, checkpoint: checkpoint);

        // The first piece is wrong by now, and would be found out if it were read.
        Assert.True(result.Pieces.IsComplete);
        Assert.Equal((true, torrent.PieceCount), (checkpoint.Take()!.IsUnfinished, checkpoint.Take()!.Verified.Count()));
        Assert.Equal(1, trusted.Count());
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(8, 2)]
    [InlineData(16, 3)]
    public async Task Several_pieces_at_once_find_what_one_after_the_other_finds(int lanes, int workers)
    {
        const int files = 7;
        if (LaneSha1.Create(lanes) is null) return;
        for (int i = 0; i < files; i++) _folder.WriteRandom($"f{i}", (Piece * 12) + (i * 777), seed: i);
        Metainfo torrent = await Make();
        Flip("f1", Piece * 5);
        File.Delete(_folder.Text + "/f3");
        using (FileStream file = File.OpenWrite(_folder.Text + "/f5")) file.SetLength(Piece * 6);
        var trusted = new Bitfield(torrent.PieceCount);
        for (int i = 3; i < torrent.PieceCount; i += 9) trusted.Set(new PieceIndex(i));

        VerifyResult[] results = new VerifyResult[2];
        for (int i = 0; i < results.Length; i++)
        {
            HashProgress last = default;
            results[i] = await PieceVerifier.VerifyAsync(
                torrent,
                _folder.Location,
                new HashOptions { Workers = workers, BufferBytes = Piece, Lanes = i == 0 ? 1 : lanes },
                new OnEachReport(report => last = report),
                new VerifyCheckpoint { Trusted = trusted });
            Assert.Equal(torrent.TotalLength, last.BytesDone);
        }
        Assert.Equal(results[0].Pieces.Span.ToArray(), results[1].Pieces.Span.ToArray());
        Assert.InRange(results[1].Pieces.Count(), files * 8, torrent.PieceCount - 15);
        Assert.Equal(
            results[0].Files.Select(file => (file.State, file.DamagedPieces, file.UncheckedPieces, file.Error?.ToString())),
            results[1].Files.Select(file => (file.State, file.DamagedPieces, file.UncheckedPieces, file.Error?.ToString())));
    }

    [Theory]
    [InlineData(TorrentFormat.V1, 1)]
    [InlineData(TorrentFormat.V1, 4)]
    [InlineData(TorrentFormat.Hybrid, 1)]
    [InlineData(TorrentFormat.V2, 1)]
    public async Task Holes_are_verified_like_the_zeros_that_they_are(TorrentFormat format, int lanes)
    {
        const int length = (Piece * 40) + 5;
        var options = new HashOptions { Workers = 2, BufferBytes = Piece, Lanes = LaneSha1.Create(lanes) is null ? 1 : lanes };
        _folder.WriteSparse("a", length);
        _folder.WriteSparse("b", length);
        foreach (long offset in (long[])[Piece * 3, (Piece * 11) - 1, (Piece * 30) + 77]) Flip("a", offset);
        Metainfo torrent = await Make(format, options);
        HashProgress last = default;
        Assert.True((await PieceVerifier.VerifyAsync(torrent, _folder.Location, options, new OnEachReport(report => last = report))).IsExact);
        Assert.Equal(torrent.TotalLength, last.BytesDone);

        // What is written into a hole is found, and what is a hole where data was; beyond the end of a file there is none.
        Flip("b", Piece * 7);
        VerifyResult result = await PieceVerifier.VerifyAsync(torrent, _folder.Location, options);
        Assert.Equal((FileState.Good, 1), (result.Files[0].State, torrent.PieceCount - result.Pieces.Count()));
        _folder.WriteSparse("a", length);
        _folder.WriteSparse("b", Piece * 9);
        result = await PieceVerifier.VerifyAsync(torrent, _folder.Location, options);
        Assert.Equal((FileState.Damaged, 3), (result.Files[0].State, result.Files[0].DamagedPieces));
        Assert.InRange(torrent.PieceCount - result.Pieces.Count(), 34, 36);
    }

    [Fact]
    public async Task Probe_tells_right_from_wrong_and_from_missing()
    {
        Metainfo torrent = await Sample();
        Flip("a", 0);
        using var probe = new PieceProbe(torrent, _folder.Location);
        Assert.False(probe.IsRight(new PieceIndex(0), out StorageError? error, default));
        Assert.Null(error);
        Assert.True(probe.IsRight(new PieceIndex(1), out error, default));
        File.Delete(_folder.Text + "/c");
        using var another = new PieceProbe(torrent, _folder.Location);
        Assert.False(another.IsRight(new PieceIndex(torrent.PieceCount - 1), out error, default));
        Assert.Equal(StorageFault.Missing, error?.Fault);
        Assert.True(another.IsRight(new PieceIndex(1), out error, default));
    }

    private async Task<Metainfo> Sample()
    {
        _folder.WriteRandom("a", Piece * 3 + 100, seed: 1);
        _folder.WriteRandom("b", 200, seed: 2);
        _folder.WriteRandom("c", Piece * 2, seed: 3);
        return await Make();
    }

    private async Task<Metainfo> Make(TorrentFormat format = TorrentFormat.V1, HashOptions? hashing = null)
    {
        Assert.Null(ContentWalker.List(_folder.Location, WalkOptions.Default, out ContentListing? listing));
        MadeTorrent made = await TorrentMaker.MakeAsync(listing!, new MakeOptions { PieceLength = Piece, Format = format, Hashing = hashing ?? HashOptions.Default });
        Assert.Null(made.Error);
        return made.Metainfo!;
    }

    private Task<VerifyResult> Verify(Metainfo torrent) => PieceVerifier.VerifyAsync(torrent, _folder.Location, HashOptions.Default);

    private void Flip(string name, long offset)
    {
        using FileStream file = File.Open(_folder.Text + "/" + name, FileMode.Open);
        file.Position = offset;
        int value = file.ReadByte();
        file.Position = offset;
        file.WriteByte((byte)~value);
    }
}
