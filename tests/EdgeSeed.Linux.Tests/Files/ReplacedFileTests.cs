using System.Text;
using EdgeSeed.Linux.Files;

namespace EdgeSeed.Linux.Tests.Files;

public sealed class ReplacedFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edgeseed-linux-");
    private readonly FileDescriptor _directory;

    public ReplacedFileTests()
    {
        Assert.Equal(Errno.None, FileDescriptor.OpenPath(Encoding.UTF8.GetBytes(_folder.FullName), OpenFlags.Directory, out FileDescriptor? directory));
        _directory = directory!;
    }

    public void Dispose()
    {
        _directory.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Old_file_is_there_until_the_new_one_is_committed()
    {
        File.WriteAllText(Named("a"), "old");
        File.WriteAllText(Named("new-a"), "left by a power cut, and longer than what comes");
        using (ReplacedFile file = Begin())
        {
            Assert.Equal(Errno.None, file.Append("ne"u8));
            Assert.Equal(Errno.None, file.Append("w"u8));
            Assert.Equal("old", File.ReadAllText(Named("a")));
            Assert.Equal(Errno.None, file.Commit("a"u8));
            Assert.Equal(3, file.Length);
        }
        Assert.Equal("new", File.ReadAllText(Named("a")));
        Assert.Single(_folder.GetFiles());
    }

    [Fact]
    public void Nothing_is_left_of_what_was_not_committed()
    {
        File.WriteAllText(Named("a"), "old");
        using (ReplacedFile file = Begin()) Assert.Equal(Errno.None, file.Append("new"u8));
        Assert.Equal("old", File.ReadAllText(Named("a")));
        Assert.Single(_folder.GetFiles());
    }

    [Fact]
    public void Name_that_cannot_be_replaced_leaves_everything_as_it_was()
    {
        _folder.CreateSubdirectory("a").CreateSubdirectory("taken");
        using (ReplacedFile file = Begin())
        {
            Assert.Equal(Errno.None, file.Append("new"u8));
            Assert.Equal(Errno.IsADirectory, file.Commit("a"u8));
        }
        Assert.Empty(_folder.GetFiles());
        Assert.True(Directory.Exists(Named("a/taken")));
    }

    private string Named(string name) => Path.Combine(_folder.FullName, name);

    private ReplacedFile Begin()
    {
        Assert.Equal(Errno.None, ReplacedFile.Begin(_directory, [.. "new-a"u8], 0x1a4, out ReplacedFile? file));
        return file!;
    }
}
