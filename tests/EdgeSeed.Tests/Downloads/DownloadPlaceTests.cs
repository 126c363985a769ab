using EdgeSeed.Downloads;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Tests.Common;
using EdgeSeed.Torrents;

namespace EdgeSeed.Tests.Downloads;

/// <summary>A download goes on where its data lies, under whatever name <c>verify</c> finds it, and nowhere else.</summary>
public sealed class DownloadPlaceTests : IDisposable
{
    private const int Piece = 16384;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("d", "\u00e9.bin", "d/e\u0301.bin", "d/b.bin", 2)]
    [InlineData("\u00e9", "\u00e9.bin", "e\u0301/e\u0301.bin", "e\u0301/b.bin", 2)]
    [InlineData("d", "sub:/x.bin", "d/sub_/x.bin", "d/b.bin", 1)]
    [InlineData("d", "sub./x.bin", "d/sub/x.bin", "d/b.bin", 1)]
    public async Task Folder_of_names_that_are_alike_is_completed_in_place(string name, string path, string onDisk, string missing, int pieces)
    {
        byte[] one = Bytes(2 * Piece, 1), other = Bytes(Piece, 2);
        Metainfo torrent = Make(name, (path, one), ("b.bin", other));
        Write(onDisk, one[..(pieces * Piece)]);
        Bitfield right = await CompleteAsync(torrent, inOwnFolder: false, [.. one, .. other]);
        Assert.Equal(pieces, right.Count());
        Assert.Equal(one, File.ReadAllBytes(In(onDisk)));
        Assert.Equal(other, File.ReadAllBytes(In(missing)));
        Assert.Equal(2, Directory.GetFiles(_folder.Path, "*.bin", SearchOption.AllDirectories).Length);
        await VerifyAsync(torrent);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Unfinished_file_of_another_spelling_is_completed_in_place(bool inOwnFolder)
    {
        byte[] data = Bytes(2 * Piece, 1);
        Metainfo torrent = Make("a:b.bin", ("", data));
        Write("a_b.bin", data[..(Piece + 5)]);
        Assert.Equal(1, (await CompleteAsync(torrent, inOwnFolder, data)).Count());
        Assert.Equal([In("a_b.bin")], Directory.GetFiles(_folder.Path, "*.bin", SearchOption.AllDirectories));
        await VerifyAsync(torrent);
    }

    [Fact]
    public async Task Files_without_their_folder_are_repaired_where_they_lie()
    {
        byte[] one = Bytes(2 * Piece, 1), other = Bytes(Piece, 2);
        Metainfo torrent = Make("d", ("x.bin", one), ("s/b.bin", other));
        Write("x.bin", [.. one[..Piece], .. new byte[Piece]]);
        Write("s/b.bin", other);
        Assert.Equal(2, (await CompleteAsync(torrent, inOwnFolder: true, [.. one, .. other])).Count());
        Assert.Equal(one, File.ReadAllBytes(In("x.bin")));
        Assert.False(Directory.Exists(In("d")));
        await VerifyAsync(torrent);
    }

    [Fact]
    public void Same_place_is_not_found_a_second_time()
    {
        Metainfo torrent = Make("d", ("x.bin", Bytes(Piece, 1)));
        Assert.Null(DownloadPlace.OpenFound(torrent, Folder, inOwnFolder: false));
        Write("d/x.bin", Bytes(Piece, 1));
        Assert.Null(DownloadPlace.OpenFound(torrent, Folder, inOwnFolder: false));
    }

    [Fact]
    public async Task File_that_is_right_in_length_alone_is_left_as_it_is_and_what_was_refused_leaves_nothing()
    {
        byte[] one = Bytes(2 * Piece, 1), mine = Bytes(Piece, 7);
        Metainfo torrent = Make("d", ("\u00e9.bin", one), ("b.bin", Bytes(Piece, 2)));
        Write("d/e\u0301.bin", one);
        Write("d/b.bin", mine);
        using (DownloadPlace place = DownloadPlace.OpenFound(torrent, Folder, inOwnFolder: false)!)
        {
            Bitfield right = await place.CheckAsync(Check);
            Assert.Contains("b.bin", Assert.Throws<GetException>(() => place.Prepare(wanted: null, right)).Message, StringComparison.Ordinal);
        }
        Assert.Equal(mine, File.ReadAllBytes(In("d/b.bin")));
        Assert.False(Directory.Exists(In(".edgeseed")));
    }

    [Fact]
    public async Task What_a_download_made_in_one_place_is_not_its_own_in_another()
    {
        byte[] one = Bytes(2 * Piece, 1), mine = Bytes(Piece, 7);
        Metainfo torrent = Make("d\u00e9", ("x.bin", one), ("b.bin", Bytes(Piece, 2)));
        using (var place = DownloadPlace.Open(torrent, Folder)) place.Prepare(wanted: null, new Bitfield(3));
        Directory.Delete(In("d\u00e9"), recursive: true);
        Write("de\u0301/x.bin", one);
        Write("de\u0301/b.bin", mine);
        using (DownloadPlace place = DownloadPlace.OpenFound(torrent, Folder, inOwnFolder: false)!)
        {
            Bitfield right = await place.CheckAsync(Check);
            Assert.Throws<GetException>(() => place.Prepare(wanted: null, right));
        }
        Assert.Equal(mine, File.ReadAllBytes(In("de\u0301/b.bin")));
    }

    private async Task<Bitfield> CompleteAsync(Metainfo torrent, bool inOwnFolder, byte[] data)
    {
        using DownloadPlace? place = DownloadPlace.OpenFound(torrent, Folder, inOwnFolder);
        Assert.NotNull(place);
        Bitfield right = await place.CheckAsync(Check);
        Bitfield before = new(right.Span.ToArray(), right.Length);
        place.Prepare(wanted: null, right);
        Assert.Null(place.Target.Write(0, data));
        Assert.Null(place.Target.Synchronise());
        Assert.Null(place.Target.FindLoss());
        Assert.True(place.IsExact(wanted: null));
        place.Forget();
        return before;
    }

    private async Task VerifyAsync(Metainfo torrent) =>
        Assert.True((await Check(torrent, DataLocation.At(torrent, _folder.Path))).Pieces.IsComplete);

    private static Task<VerifyResult> Check(Metainfo torrent, ContentLocation location) => PieceVerifier.VerifyAsync(torrent, location, HashOptions.Default);

    private LocalPath Folder => LocalPath.FromString(_folder.Path);

    private string In(string name) => _folder[name];

    private void Write(string path, byte[] data) => _folder.Write(path, data);

    private static Metainfo Make(string name, params (string Path, byte[] Data)[] files)
    {
        Assert.True(MetainfoParser.TryParse(SampleTorrent.Of(name, Piece, files), new MetainfoLimits(), out Metainfo? torrent, out MetainfoError fault), fault.ToString());
        return torrent!;
    }

    private static byte[] Bytes(int length, int seed)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
