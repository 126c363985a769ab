using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Library;
using Microsoft.Extensions.Time.Testing;

namespace EdgeSeed.Storage.Tests.Content;

public sealed class MirroredContentTests : IContentWatch
{
    private const int Piece = 16384;
    private const int Pieces = 4;

    private static readonly ContentLocation s_first = new(LocalPath.FromString("/first"));
    private static readonly ContentLocation s_second = new(LocalPath.FromString("/second"));

    private readonly FakeTimeProvider _time = new();
    private readonly MirroredContent _content;
    private readonly List<(ContentLocation Owner, int Piece)> _withheld = [];
    private readonly List<ContentLocation> _failed = [];

    public MirroredContentTests() => _content = new MirroredContent(default, new TorrentLayout(Piece * Pieces, Piece), this);

    void IContentWatch.PieceFailed(InfoHash infoHash, ContentLocation owner, PieceIndex piece, StorageError error) => _withheld.Add((owner, piece.Value));

    void IContentWatch.CopyFailed(InfoHash infoHash, ContentLocation owner, StorageError error) => _failed.Add(owner);

    [Fact]
    public void Bad_sector_withholds_its_piece_and_the_others_go_on()
    {
        Disk disk = Add(s_first, 1);
        disk.BadPiece = 2;
        Assert.Equal(StorageFault.Withheld, _content.Read(Piece * 2, new byte[100])?.Fault);
        Assert.Null(_content.Read(Piece, new byte[100]));
        Assert.Equal([(s_first, 2)], _withheld);
        Assert.Equal((3, false), (_content.Verified().Count(), _content.Verified()[new PieceIndex(2)]));
        Assert.Equal(StorageFault.Withheld, _content.Read(Piece * 2, new byte[100])?.Fault);
        Assert.Equal(1, disk.Failures);
    }

    [Fact]
    public void Read_over_several_pieces_condemns_only_the_bad_one()
    {
        Add(s_first, 1).BadPiece = 2;
        Assert.Equal(StorageFault.Withheld, _content.Read(Piece, new byte[Piece * 3])?.Fault);
        Assert.Equal([(s_first, 2)], _withheld);
        Assert.Equal(3, _content.Verified().Count());
    }

    [Fact]
    public void Piece_that_is_bad_on_one_drive_comes_from_the_other()
    {
        Add(s_first, 1).BadPiece = 0;
        Add(s_second, 2);
        byte[] bytes = new byte[100];
        Assert.Null(_content.Read(0, bytes));
        Assert.All(bytes, value => Assert.Equal(2, value));
        Assert.Null(_content.Read(Piece, bytes));
        Assert.All(bytes, value => Assert.Equal(1, value));
        Assert.True(_content.Verified().IsComplete);
    }

    [Fact]
    public void Copy_that_is_taken_out_leaves_the_other()
    {
        Disk first = Add(s_first, 1);
        Add(s_second, 2);
        Assert.True(_content.Remove(s_first));
        Assert.False(_content.Remove(s_first));
        Assert.True(first.IsDisposed);
        byte[] bytes = new byte[1];
        Assert.Null(_content.Read(0, bytes));
        Assert.Equal((1, (byte)2), (_content.Count, bytes[0]));
    }

    [Fact]
    public void File_that_changed_fails_the_copy_and_no_piece()
    {
        Disk disk = Add(s_first, 1);
        disk.Whole = StorageError.Found(StorageOperation.Read, "x", StorageFault.Changed, "it changed");
        Assert.Equal(StorageFault.Changed, _content.Read(0, new byte[1])?.Fault);
        Assert.Equal([s_first], _failed);
        Assert.True(_content.Verified().IsComplete);
    }

    [Fact]
    public void Drive_that_rests_is_not_read()
    {
        var reads = new DriveReads(0, _time) { ErrorBudget = 1 };
        Disk disk = Add(s_first, 1, reads);
        reads.Failed(StorageError.FromErrno(StorageOperation.Read, "x", 5));
        Assert.Contains("rests", _content.Read(0, new byte[1])!.Detail, StringComparison.Ordinal);
        Assert.Equal(0, disk.Reads);
        _time.Advance(DriveReads.FirstRest);
        Assert.Null(_content.Read(0, new byte[1]));
    }

    [Fact]
    public void Copies_are_bounded()
    {
        for (int i = 0; i < MirroredContent.MaxCopies; i++) Add(new ContentLocation(LocalPath.FromString($"/{i}")), 1);
        Assert.False(_content.Add(Copy(s_first, new Disk(1), new DriveReads(0, _time))));
    }

    private Disk Add(ContentLocation owner, byte value, DriveReads? reads = null)
    {
        var disk = new Disk(value);
        Assert.True(_content.Add(Copy(owner, disk, reads ?? new DriveReads(0, _time))));
        return disk;
    }

    private static ContentCopy Copy(ContentLocation owner, Disk disk, DriveReads reads)
    {
        var all = new Bitfield(Pieces);
        all.SetAll();
        return new ContentCopy(owner, disk, all, reads);
    }

    private sealed class Disk(byte value) : BlockSource, IDisposable
    {
        public override long TotalLength => Piece * Pieces;

        internal int? BadPiece { get; set; }

        internal StorageError? Whole { get; set; }

        internal int Reads { get; private set; }

        internal int Failures { get; private set; }

        internal bool IsDisposed { get; private set; }

        public override StorageError? Read(long offset, Span<byte> buffer)
        {
            Reads++;
            if (Whole is not null) return Whole;
            bool isBad = BadPiece is { } bad && offset < (bad + 1) * Piece && offset + buffer.Length > bad * Piece;
            if (!isBad)
            {
                buffer.Fill(value);
                return null;
            }
            Failures++;
            return StorageError.FromErrno(StorageOperation.Read, "disk", 5);
        }

        public void Dispose() => IsDisposed = true;
    }
}
