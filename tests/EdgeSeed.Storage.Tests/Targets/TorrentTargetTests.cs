using System.Text;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Targets;
using EdgeSeed.Storage.Tests.Sample;

namespace EdgeSeed.Storage.Tests.Targets;

public sealed class TorrentTargetTests : IDisposable
{
    private readonly SampleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Blocks_lie_in_their_files_and_are_read_back()
    {
        Metainfo torrent = Torrent(("one", 3), ("deep/two", 5));
        using TorrentTarget target = Open(torrent, "");
        Assert.Null(Prepare(target));
        Assert.Null(target.Write(1, [1, 2, 3, 4]));
        byte[] read = new byte[8];
        Assert.Null(target.Read(0, read));
        Assert.Equal([0, 1, 2, 3, 4, 0, 0, 0], read);
        Assert.Equal([0, 1, 2], File.ReadAllBytes(In("set/one")));
        Assert.Null(target.Synchronise());
        Assert.Null(target.FindLoss());
    }

    [Theory]
    [InlineData(8, 0)]
    [InlineData(4, 4)]
    public void Parts_lie_one_behind_the_other_in_one_file_or_two(int one, int two)
    {
        Metainfo torrent = Torrent(("one", one), ("deep/two", two));
        using TorrentTarget target = Open(torrent, "");
        Assert.Null(Prepare(target));
        target.Reserve(1, 7);
        Assert.Null(target.Write(1, [new byte[] { 1, 2, 3, 4 }, new byte[] { 5, 6 }]));
        byte[] read = new byte[8];
        Assert.Null(target.Read(0, read));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 0], read);
        Assert.Equal(one, File.ReadAllBytes(In("set/one")).Length);
    }

    [Fact]
    public void Link_below_the_folder_is_not_followed()
    {
        using var elsewhere = new SampleFolder();
        _folder.Link("set", elsewhere.Text);
        using TorrentTarget target = Open(Torrent(("one", 3)), "");
        Assert.NotNull(Prepare(target));
        Assert.Empty(Directory.GetFileSystemEntries(elsewhere.Text));
    }

    [Theory]
    [InlineData("into/set/one")]
    [InlineData("into")]
    public void Removed_files_and_folders_are_found_although_writes_still_succeed(string removed)
    {
        using TorrentTarget target = Begin();
        Remove(In(removed));
        Assert.Null(target.Write(0, [7]));
        Assert.Equal(StorageFault.Missing, target.FindLoss()!.Fault);
        Assert.NotNull(target.Synchronise());
    }

    [Theory]
    [InlineData("into/set/one")]
    [InlineData("into")]
    public void What_takes_the_place_of_files_or_the_folder_is_not_taken_for_them(string replaced)
    {
        using TorrentTarget target = Begin();
        Directory.Move(In(replaced), In("moved"));
        if (replaced == "into") Directory.CreateDirectory(In(replaced));
        else File.WriteAllBytes(In(replaced), [0, 0, 0]);
        Assert.Equal(StorageFault.Missing, target.FindLoss()!.Fault);
    }

    [Fact]
    public void File_that_was_made_and_is_gone_at_the_end_is_an_error_and_one_that_was_not_wanted_is_none()
    {
        using TorrentTarget target = Open(Torrent(("one", 3), ("two", 3)), "");
        Assert.Null(Prepare(target, file => file == 1));
        Assert.Null(target.Synchronise());
        File.Delete(In("set/two"));
        Assert.Equal(StorageFault.Missing, target.Synchronise()!.Fault);
    }

    private TorrentTarget Begin()
    {
        Directory.CreateDirectory(In("into"));
        TorrentTarget target = Open(Torrent(("one", 3), ("two", 3)), "into");
        Assert.Null(Prepare(target));
        Assert.Null(target.Write(0, [1, 2, 3]));
        return target;
    }

    private static StorageError? Prepare(TorrentTarget target, Func<int, bool>? isWanted = null) =>
        target.Prepare(new TargetClaim { IsWanted = isWanted, Owned = new bool[2], Right = new Bitfield(1) });

    private static void Remove(string path)
    {
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        else File.Delete(path);
    }

    private string In(string name) => Path.Combine(_folder.Text, name);

    private TorrentTarget Open(Metainfo torrent, string inside)
    {
        Assert.Null(TorrentTarget.Open(torrent, TorrentTarget.OwnPlace(torrent, LocalPath.FromString(In(inside)), inOwnFolder: false), out TorrentTarget? target));
        return target!;
    }

    private static Metainfo Torrent(params (string Path, int Length)[] files)
    {
        string list = string.Concat(files.Select(file =>
            $"d6:lengthi{file.Length}e4:pathl{string.Concat(file.Path.Split('/').Select(part => $"{part.Length}:{part}"))}ee"));
        byte[] text = Encoding.ASCII.GetBytes($"d4:infod5:filesl{list}e4:name3:set12:piece lengthi16384e6:pieces20:{new string('x', 20)}ee");
        Assert.True(MetainfoParser.TryParse(text, new MetainfoLimits(), out Metainfo? torrent, out MetainfoError fault), fault.ToString());
        return torrent!;
    }
}
