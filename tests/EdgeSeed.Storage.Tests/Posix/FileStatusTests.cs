using EdgeSeed.Storage.Posix;
using EdgeSeed.Storage.Tests.Sample;

namespace EdgeSeed.Storage.Tests.Posix;

public sealed class FileStatusTests : IDisposable
{
    private readonly SampleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Length_and_time_are_the_files_own()
    {
        LocalPath path = _folder.Write("a", 1, 2, 3);
        var time = new DateTime(2004, 2, 29, 12, 30, 45, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(path.ToString(), time);

        Assert.Equal(Errno.None, FileDescriptor.StatusOfPath(path.Bytes, out FileStatus status));
        Assert.Equal(new FileStamp(3, (time - DateTime.UnixEpoch).Ticks * 100), status.Stamp);
        Assert.Equal(FileKind.Regular, status.Kind);
    }

    [Fact]
    public void Kinds_are_told_apart_without_following_links()
    {
        _folder.Write("folder/a", 1);
        _folder.Link("link", "folder");
        _folder.Fifo("pipe");
        Assert.Equal(Errno.None, FileDescriptor.OpenPath(_folder.Path.Bytes, OpenFlags.Directory, out FileDescriptor? directory));
        using (directory)
        {
            Assert.Equal(FileKind.Directory, Kind("folder"u8));
            Assert.Equal(FileKind.Link, Kind("link"u8));
            Assert.Equal(FileKind.Special, Kind("pipe"u8));
        }

        FileKind Kind(ReadOnlySpan<byte> name)
        {
            Assert.Equal(Errno.None, directory!.StatusOfEntry(name, out FileStatus status));
            return status.Kind;
        }
    }

    [Fact]
    public void Name_longer_than_any_file_system_holds_is_refused()
    {
        Assert.Equal(Errno.None, FileDescriptor.OpenPath(_folder.Path.Bytes, OpenFlags.Directory, out FileDescriptor? directory));
        using (directory)
        {
            Assert.Equal(Errno.NameTooLong, directory!.StatusOfEntry(new byte[256], out _));
            Assert.Equal(Errno.NotFound, directory.StatusOfEntry([.. Enumerable.Repeat((byte)'a', 255)], out _));
        }
        Assert.Equal(Errno.NameTooLong, FileDescriptor.StatusOfPath([.. Enumerable.Repeat((byte)'/', 5000)], out _));
    }
}
