using EdgeSeed.Protocol;
using EdgeSeed.Tracker.Access;
using EdgeSeed.Tracker.Tests.State;
using static EdgeSeed.Tracker.Tests.TestPeers;

namespace EdgeSeed.Tracker.Tests.Access;

public sealed class ServedListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TrackerPolicy _policy = new(AccessPolicy.List);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Refresh_file_serves_its_info_hashes_besides_the_library()
    {
        _policy.Add(Torrent(9));
        File.WriteAllText(_folder["list"], $"# ours\r\n\n{Torrent(1)}\n  {Torrent(2).ToString().ToUpperInvariant()} a film\n{Torrent(3)}#x");
        var list = new ServedList(_folder["list"], 10);
        list.Refresh(_policy);
        Assert.Null(list.Problem);
        Assert.Equal([true, true, true, false, true], Served(1, 2, 3, 4, 9));
    }

    [Fact]
    public void Refresh_changed_file_is_read_anew_and_a_missing_one_changes_nothing()
    {
        File.WriteAllText(_folder["list"], $"{Torrent(1)}\n");
        var list = new ServedList(_folder["list"], 10);
        list.Refresh(_policy);
        File.WriteAllText(_folder["list"], $"{Torrent(2)}\n{Torrent(3)}\n");
        list.Refresh(_policy);
        Assert.Equal([false, true, true], Served(1, 2, 3));
        File.Delete(_folder["list"]);
        list.Refresh(_policy);
        Assert.Contains("cannot be read", list.Problem, StringComparison.Ordinal);
        Assert.Equal([false, true, true], Served(1, 2, 3));
        File.WriteAllText(_folder["list"], "");
        list.Refresh(_policy);
        Assert.Null(list.Problem);
        Assert.Equal([false, false, false], Served(1, 2, 3));
    }

    [Fact]
    public void Refresh_bad_line_is_named_and_the_others_count()
    {
        File.WriteAllText(_folder["list"], $"{Torrent(1)}\nhello\n{new string('a', 1 << 20)}\n{Torrent(2)}\n");
        var list = new ServedList(_folder["list"], 10);
        list.Refresh(_policy);
        Assert.Contains("line 2", list.Problem, StringComparison.Ordinal);
        Assert.Equal([true, true], Served(1, 2));
    }

    [Fact]
    public void Refresh_more_torrents_than_allowed_are_left_out_and_it_is_said()
    {
        File.WriteAllLines(_folder["list"], Enumerable.Range(0, 100).Select(i => Torrent(i).ToString()));
        var list = new ServedList(_folder["list"], 10);
        list.Refresh(_policy);
        Assert.Equal(10, _policy.Listed.Count);
        Assert.Contains("line 11", list.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Refresh_directory_serves_its_torrent_files_as_they_come_and_go()
    {
        InfoHash one = WriteTorrent("one.torrent", 'a');
        Directory.CreateDirectory(_folder["below"]);
        WriteTorrent("below/hidden.torrent", 'c');
        File.WriteAllText(_folder["broken.torrent"], "this is none");
        File.WriteAllText(_folder["notes.txt"], "hello");
        var list = new ServedList(_folder["."], 10);
        list.Refresh(_policy);
        Assert.Equal([one], _policy.Listed);
        Assert.Contains("broken.torrent", list.Problem, StringComparison.Ordinal);

        File.Delete(_folder["broken.torrent"]);
        InfoHash two = WriteTorrent("two.torrent", 'b');
        list.Refresh(_policy);
        Assert.Null(list.Problem);
        Assert.Equal(2, _policy.Listed.Count);
        Assert.Contains(two, _policy.Listed);
        File.Delete(_folder["one.torrent"]);
        list.Refresh(_policy);
        Assert.Equal([two], _policy.Listed);
    }

    private bool[] Served(params int[] torrents) => [.. torrents.Select(number => _policy.Serves(Torrent(number)))];

    private InfoHash WriteTorrent(string name, char content)
    {
        string info = $"d6:lengthi1e4:name1:{content}12:piece lengthi16384e6:pieces20:{new string(content, 20)}e";
        File.WriteAllText(_folder[name], $"d4:info{info}e");
#pragma warning disable CA5350 // BitTorrent names torrents by SHA-1.
        return new InfoHash(System.Security.Cryptography.SHA1.HashData(System.Text.Encoding.ASCII.GetBytes(info)));
#pragma warning restore CA5350
    }
}
