using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Storage.Tests.Sample;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeSeed.Storage.Tests.State;

public sealed class ResumeRecordTests : IDisposable
{
    private const int Piece = PieceLengths.Min;

    private readonly SampleFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Payload_is_read_back_as_written() => Prop.ForAll<bool[], long[]>((pieces, numbers) =>
    {
        if (pieces.Length == 0 || numbers.Length == 0) return;
        var verified = new Bitfield(pieces.Length);
        for (int i = 0; i < pieces.Length; i++) if (pieces[i]) verified.Set(new PieceIndex(i));
        var record = new ResumeRecord
        {
            InfoHash = new Protocol.InfoHash(new byte[20]),
            UploadedBytes = numbers[0] & long.MaxValue,
            Verified = verified,
            Stamps = [.. numbers.Select(number => new FileStamp(number & long.MaxValue, ~number))],
        };
        byte[] payload = record.ToBytes();
        Assert.True(ResumeRecord.TryParse(payload, out ResumeRecord? read));
        Assert.Equal(verified.Span.ToArray(), read!.Verified.Span.ToArray());
        Assert.Equal(record.Stamps, read.Stamps);
        Assert.Equal(record.UploadedBytes, read.UploadedBytes);
        Assert.Equal(payload, read.ToBytes());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Pieces_of_a_changed_file_are_not_trusted()
    {
        (Metainfo torrent, ResumeRecord record) = await Sample();
        Assert.True(record.Trusted(torrent, _data.Location).IsComplete);

        File.SetLastWriteTimeUtc(_data.Text + "/b", DateTime.UnixEpoch);
        Bitfield trusted = record.Trusted(torrent, _data.Location);
        Assert.Equal([true, false, false, true], Enumerable.Range(0, 4).Select(i => trusted[new PieceIndex(i)]));
    }

    [Fact]
    public async Task Pieces_of_a_missing_file_are_not_trusted()
    {
        (Metainfo torrent, ResumeRecord record) = await Sample();
        File.Delete(_data.Text + "/c");

        Assert.Equal(2, record.Trusted(torrent, _data.Location).Count());
    }

    [Fact]
    public async Task Record_of_another_shape_is_not_trusted()
    {
        (Metainfo torrent, ResumeRecord record) = await Sample();

        Assert.True((record with { InfoHash = default }).Trusted(torrent, _data.Location).IsEmpty);
        Assert.True((record with { Verified = new Bitfield(9) }).Trusted(torrent, _data.Location).IsEmpty);
        Assert.True((record with { Stamps = [] }).Trusted(torrent, _data.Location).IsEmpty);
    }

    [Fact]
    public void A_small_file_cannot_ask_for_much_memory()
    {
        byte[] payload = new byte[37];
        payload.AsSpan(28, 4).Fill(0x7f);
        Assert.False(ResumeRecord.TryParse(payload, out _));
        payload.AsSpan(28).Clear();
        payload[28] = 1;
        payload.AsSpan(32, 4).Fill(0x7f);
        Assert.False(ResumeRecord.TryParse(payload, out _));
    }

    private async Task<(Metainfo, ResumeRecord)> Sample()
    {
        _data.WriteRandom("a", Piece + 10);
        _data.WriteRandom("b", Piece);
        _data.WriteRandom("c", Piece * 2 - 10);
        Assert.Null(ContentWalker.List(_data.Location, WalkOptions.Default, out ContentListing? listing));
        MadeTorrent made = await TorrentMaker.MakeAsync(listing!, new MakeOptions { PieceLength = Piece });
        return (made.Metainfo!, ResumeRecord.Of(made.Metainfo!, listing!));
    }
}
