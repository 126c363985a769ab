using System.Diagnostics;
using System.Text;
using EdgeSeed.Linux.Files;

namespace EdgeSeed.Linux.Tests.Files;

public sealed class FileStatusTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edgeseed-linux-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Length_and_time_are_the_files_own()
    {
        string path = Path.Combine(_folder.FullName, "a");
        File.WriteAllBytes(path, [1, 2, 3]);
        var time = new DateTime(2004, 2, 29, 12, 30, 45, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(path, time);

        Assert.Equal(Errno.None, FileDescriptor.StatusOfPath(Encoding.UTF8.GetBytes(path), out FileStatus status));
        Assert.Equal(new FileStamp(3, (time - DateTime.UnixEpoch).Ticks * 100), status.Stamp);
        Assert.Equal(FileKind.Regular, status.Kind);
    }

    [Fact]
    public void Kinds_are_told_apart_without_following_links()
    {
        _folder.CreateSubdirectory("folder");
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "link"), "folder");
        using (Process made = Process.Start("mkfifo", Path.Combine(_folder.FullName, "pipe"))) made.WaitForExit();
        using FileDescriptor directory = Open();

        Assert.Equal(FileKind.Directory, Kind("folder"u8));
        Assert.Equal(FileKind.Link, Kind("link"u8));
        Assert.Equal(FileKind.Special, Kind("pipe"u8));

        FileKind Kind(ReadOnlySpan<byte> name)
        {
            Assert.Equal(Errno.None, directory.StatusOfEntry(name, out FileStatus status));
            return status.Kind;
        }
    }

    [Fact]
    public void Name_longer_than_any_file_system_holds_is_refused()
    {
        using FileDescriptor directory = Open();
        Assert.Equal(Errno.NameTooLong, directory.StatusOfEntry(new byte[256], out _));
        Assert.Equal(Errno.NotFound, directory.StatusOfEntry([.. Enumerable.Repeat((byte)'a', 255)], out _));
        Assert.Equal(Errno.NameTooLong, FileDescriptor.StatusOfPath([.. Enumerable.Repeat((byte)'/', 5000)], out _));
    }

    private FileDescriptor Open()
    {
        Assert.Equal(Errno.None, FileDescriptor.OpenPath(Encoding.UTF8.GetBytes(_folder.FullName), OpenFlags.Directory, out FileDescriptor? directory));
        return directory!;
    }
}
