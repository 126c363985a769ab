using System.Security.Cryptography;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Storage.Hashing.Lanes;
using EdgeSeed.Storage.Tests.Sample;

namespace EdgeSeed.Storage.Tests.Hashing;

public sealed class FollowingDigestTests : IDisposable
{
    private const int Piece = PieceLengths.Min;

    private readonly SampleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 1024, 1, 1)]
    [InlineData(1, 1000, 4, Piece)]
    [InlineData(4, Piece, 4, Piece * 9 + 5)]
    [InlineData(3, 1 << 20, 8, 3_000_001)]
    [InlineData(16, 4096, 1, 1_000_000)]
    public async Task Digest_of_a_single_file_is_its_sha256_however_its_pieces_are_hashed(int workers, int buffer, int lanes, int length)
    {
        if (lanes > 1 && LaneSha1.Create(lanes) is null) return;
        LocalPath file = _folder.WriteRandom("f", length);
        foreach (bool isDropping in (bool[])[false, true])
        {
            var hashing = new HashOptions { Workers = workers, BufferBytes = buffer, Lanes = lanes, DropBehind = isDropping };
            MadeTorrent made = await MakeAsync(new ContentLocation(file), hashing);
            Assert.Null(made.Error);
            Assert.Equal(SHA256.HashData(File.ReadAllBytes(_folder.Text + "/f")), made.Sha256);
        }
    }

    [Fact]
    public async Task Pieces_are_never_further_ahead_than_the_cache_has_to_hold()
    {
        // Hashing holes takes little more than reading them: the four run ahead of the one that follows, and have to wait for it.
        _folder.WriteSparse("f", 3 * FollowingDigest.MaxLagBytes + 1);
        LocalPath file = _folder.Path.Join("f"u8);
        MadeTorrent made = await MakeAsync(new ContentLocation(file), new HashOptions { Workers = 4 }, pieceLength: 1 << 20);

        await using FileStream stream = File.OpenRead(_folder.Text + "/f");
        Assert.Equal(await SHA256.HashDataAsync(stream), made.Sha256);
    }

    [Fact]
    public async Task Folder_has_no_digest()
    {
        _folder.WriteRandom("f", 100);
        Assert.Null((await MakeAsync(_folder.Location, HashOptions.Default)).Sha256);
    }

    [Fact]
    public async Task What_is_gone_on_with_after_an_interruption_has_no_digest()
    {
        LocalPath file = _folder.WriteRandom("f", Piece * 7 + 5);
        Assert.Null(ContentWalker.List(new ContentLocation(file), WalkOptions.Default, out ContentListing? listing));
        var options = new MakeOptions { PieceLength = Piece, WithSha256 = true };
        byte[] fingerprint = ContentFingerprint.Of(listing!, options);
        var first = new MakeCheckpoint(fingerprint, default);
        Assert.NotNull((await TorrentMaker.MakeAsync(listing!, options, checkpoint: first)).Sha256);
        MadeTorrent again = await TorrentMaker.MakeAsync(listing!, options, checkpoint: new MakeCheckpoint(fingerprint, first.Take()!));
        Assert.Null(again.Error);
        Assert.Null(again.Sha256);
    }

    [Fact]
    public async Task Hashing_that_is_given_up_or_fails_leaves_nobody_waiting()
    {
        _folder.WriteSparse("f", 8L << 30);
        Assert.Null(ContentWalker.List(new ContentLocation(_folder.Path.Join("f"u8)), WalkOptions.Default, out ContentListing? listing));
        using var cancel = new CancellationTokenSource();
        var stop = new Stop(cancel);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            TorrentMaker.MakeAsync(listing!, new MakeOptions { WithSha256 = true }, stop, cancellation: cancel.Token).WaitAsync(TimeSpan.FromSeconds(30)));

        File.Delete(_folder.Text + "/f");
        MadeTorrent made = await TorrentMaker.MakeAsync(listing!, new MakeOptions { WithSha256 = true }).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(StorageFault.Missing, made.Error?.Fault);
        Assert.Null(made.Sha256);
    }

    private static async Task<MadeTorrent> MakeAsync(ContentLocation location, HashOptions hashing, int pieceLength = Piece)
    {
        Assert.Null(ContentWalker.List(location, WalkOptions.Default, out ContentListing? listing));
        return await TorrentMaker.MakeAsync(listing!, new MakeOptions { PieceLength = pieceLength, Hashing = hashing, WithSha256 = true });
    }

    private sealed class Stop(CancellationTokenSource cancel) : IProgress<HashProgress>
    {
        public void Report(HashProgress value)
        {
            if (value.BytesDone > 2 * FollowingDigest.MaxLagBytes) cancel.Cancel();
        }
    }
}
