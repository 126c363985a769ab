using System.Diagnostics;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Storage.Targets;
using EdgeSeed.Storage.Tests.Sample;
using EdgeSeed.Tests.Common;

namespace EdgeSeed.Storage.Tests.Targets;

/// <summary>What is not the torrent's stays as it is, whatever it is.</summary>
public sealed class TargetSafetyTests : IDisposable
{
    private const int Piece = 16384;

    private readonly SampleFolder _folder = new();
    private readonly bool[] _owned = new bool[2];
    private readonly List<bool[]> _kept = [];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(Piece)]
    [InlineData(2 * Piece)]
    [InlineData(3 * Piece)]
    public async Task File_of_others_stays_and_nothing_is_made(int length)
    {
        byte[] precious = Bytes(length, 9);
        _folder.Write("set/b", precious);
        Assert.Equal(StorageFault.Foreign, (await PrepareAsync(Set()))!.Fault);
        Assert.Equal(precious, File.ReadAllBytes(In("set/b")));
        Assert.False(File.Exists(In("set/a")));
        Assert.Empty(_kept);
    }

    [Fact]
    public async Task File_of_others_goes_where_somebody_insists()
    {
        _folder.Write("set/b", Bytes(3 * Piece, 9));
        Assert.Null(await PrepareAsync(Set(), overwrites: true));
        Assert.Equal(new byte[2 * Piece], File.ReadAllBytes(In("set/b")));
    }

    [Fact]
    public async Task File_with_a_right_piece_is_taken()
    {
        _folder.Write("set/b", Content()[(2 * Piece)..(3 * Piece + 5)]);
        Assert.Null(await PrepareAsync(Set()));
        Assert.Equal([.. Content()[(2 * Piece)..(3 * Piece + 5)], .. new byte[Piece - 5]], File.ReadAllBytes(In("set/b")));
        Assert.Equal([true, true], _kept.Single());
    }

    [Fact]
    public async Task File_that_this_download_made_is_taken()
    {
        Assert.Null(await PrepareAsync(Set()));
        Assert.Null(await PrepareAsync(Set()));
        Assert.Equal(2 * Piece, new FileInfo(In("set/b")).Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task File_that_is_too_long_is_wrong_unless_somebody_insists(bool overwrites)
    {
        byte[] longer = [.. Content()[(2 * Piece)..], 1];
        _folder.Write("set/b", longer);
        StorageError? error = await PrepareAsync(Set(), overwrites);
        Assert.Equal(overwrites ? null : StorageFault.WrongLength, error?.Fault);
        Assert.Equal(overwrites ? longer[..^1] : longer, File.ReadAllBytes(In("set/b")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task File_with_two_names_is_not_written_to(bool overwrites)
    {
        byte[] damaged = Content()[(2 * Piece)..];
        damaged[^1] ^= 1;
        _folder.Write("backup", damaged);
        Directory.CreateDirectory(In("set"));
        Run("ln", In("backup"), In("set/b"));
        Assert.Equal(overwrites ? null : StorageFault.Foreign, (await PrepareAsync(Set(), overwrites))?.Fault);
        Assert.Equal(damaged, File.ReadAllBytes(In("backup")));
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("link")]
    [InlineData("pipe")]
    [InlineData("link above")]
    public async Task What_is_no_file_stays_although_somebody_insists(string kind)
    {
        string elsewhere = In("precious");
        File.WriteAllBytes(elsewhere, [1, 2, 3]);
        if (kind == "link above") Directory.CreateSymbolicLink(In("set"), Directory.CreateDirectory(In("other")).FullName);
        else Directory.CreateDirectory(In("set"));
        if (kind == "folder") Directory.CreateDirectory(In("set/b"));
        if (kind == "link") File.CreateSymbolicLink(In("set/b"), elsewhere);
        if (kind == "pipe") Run("mkfifo", In("set/b"));
        Assert.NotNull(await PrepareAsync(Set(), overwrites: true));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(elsewhere));
        Assert.False(File.Exists(In("other/a")));
    }

    [Fact]
    public async Task Two_files_in_one_place_are_refused()
    {
        // As a file system that takes upper and lower case for the same shows them.
        byte[] same = Content()[..Piece];
        Metainfo torrent = Torrent("set", ("a", same), ("A", same));
        _folder.Write("set/a", [1]);
        Run("ln", In("set/a"), In("set/A"));
        _owned.AsSpan().Fill(true);
        Assert.Equal(StorageFault.Foreign, (await PrepareAsync(torrent))!.Fault);
    }

    [Theory]
    [InlineData(".bashrc", "x")]
    [InlineData("set", ".profile")]
    [InlineData("set", ".config/autostart/x")]
    [InlineData("set", "AutoRun.inf")]
    [InlineData("set", "go.Desktop")]
    public async Task Started_names_are_written_only_into_new_folders(string name, string path)
    {
        Metainfo torrent = Torrent(name, (path, Bytes(Piece, 1)), ("z", Bytes(5, 2)));
        bool isRootNew = name == "set";
        if (isRootNew) Assert.Null(await PrepareAsync(torrent));
        if (isRootNew) Directory.Delete(In("set"), recursive: true);
        _owned.AsSpan().Clear();
        Directory.CreateDirectory(In("set"));
        Assert.Equal(StorageFault.Foreign, (await PrepareAsync(torrent, overwrites: true))!.Fault);
        Assert.Empty(Directory.EnumerateFileSystemEntries(In("set")));
    }

    [Fact]
    public async Task Own_folder_has_the_torrents_name_without_a_dot()
    {
        Metainfo torrent = Torrent(".bashrc", ("", Bytes(Piece, 1)));
        Assert.Null(await PrepareAsync(torrent, inOwnFolder: true));
        Assert.Equal(Piece, new FileInfo(In("bashrc/.bashrc")).Length);
        Assert.False(Path.Exists(In(".bashrc")));
    }

    [Fact]
    public void File_that_came_into_the_place_of_a_closed_one_is_not_written_to()
    {
        Metainfo torrent = Torrent("set", ("a", Bytes(Piece, 1)), ("b", Bytes(Piece, 2)));
        Assert.Null(TorrentTarget.Open(torrent, TorrentTarget.OwnPlace(torrent, LocalPath.FromString(_folder.Text), inOwnFolder: false), out TorrentTarget? target));
        using (target)
        {
            Assert.Null(target!.Prepare(new TargetClaim { Owned = _owned, Right = new Bitfield(2) }));
            File.Move(In("set/a"), In("moved"));
            byte[] mine = Bytes(Piece, 7);
            File.WriteAllBytes(In("set/a"), mine);
            File.SetLastWriteTimeUtc(In("set/a"), DateTime.UtcNow.AddDays(-1));
            Assert.Equal(StorageFault.Missing, target.Write(0, [1, 2, 3])!.Fault);
            Assert.Equal(mine, File.ReadAllBytes(In("set/a")));
        }
    }

    private async Task<StorageError?> PrepareAsync(Metainfo torrent, bool overwrites = false, bool inOwnFolder = false)
    {
        Assert.Null(TorrentTarget.Open(torrent, TorrentTarget.OwnPlace(torrent, LocalPath.FromString(_folder.Text), inOwnFolder), out TorrentTarget? target));
        using (target)
        {
            VerifyResult found = await PieceVerifier.VerifyAsync(torrent, target!.Location, HashOptions.Default);
            return target.Prepare(new TargetClaim { Owned = _owned, Right = found.Pieces, Overwrites = overwrites, Keep = Remember });
        }
    }

    private StorageError? Remember(bool[] owned)
    {
        _kept.Add([.. owned]);
        return null;
    }

    private static Metainfo Set() => Torrent("set", ("a", Content()[..(2 * Piece)]), ("b", Content()[(2 * Piece)..]));

    private static byte[] Content() => Bytes(4 * Piece, 1);

    private static byte[] Bytes(int length, int seed)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private string In(string name) => Path.Combine(_folder.Text, name);

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    /// <summary>A torrent of these files; one without a path is of a single file.</summary>
    private static Metainfo Torrent(string name, params (string Path, byte[] Data)[] files)
    {
        Assert.True(MetainfoParser.TryParse(SampleTorrent.Of(name, Piece, files), new MetainfoLimits(), out Metainfo? torrent, out MetainfoError fault), fault.ToString());
        return torrent!;
    }
}
