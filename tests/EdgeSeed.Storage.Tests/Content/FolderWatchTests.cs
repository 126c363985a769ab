using System.Diagnostics;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Tests.Sample;

namespace EdgeSeed.Storage.Tests.Content;

public sealed class FolderWatchTests : IDisposable
{
    private readonly SampleFolder _folder = new();
    private readonly FolderWatch _watch = new();

    public void Dispose()
    {
        _watch.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void What_is_created_written_renamed_and_removed_is_told()
    {
        _watch.Add(_folder.Path);
        Assert.Empty(Read());
        LocalPath file = _folder.Write("film", 1);
        Assert.Equal([file], Read());
        File.Move(file.ToString(), _folder.Text + "/other");
        Assert.Equal([file, Place("other")], Read());
        File.Delete(_folder.Text + "/other");
        Assert.Equal([Place("other")], Read());
    }

    [Fact]
    public void File_is_written_until_it_is_closed()
    {
        _watch.Add(_folder.Path);
        using (FileStream file = File.Create(_folder.Text + "/film"))
        {
            Read();
            file.Write([1, 2, 3]);
            file.Flush();
            Read();
            Assert.True(_watch.IsWritten(Place("film")));
            Assert.True(_watch.IsWritten(_folder.Path));
            Assert.False(_watch.IsWritten(Place("fil")));
        }
        Read();
        Assert.False(_watch.IsWritten(_folder.Path));
    }

    [Fact]
    public void File_that_is_truncated_while_others_read_it_is_not_written_and_one_that_somebody_has_open_is()
    {
        LocalPath served = _folder.Write("film", 1), other = _folder.Write("other", 1);
        _watch.Add(_folder.Path);
        using FileStream reader = File.Open(served.ToString(), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using (Process truncate = Process.Start("truncate", ["--no-create", "--size=5", served.ToString()])) truncate.WaitForExit();
        using (FileStream writer = File.Open(other.ToString(), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            writer.SetLength(7);
            Read();
            _watch.Check(_folder.Path);
            Assert.Equal((false, true), (_watch.IsWritten(served), _watch.IsWritten(other)));
        }
    }

    [Fact]
    public void Folder_whose_time_is_set_is_not_written()
    {
        _watch.Add(_folder.Path);
        Directory.CreateDirectory(_folder.Text + "/album");
        Read();
        // What tar does last: the time of modification alone.
        _folder.SetModified("album");
        Assert.Equal([Place("album")], Read());
        Assert.False(_watch.IsWritten(_folder.Path));
    }

    [Fact]
    public void File_whose_time_or_length_is_set_while_nobody_has_it_open_is_not_written()
    {
        _watch.Add(_folder.Path);
        LocalPath file = _folder.Write("film", 1, 2, 3);
        Read();
        _folder.SetModified("film");
        Assert.Equal([file], Read());
        Assert.False(_watch.IsWritten(_folder.Path));
        using (FileStream again = File.OpenWrite(file.ToString()))
        {
            again.Write([4]);
            again.Flush();
            Read();
            Assert.True(_watch.IsWritten(_folder.Path));
        }
        Read();
        Assert.False(_watch.IsWritten(_folder.Path));
    }

    [Fact]
    public void Reading_is_not_told()
    {
        LocalPath file = _folder.Write("film", 1);
        _watch.Add(_folder.Path);
        File.ReadAllBytes(file.ToString());
        Assert.Empty(Read());
    }

    [Fact]
    public void Folder_that_comes_is_watched_and_one_that_is_moved_away_is_not_taken_for_what_it_was()
    {
        _watch.Add(_folder.Path);
        Directory.CreateDirectory(_folder.Text + "/album");
        Read();
        LocalPath song = _folder.Write("album/song", 1);
        Assert.Equal([song], Read());
        using var elsewhere = new SampleFolder();
        Directory.Move(_folder.Text + "/album", elsewhere.Text + "/album");
        Read();
        elsewhere.Write("album/song", 1, 2);
        Assert.Empty(Read());
    }

    [Fact]
    public void What_is_not_watched_any_longer_is_not_told()
    {
        _watch.Add(_folder.Path);
        _watch.Remove(_folder.Path);
        _folder.Write("film", 1);
        Assert.Empty(Read());
        _watch.Add(_folder.Path);
        LocalPath file = _folder.Write("film", 1);
        Assert.Equal([file], Read());
    }

    [Fact]
    public void One_file_is_watched_by_its_own_path()
    {
        LocalPath file = _folder.Write("film", 1);
        _watch.Add(file);
        _folder.Write("film", 1, 2);
        Assert.Equal([file], Read());
    }

    [Fact]
    public void More_than_is_told_is_said()
    {
        _watch.Add(_folder.Path);
        for (int i = 0; i <= FolderWatch.MaxTold; i++) _folder.Write($"f{i}", 1);
        int told = 0;
        Assert.False(_watch.Read(_ => told++));
        Assert.Equal(FolderWatch.MaxTold, told);
        Assert.True(_watch.Read(_ => told++));
    }

    private LocalPath Place(string name) => _folder.Path.Join(System.Text.Encoding.UTF8.GetBytes(name));

    private List<LocalPath> Read()
    {
        var told = new List<LocalPath>();
        Assert.True(_watch.Read(told.Add));
        return told;
    }
}
