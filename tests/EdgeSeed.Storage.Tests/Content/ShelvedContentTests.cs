using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Storage.Library;
using EdgeSeed.Storage.Tests.Sample;

namespace EdgeSeed.Storage.Tests.Content;

public sealed class ShelvedContentTests : IContentWatch, IDisposable
{
    private readonly SampleFolder _folder = new();
    private readonly OpenFileCache _cache = new();

    public void Dispose()
    {
        _cache.Dispose();
        _folder.Dispose();
    }

    void IContentWatch.PieceFailed(InfoHash infoHash, ContentLocation owner, PieceIndex piece, StorageError error)
    {
    }

    void IContentWatch.CopyFailed(InfoHash infoHash, ContentLocation owner, StorageError error)
    {
    }

    [Fact]
    public async Task Read_brings_the_list_of_files_and_rest_lets_it_go()
    {
        (ShelvedContent content, _) = await ShelveAsync();
        Assert.False(content.IsOpen);
        Assert.False(content.TryLease(0, 2, out _, out StorageError? error));
        Assert.Null(error);
        byte[] bytes = new byte[3];
        Assert.Null(content.Read(1, bytes));
        Assert.Equal([2, 3, 4], bytes);
        Assert.True(content.IsOpen);
        Assert.Equal(2, _cache.Count);
        content.Rest();
        Assert.False(content.IsOpen);
        Assert.Equal(0, _cache.Count);
        Assert.Null(content.Read(0, bytes));
        Assert.Equal([1, 2, 3], bytes);
    }

    [Fact]
    public async Task Read_after_dispose_says_that_it_is_closed()
    {
        (ShelvedContent content, _) = await ShelveAsync();
        Assert.Null(content.Read(0, new byte[1]));
        content.Dispose();
        Assert.Equal(StorageFault.Closed, content.Read(0, new byte[1])!.Fault);
        Assert.Equal(0, _cache.Count);
    }

    [Fact]
    public async Task Read_of_another_torrent_in_its_place_is_refused()
    {
        (ShelvedContent content, LocalPath file) = await ShelveAsync();
        File.WriteAllText(file.ToString(), "d4:infod6:lengthi1e4:name1:x12:piece lengthi16384e6:pieces20:aaaaaaaaaaaaaaaaaaaaee");
        Assert.Equal(StorageFault.Changed, content.Read(0, new byte[1])!.Fault);
    }

    [Fact]
    public async Task Info_is_read_from_the_file_and_no_file_stays_open()
    {
        _folder.Write("data/a", 1, 2, 3);
        MadeTorrent made = await MakeAsync();
        byte[] file = made.File.ToArray();
        _folder.Write("made.torrent", file);
        var place = new ContentLocation(_folder.Path.Join("made.torrent"u8));
        var data = new ContentLocation(_folder.Path.Join("data"u8));
        Assert.Null(TorrentFileReader.Read(place, 5 * file.Length, out Metainfo? torrent, out _));
        var content = new MirroredContent(torrent!.InfoHash, torrent.Layout, this);
        var source = new ShelvedContent(torrent, place, place, data, _cache, [default, default]);
        content.Add(new ContentCopy(place, source, new Bitfield(torrent.PieceCount), new DriveReads(0, TimeProvider.System)));
        var info = new ShelvedInfo(content, torrent.InfoBytes.Length);
        byte[] read = new byte[info.TotalLength];
        Assert.Null(info.Read(0, read));
        Assert.Equal(made.Metainfo!.InfoBytes.ToArray(), read);
        content.Remove(place);
        Assert.NotNull(info.Read(0, read));
    }

    private async Task<(ShelvedContent Content, LocalPath TorrentFile)> ShelveAsync()
    {
        _folder.Write("data/a", 1, 2, 3);
        _folder.Write("data/b", 4, 5);
        MadeTorrent made = await MakeAsync();
        _folder.Write("made.torrent", made.File.ToArray());
        LocalPath file = _folder.Path.Join("made.torrent"u8);
        var data = new ContentLocation(_folder.Path.Join("data"u8));
        Assert.Null(ContentWalker.List(data, WalkOptions.Default, out ContentListing? listing));
        ResumeRecord record = ResumeRecord.Of(made.Metainfo!, listing!);
        return (new ShelvedContent(made.Metainfo!, new ContentLocation(file), data, data, _cache, record.Stamps), file);
    }

    private async Task<MadeTorrent> MakeAsync()
    {
        Assert.Null(ContentWalker.List(new ContentLocation(_folder.Path.Join("data"u8)), WalkOptions.Default, out ContentListing? listing));
        return await TorrentMaker.MakeAsync(listing!, new MakeOptions());
    }
}
