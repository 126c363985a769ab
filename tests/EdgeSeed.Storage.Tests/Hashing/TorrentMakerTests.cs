using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Storage.Hashing.Lanes;
using EdgeSeed.Storage.Tests.Sample;

namespace EdgeSeed.Storage.Tests.Hashing;

public sealed class TorrentMakerTests : IDisposable
{
    private const int Piece = PieceLengths.Min;

    private readonly SampleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 1024, 1)]
    [InlineData(2, 1000, 4)]
    [InlineData(4, Piece, 4)]
    [InlineData(3, 1 << 20, 4)]
    [InlineData(1, 1 << 20, 8)]
    [InlineData(2, 4096, 16)]
    [InlineData(2, 1000, 16)]
    public async Task Piece_hashes_are_those_of_the_concatenated_files(int workers, int buffer, int lanes)
    {
        if (lanes > 1 && LaneSha1.Create(lanes) is null) return;
        int[] lengths = [Piece * 25 + 17, 0, 1, 300, Piece * 2, 40_000, Piece * 5, 440_000];
        for (int i = 0; i < lengths.Length; i++) _folder.WriteRandom($"f{i}", lengths[i], seed: i);

        MadeTorrent made = await Make(new HashOptions { Workers = workers, BufferBytes = buffer, Lanes = lanes });

        Assert.Null(made.Error);
        byte[] stream = [.. Enumerable.Range(0, lengths.Length).SelectMany(i => File.ReadAllBytes($"{_folder.Text}/f{i}"))];
        Assert.Equal(Expected(stream), made.Metainfo!.PieceHashes.ToArray());
        Assert.Equal(stream.Length, made.Metainfo.TotalLength);
        Assert.Equal(lengths.Length, made.Metainfo.Files.Count);
    }

    [Fact]
    public async Task Dropping_pages_behind_changes_nothing()
    {
        _folder.WriteRandom("f", Piece * 9 + 5);
        MadeTorrent kept = await Make(new HashOptions { DropBehind = false });
        MadeTorrent dropped = await Make(new HashOptions { DropBehind = true, BufferBytes = 4096 });

        Assert.Equal(kept.Metainfo!.InfoHash, dropped.Metainfo!.InfoHash);
    }

    [Fact]
    public async Task A_file_that_changed_since_it_was_listed_is_refused()
    {
        _folder.WriteRandom("a", 100);
        _folder.WriteRandom("b", 100);
        ContentListing listing = List();
        _folder.WriteRandom("b", 100, seed: 2);
        File.SetLastWriteTimeUtc(_folder.Text + "/b", DateTime.UnixEpoch);

        MadeTorrent made = await TorrentMaker.MakeAsync(listing, new MakeOptions());
        Assert.Equal(StorageFault.Changed, made.Error?.Fault);
        Assert.Equal($"cannot hash '{_folder.Text}/b': it changed while it was hashed", made.Error!.ToString());
        Assert.Null(made.Metainfo);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_that_changes_during_hashing_is_refused(bool truncated)
    {
        _folder.WriteRandom("a", Piece * 4);
        ContentListing listing = List();
        var change = new OnFirstReport(() =>
        {
            using FileStream file = File.OpenWrite(_folder.Text + "/a");
            if (truncated) file.SetLength(Piece);
            else file.WriteByte(1);
        });

        MadeTorrent made = await TorrentMaker.MakeAsync(
            listing, new MakeOptions { PieceLength = Piece, Hashing = new HashOptions { Workers = 1, BufferBytes = Piece } }, change);
        Assert.Equal(StorageFault.Changed, made.Error?.Fault);
    }

    [Fact]
    public async Task A_file_that_vanished_is_an_error_value()
    {
        _folder.WriteRandom("a", 100);
        ContentListing listing = List();
        File.Delete(_folder.Text + "/a");

        Assert.Equal(StorageFault.Missing, (await TorrentMaker.MakeAsync(listing, new MakeOptions())).Error?.Fault);
    }

    [Fact]
    public async Task Cancellation_ends_hashing_within_a_buffer()
    {
        _folder.WriteSparse("a", 8L << 30);
        ContentListing listing = List();
        using var cancel = new CancellationTokenSource();
        var reports = new List<HashProgress>();
        var progress = new OnEachReport(report =>
        {
            reports.Add(report);
            cancel.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            TorrentMaker.MakeAsync(listing, new MakeOptions { Hashing = new HashOptions { BufferBytes = 65536, Workers = 2 } }, progress, cancellation: cancel.Token));
        Assert.InRange(reports[^1].BytesDone, 65536, 4 * 65536);
    }

    [Fact]
    public async Task Making_goes_on_where_another_attempt_stopped_and_gives_the_same_torrent()
    {
        _folder.WriteRandom("a", Piece * 7 + 5);
        MakeOptions options = new() { PieceLength = Piece, Hashing = new HashOptions { Workers = 1, BufferBytes = Piece } };
        byte[] fingerprint = ContentFingerprint.Of(List(), options);
        using var cancel = new CancellationTokenSource();
        var first = new MakeCheckpoint(fingerprint, default);
        Assert.Null(first.Take());
        var stop = new OnEachReport(report =>
        {
            if (report.BytesDone >= Piece * 4) cancel.Cancel();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TorrentMaker.MakeAsync(List(), options, stop, first, cancel.Token));
        byte[] kept = first.Take()!;

        long hashed = 0;
        bool isFirst = true;
        var second = new OnEachReport(report =>
        {
            if (isFirst) hashed = report.BytesDone;
            isFirst = false;
        });
        MadeTorrent resumed = await TorrentMaker.MakeAsync(List(), options, second, new MakeCheckpoint(fingerprint, kept));
        MadeTorrent whole = await TorrentMaker.MakeAsync(List(), options);
        Assert.InRange(hashed, Piece * 4, Piece * 5);
        Assert.Equal(whole.Metainfo!.InfoHash, resumed.Metainfo!.InfoHash);
    }

    [Theory]
    [InlineData("torn")]
    [InlineData("foreign")]
    [InlineData("other pieces")]
    public async Task Checkpoint_that_does_not_fit_is_not_used(string fault)
    {
        _folder.WriteRandom("a", Piece * 3);
        MakeOptions options = new() { PieceLength = Piece };
        byte[] fingerprint = ContentFingerprint.Of(List(), options);
        var checkpoint = new MakeCheckpoint(fingerprint, default);
        MadeTorrent whole = await TorrentMaker.MakeAsync(List(), options, checkpoint: checkpoint);
        byte[] kept = checkpoint.Take()!;
        kept = fault switch
        {
            "torn" => kept[..^1],
            "foreign" => [1, .. kept[1..]],
            _ => [.. kept[..32], 4, .. kept[33..]],
        };
        kept.AsSpan(Math.Min(kept.Length, 37)).Fill(0xff);
        MadeTorrent made = await TorrentMaker.MakeAsync(List(), options, checkpoint: new MakeCheckpoint(fingerprint, kept));
        Assert.Equal(whole.Metainfo!.InfoHash, made.Metainfo!.InfoHash);
    }

    [Fact]
    public async Task Progress_rises_to_the_total_and_names_files()
    {
        _folder.WriteRandom("a", Piece);
        _folder.WriteRandom("b", Piece);
        var reports = new List<HashProgress>();

        await TorrentMaker.MakeAsync(
            List(), new MakeOptions { Hashing = new HashOptions { BufferBytes = 1000, Workers = 2 } }, new OnEachReport(reports.Add));

        Assert.Equal(reports.Select(report => report.BytesDone).Order(), reports.Select(report => report.BytesDone));
        Assert.Equal((Piece * 2, Piece * 2, 2), (reports[^1].BytesDone, reports[^1].BytesTotal, reports[^1].FileCount));
        Assert.Equal("b", reports[^1].File.ToString());
    }

    [Theory]
    [InlineData(1, 16 << 10)]
    [InlineData(2000L * (16 << 10), 16 << 10)]
    [InlineData(2000L * (16 << 10) + 1, 32 << 10)]
    [InlineData(2L << 30, 2 << 20)]
    [InlineData(2000L * (16 << 20) + 1, 16 << 20)]
    [InlineData(1L << 50, 16 << 20)]
    public void Chosen_piece_length_gives_at_most_two_thousand_pieces_while_it_can(long total, int expected) =>
        Assert.Equal(expected, PieceLengths.Choose(total));

    [Fact]
    public async Task Too_many_pieces_are_refused_before_hashing()
    {
        _folder.WriteSparse("a", 1L << 40);
        MadeTorrent made = await TorrentMaker.MakeAsync(List(), new MakeOptions { PieceLength = Piece });

        Assert.Equal(StorageFault.TooLarge, made.Error?.Fault);
    }

    [Fact]
    [SuppressMessage("Security", "CA5350", Justification = "BEP 3 is SHA-1.")]
    public async Task What_the_torrent_says_is_what_was_asked()
    {
        LocalPath file = _folder.WriteRandom("film.mkv", 100);
        Assert.Null(ContentWalker.List(new ContentLocation(file), WalkOptions.Default, out ContentListing? listing));
        MadeTorrent made = await TorrentMaker.MakeAsync(listing!, new MakeOptions
        {
            Name = new ByteText("other"),
            IsPrivate = true,
            Source = new ByteText("S"),
            PieceLength = Piece * 2,
            Envelope = new MetainfoEnvelope { AnnounceTiers = [["http://t/announce"]], Comment = new ByteText("c") },
        });

        Metainfo torrent = made.Metainfo!;
        Assert.Equal(("other", true, true, "S", Piece * 2), (torrent.Name.ToString(), torrent.IsSingleFile, torrent.IsPrivate, torrent.Source.ToString(), torrent.PieceLength));
        Assert.Equal("http://t/announce", torrent.AnnounceTiers[0][0]);
        Assert.Equal(SHA1.HashData(torrent.InfoBytes.Span), torrent.InfoHash.Span.ToArray());
    }

    [SuppressMessage("Security", "CA5350", Justification = "BEP 3 is SHA-1.")]
    private static byte[] Expected(byte[] stream) => [.. stream.Chunk(Piece).SelectMany(SHA1.HashData)];

    private async Task<MadeTorrent> Make(HashOptions hashing) =>
        await TorrentMaker.MakeAsync(List(), new MakeOptions { PieceLength = Piece, Hashing = hashing });

    private ContentListing List()
    {
        Assert.Null(ContentWalker.List(_folder.Location, WalkOptions.Default, out ContentListing? listing));
        return listing!;
    }
}
