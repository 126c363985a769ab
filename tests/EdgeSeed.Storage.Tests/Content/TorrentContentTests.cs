using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol.Tests;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Tests.Sample;

namespace EdgeSeed.Storage.Tests.Content;

public sealed class TorrentContentTests : IDisposable
{
    private readonly SampleFolder _folder = new();
    private readonly OpenFileCache _cache = new(capacity: 2);

    public void Dispose()
    {
        _cache.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Read_spans_files_padding_and_empty_files()
    {
        _folder.Write("a", 1, 2, 3);
        _folder.Write("deep/er/b", 4, 5);
        using TorrentContent content = Content(File("a", 3), File("none", 0), Padding(2), File("deep/er/b", 2));
        byte[] read = new byte[7];

        Assert.Null(content.Read(0, read));
        Assert.Equal([1, 2, 3, 0, 0, 4, 5], read);
    }

    [Fact]
    public void Read_of_missing_file_names_it()
    {
        using TorrentContent content = Content(File("gone", 3));

        StorageError error = Assert.IsType<StorageError>(content.Read(0, new byte[3]));
        Assert.Equal(StorageFault.Missing, error.Fault);
        Assert.EndsWith("/gone", error.Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Read_of_file_with_another_length_is_refused(int length)
    {
        _folder.Write("a", new byte[length]);
        using TorrentContent content = Content(File("a", 3));

        Assert.Equal(StorageFault.WrongLength, content.Read(0, new byte[1])?.Fault);
    }

    [Fact]
    public void Read_after_truncation_fails_and_recovers_when_the_file_is_back()
    {
        _folder.Write("a", 1, 2, 3);
        using TorrentContent content = Content(File("a", 3));
        byte[] read = new byte[3];
        Assert.Null(content.Read(0, read));

        _folder.Write("a", 1);
        Assert.Equal(StorageFault.WrongLength, content.Read(0, read)?.Fault);
        Assert.Equal(StorageFault.WrongLength, content.Read(0, read)?.Fault);

        _folder.Write("a", 7, 8, 9);
        Assert.Null(content.Read(0, read));
        Assert.Equal([7, 8, 9], read);
    }

    [Fact]
    public void Links_out_of_the_root_are_refused_as_file_and_as_folder()
    {
        using var outside = new SampleFolder();
        outside.Write("secret", 1);
        _folder.Link("file", outside.Text + "/secret");
        _folder.Link("folder", outside.Text);
        using TorrentContent content = Content(File("file", 1), File("folder/secret", 1));

        Assert.Equal(StorageFault.Link, content.Read(0, new byte[1])?.Fault);
        Assert.Equal(StorageFault.Link, content.Read(1, new byte[1])?.Fault);
    }

    [Fact]
    public void What_a_link_led_to_when_it_was_verified_is_all_that_is_read_through_it()
    {
        System.IO.File.SetLastWriteTimeUtc(_folder.Write("old", 1, 2).ToString(), DateTime.UnixEpoch);
        _folder.Write("new/secret", 3, 4);
        _folder.Link("file", "old");
        Assert.Null(ContentWalker.List(_folder.Location, WalkOptions.Default, out ContentListing? listing));
        FileStamp stamp = listing!.Files.Single(file => file.Path.ToString() == "file").Stamp;
        using var content = new TorrentContent([File("file", 2)], isSingleFile: false, _folder.Location, _cache, [stamp]);
        byte[] read = new byte[2];
        Assert.Null(content.Read(0, read));
        Assert.Equal([1, 2], read);

        System.IO.File.Delete(_folder.Text + "/file");
        _folder.Link("file", "new/secret");
        using var again = new TorrentContent([File("file", 2)], isSingleFile: false, _folder.Location, _cache, [stamp]);
        Assert.Equal(StorageFault.Changed, again.Read(0, read)?.Fault);
        Assert.Equal(StorageFault.Changed, content.FindChange()?.Fault);
    }

    [Fact]
    public void A_fifo_is_refused_without_waiting_for_its_writer()
    {
        _folder.Fifo("pipe");
        using TorrentContent content = Content(File("pipe", 1));

        Assert.Equal(StorageFault.NotAFile, content.Read(0, new byte[1])?.Fault);
    }

    [Fact]
    public void Lease_lends_a_file_that_is_open_and_opens_none()
    {
        _folder.Write("a", 1, 2, 3);
        _folder.Write("b", 4, 5);
        using TorrentContent content = Content(File("a", 3), File("b", 2));

        Assert.False(content.TryLease(3, 2, out FileLease lease, out StorageError? error));
        Assert.Null(error);
        Assert.Null(content.Read(3, new byte[2]));
        Assert.True(content.TryLease(3, 2, out lease, out error));
        using (lease)
        {
            Assert.Null(error);
            Assert.Equal((0, 2), (lease.Offset, lease.Length));
            Assert.True(lease.Descriptor >= 0);
        }
    }

    [Fact]
    public void Lease_across_files_is_declined_without_error()
    {
        _folder.Write("a", 1, 2, 3);
        _folder.Write("b", 4, 5);
        using TorrentContent content = Content(File("a", 3), File("b", 2));

        Assert.False(content.TryLease(2, 2, out _, out StorageError? error));
        Assert.Null(error);
    }

    [Fact]
    public void Leased_file_stays_open_when_the_cache_drops_it()
    {
        _folder.Write("a", 1);
        TorrentContent content = Content(File("a", 1));
        Assert.Null(content.Read(0, new byte[1]));
        Assert.True(content.TryLease(0, 1, out FileLease lease, out _));
        var opened = new FileInfo($"/proc/self/fd/{lease.Descriptor}");

        content.Dispose();
        Assert.Equal(_folder.Text + "/a", opened.LinkTarget);
        lease.Dispose();
        Assert.NotEqual(_folder.Text + "/a", new FileInfo(opened.FullName).LinkTarget);
    }

    [Fact]
    public void Cache_keeps_at_most_its_capacity_and_everything_stays_readable()
    {
        var files = new TorrentFile[5];
        for (byte i = 0; i < files.Length; i++)
        {
            _folder.Write($"f{i}", i);
            files[i] = File($"f{i}", 1);
        }
        using TorrentContent content = Content(files);
        for (int round = 0; round < 3; round++)
        {
            byte[] read = new byte[5];
            Assert.Null(content.Read(0, read));
            Assert.Equal([0, 1, 2, 3, 4], read);
            Assert.Equal(2, _cache.Count);
        }
    }

    [Fact]
    public void Read_after_dispose_is_an_error_value()
    {
        _folder.Write("a", 1);
        TorrentContent content = Content(File("a", 1));
        Assert.Null(content.Read(0, new byte[1]));
        content.Dispose();

        Assert.Equal(0, _cache.Count);
        Assert.Equal(StorageFault.Closed, content.Read(0, new byte[1])?.Fault);
    }

    [Fact]
    public void Single_file_is_the_location_itself()
    {
        LocalPath path = _folder.Write("renamed", 1, 2);
        using var content = new TorrentContent([File("original", 2)], isSingleFile: true, new ContentLocation(path), _cache);
        byte[] read = new byte[1];

        Assert.Null(content.Read(1, read));
        Assert.Equal([2], read);
    }

    [Fact]
    public void Reading_and_leasing_open_files_allocates_nothing()
    {
        _folder.Write("a", new byte[100]);
        _folder.Write("b", new byte[100]);
        using TorrentContent content = Content(File("a", 100), File("b", 100));
        byte[] read = new byte[50];

        Assert.Equal(0, Allocation.Of(Use));

        void Use()
        {
            if (content.Read(75, read) is not null) throw new InvalidOperationException();
            if (!content.TryLease(120, 50, out FileLease lease, out _)) throw new InvalidOperationException();
            lease.Dispose();
        }
    }

    [Fact]
    public async Task Many_threads_read_right_bytes_while_files_are_dropped()
    {
        var files = new TorrentFile[8];
        for (byte i = 0; i < files.Length; i++)
        {
            _folder.Write($"f{i}", i, i);
            files[i] = File($"f{i}", 2);
        }
        using TorrentContent content = Content(files);
        await Parallel.ForAsync(0, 4, (worker, _) =>
        {
            var random = new Random(worker);
            byte[] read = new byte[1];
            for (int i = 0; i < 2000; i++)
            {
                int offset = random.Next(16);
                Assert.Null(content.Read(offset, read));
                Assert.Equal(offset / 2, read[0]);
            }
            return ValueTask.CompletedTask;
        });
    }

    [Fact]
    public void Read_beyond_four_gibibytes_reaches_the_right_byte()
    {
        const long Length = (5L << 30) + 3;
        _folder.WriteSparse("big", Length);
        using (FileStream big = System.IO.File.OpenWrite(_folder.Text + "/big"))
        {
            big.Position = Length - 1;
            big.WriteByte(9);
        }
        using TorrentContent content = Content(File("big", Length));
        byte[] read = new byte[2];

        Assert.Null(content.Read(Length - 2, read));
        Assert.Equal([0, 9], read);
    }

    [Theory]
    [InlineData(new byte[] { 0xff, 0xfe, 0x80 })]
    [InlineData(new byte[] { (byte)'a', (byte)'\n', (byte)'b', 0x1b })]
    public void Names_of_any_bytes_are_read(byte[] name)
    {
        _folder.Write(name, 5);
        Assert.Equal(PathFault.None, SafePath.Check(name, out SafePath path));
        using TorrentContent content = Content(new TorrentFile(path, 1, 0));
        byte[] read = new byte[1];

        Assert.Null(content.Read(0, read));
        Assert.Equal([5], read);
    }

    private static TorrentFile File(string path, long length)
    {
        Assert.True(SafePath.TryParse(path, out SafePath safe));
        return new TorrentFile(safe, length, 0);
    }

    private static TorrentFile Padding(long length) => File(".pad/1", length) with { Attributes = TorrentFileAttributes.Padding };

    private TorrentContent Content(params TorrentFile[] files)
    {
        long offset = 0;
        for (int i = 0; i < files.Length; i++)
        {
            files[i] = files[i] with { Offset = offset };
            offset += files[i].Length;
        }
        return new TorrentContent(files, isSingleFile: false, _folder.Location, _cache);
    }
}
