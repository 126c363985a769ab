using System.Text;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Storage.Library;
using EdgeSeed.Storage.Tests.Sample;

namespace EdgeSeed.Storage.Tests.Library;

public sealed class LibraryScannerTests : IDisposable
{
    private readonly SampleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Torrent_takes_data_beside_it_or_in_the_root_and_the_rest_is_published()
    {
        _folder.WriteRandom("loose.bin", 10);
        _folder.WriteRandom("album/1", 10);
        _folder.WriteRandom("shelf/beside/x", 20);
        _folder.WriteRandom("in-root.iso", 30);
        await Torrent("shelf/beside", "shelf/any-name.TORRENT");
        await Torrent("in-root.iso", "shelf/deeper/r.torrent");

        LibraryScan scan = Scan();
        Assert.Equal(["shelf/any-name.TORRENT", "shelf/deeper/r.torrent"], scan.Torrents.Select(torrent => torrent.File.Within.ToString()));
        Assert.Equal(["shelf/beside", "in-root.iso"], scan.Torrents.Select(torrent => torrent.Data?.Within.ToString()));
        Assert.All(scan.Torrents, torrent => Assert.True(torrent.LengthsMatch));
        Assert.Equal(["album", "loose.bin"], Published(scan));
        Assert.Contains(scan.Skipped, skipped => skipped.Path == _folder.Text + "/shelf");
    }

    [Fact]
    public void Control_file_is_not_published_but_what_only_ends_like_one()
    {
        _folder.WriteRandom("film", 10);
        _folder.WriteRandom("film.st", 10);
        _folder.WriteRandom("talk.st", 10);
        Assert.Equal(["film", "talk.st"], Published(Scan()));
    }

    [Fact]
    public async Task Folder_that_only_holds_torrents_of_data_elsewhere_is_not_published()
    {
        _folder.WriteRandom("data", 10);
        await Torrent("data", "torrents/data.torrent");

        LibraryScan scan = Scan();
        Assert.Single(scan.Torrents);
        Assert.Empty(scan.ToPublish);
    }

    [Fact]
    public async Task Torrent_without_data_is_kept_and_partial_data_is_told()
    {
        _folder.WriteRandom("gone", 10);
        _folder.WriteRandom("half/a", 10);
        _folder.WriteRandom("half/b", 10);
        await Torrent("gone", "1.torrent");
        await Torrent("half", "2.torrent");
        File.Delete(_folder.Text + "/gone");
        File.Delete(_folder.Text + "/half/b");

        LibraryScan scan = Scan();
        Assert.Null(scan.Torrents[0].Data);
        Assert.Equal(("half", false), (scan.Torrents[1].Data?.Within.ToString(), scan.Torrents[1].LengthsMatch));
        Assert.Empty(scan.ToPublish);
    }

    [Fact]
    public void Giant_called_torrent_is_refused_by_its_size()
    {
        _folder.WriteSparse("x.torrent", 1L << 30);
        long before = GC.GetTotalAllocatedBytes();
        LibraryScan scan = Scan();

        Assert.Empty(scan.Torrents);
        Assert.Contains("has 1073741824 bytes", Assert.Single(scan.Skipped).Reason, StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 16 << 20);
    }

    [Fact]
    public void Malformed_torrent_is_named_with_its_byte_and_the_rest_goes_on()
    {
        _folder.Write("bad.torrent", "d4:info3:abce"u8.ToArray());
        _folder.Write("good", 1);

        LibraryScan scan = Scan();
        Assert.StartsWith("byte ", Assert.Single(scan.Skipped).Reason, StringComparison.Ordinal);
        Assert.Equal(["good"], Published(scan));
    }

    [Fact]
    public void Links_special_files_junk_and_empty_files_are_not_published()
    {
        _folder.Write("good", 1);
        _folder.Write("empty");
        _folder.Write(".hidden", 1);
        _folder.Link("link", "/etc");
        _folder.Link("link.torrent", "nowhere");
        _folder.Fifo("pipe.torrent");

        LibraryScan scan = Scan();
        Assert.Equal(["good"], Published(scan));
        Assert.Equal(4, scan.SkippedCount);
    }

    [Fact]
    public async Task Same_torrent_twice_is_taken_where_its_data_is()
    {
        _folder.WriteRandom("shelf/data", 10);
        await Torrent("shelf/data", "shelf/z.torrent");
        File.Copy(_folder.Text + "/shelf/z.torrent", _folder.Text + "/a.torrent");

        LibraryScan scan = Scan();
        Assert.Equal("shelf/z.torrent", Assert.Single(scan.Torrents).File.Within.ToString());
        Assert.Contains(scan.Skipped, skipped => skipped.Path == _folder.Text + "/a.torrent");
    }

    [Fact]
    public async Task Data_is_found_anywhere_by_name_and_size()
    {
        _folder.WriteRandom("films/a/movie.mkv", 100);
        _folder.WriteRandom("music/old/album/1", 10);
        _folder.WriteRandom("music/old/album/2", 20);
        await Torrent("films/a/movie.mkv", "torrents/m.torrent");
        await Torrent("music/old/album", "torrents/a.torrent");
        _folder.WriteRandom("backup/movie.mkv", 99);

        LibraryScan scan = Scan();
        Assert.Equal(["music/old/album", "films/a/movie.mkv"], scan.Torrents.Select(torrent => torrent.Data?.Within.ToString()));
        Assert.All(scan.Torrents, torrent => Assert.True(torrent.LengthsMatch));
    }

    [Fact]
    public async Task Second_search_reads_only_what_is_new()
    {
        _folder.WriteRandom("a", 10);
        _folder.WriteRandom("b", 10, seed: 2);
        await Torrent("a", "a.torrent");
        LibraryScan first = Scan();
        await Torrent("b", "b.torrent");
        Assert.Null(LibraryScanner.Scan(_folder.Path, ScanOptions.Default, out LibraryScan? second, first));
        Assert.Same(first.Torrents[0], second!.Torrents[0]);
        Assert.Equal(2, second.Torrents.Count);

        File.SetLastWriteTimeUtc(_folder.Text + "/a.torrent", DateTime.UnixEpoch);
        Assert.Null(LibraryScanner.Scan(_folder.Path, ScanOptions.Default, out LibraryScan? third, second));
        Assert.NotSame(second.Torrents[0], third!.Torrents[0]);
        Assert.Same(second.Torrents[1], third.Torrents[1]);
    }

    [Fact]
    public void Torrent_that_cannot_be_used_is_named_and_not_read_again()
    {
        _folder.Write("bad.torrent", "d4:info3:abce"u8.ToArray());
        LibraryScan first = Scan();
        Assert.Equal("bad.torrent", Assert.Single(first.Refused).File.Within.ToString());
        Assert.Null(LibraryScanner.Scan(_folder.Path, ScanOptions.Default, out LibraryScan? second, first));
        Assert.Same(first.Refused[0], second!.Refused[0]);
    }

    [Fact]
    public void Publish_folder_limits_what_is_published()
    {
        _folder.Write("private.doc", 1);
        _folder.Write("publish/film", 1);
        _folder.Write("publish/album/1", 1);
        _folder.Write("publisher/no", 1);
        Assert.True(SafePath.TryParse("publish", out SafePath publish));

        Assert.Equal(["publish/album", "publish/film"], Published(Scan(new ScanOptions { PublishFolder = publish })));
        Assert.Empty(Published(Scan(new ScanOptions { PublishEntries = false })));
    }

    [Fact]
    public async Task Depth_and_counts_are_bounded()
    {
        _folder.WriteRandom("a/b/c/data", 10);
        await Torrent("a/b/c/data", "a/b/c/t.torrent");
        Assert.Empty(Scan(new ScanOptions { MaxDepth = 2 }).Torrents);
        Assert.Single(Scan(new ScanOptions { MaxDepth = 3 }).Torrents);

        for (int i = 0; i < 20; i++) _folder.Write($"{i}", 1);
        LibraryScan few = Scan(new ScanOptions { MaxTorrents = 5, MaxSkippedShown = 2 });
        Assert.Equal(5, few.ToPublish.Count);
        Assert.Equal(16, few.BeyondLimit);
        Assert.Equal(2, few.Skipped.Count);
        Assert.True(few.SkippedCount >= 15);
        Assert.Contains(Scan(new ScanOptions { MaxEntries = 3 }).Skipped, skipped => skipped.Reason.Contains("more than 3 entries", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_single_file_is_a_library_of_one()
    {
        _folder.WriteRandom("film", 10);
        _folder.WriteRandom("other", 10);
        await Torrent("film", "film.torrent");

        Assert.Null(LibraryScanner.Scan(_folder.Path.Join("film"u8), ScanOptions.Default, out LibraryScan? file));
        Assert.Equal(_folder.Text + "/film", Assert.Single(file!.ToPublish).ToString());
        Assert.Null(LibraryScanner.Scan(_folder.Path.Join("film.torrent"u8), ScanOptions.Default, out LibraryScan? torrent));
        Assert.Equal(_folder.Text + "/film", Assert.Single(torrent!.Torrents).Data?.ToString());
        Assert.Empty(torrent.ToPublish);
    }

    [Fact]
    public void A_missing_root_is_an_error_value() =>
        Assert.Equal(StorageFault.Missing, LibraryScanner.Scan(_folder.Path.Join("gone"u8), ScanOptions.Default, out _)?.Fault);

    [Fact]
    public void Entries_with_names_of_any_bytes_are_published()
    {
        byte[] name = [0xff, (byte)'\n', 0x80];
        _folder.Write(name, 1);

        Assert.Equal(name, Assert.Single(Scan().ToPublish).Within.Bytes.ToArray());
    }

    [Fact]
    public async Task Links_that_stay_inside_are_published_under_their_own_names()
    {
        _folder.WriteRandom("v2/disk.img", 100);
        _folder.WriteRandom("shelf/film", 10);
        await Torrent("shelf/film", "shelf/film.torrent");
        _folder.Link("latest", "v2");
        _folder.Link("latest.img", "v2/disk.img");
        _folder.Link("shelf of last year", "shelf");
        _folder.Link("everything", ".");
        _folder.Link("out", "/etc");

        LibraryScan scan = Scan();
        Assert.Equal(["latest", "latest.img", "v2"], Published(scan));
        Assert.True(Assert.Single(scan.Torrents).LengthsMatch);
        Assert.Equal(
            ["everything: True", "out: True", "shelf of last year: False", "shelf: False"],
            scan.Skipped.Select(skipped => $"{Path.GetFileName(skipped.Path)}: {skipped.IsLink}").Order(StringComparer.Ordinal));
        Assert.Null(ContentWalker.List(scan.ToPublish[0], WalkOptions.Default, out ContentListing? listing));
        Assert.Equal("latest"u8, listing!.Location.Name);
        Assert.Equal("disk.img", Assert.Single(listing.Files).Path.ToString());
    }

    [Fact]
    public async Task Links_out_of_a_folder_are_searched_where_somebody_wants_it()
    {
        using var outside = new SampleFolder();
        outside.WriteRandom("shelf/film", 10);
        outside.Link("shelf/round", ".");
        _folder.Link("elsewhere", outside.Text + "/shelf");
        Assert.Empty(Published(Scan()));

        Assert.Equal(["elsewhere"], Published(Scan(new ScanOptions { Links = LinkPolicy.Anywhere })));
        Assert.Null(ContentWalker.List(new ContentLocation(outside.Path.Join("shelf/film"u8)), WalkOptions.Default, out ContentListing? listing));
        outside.Write("shelf/film.torrent", (await TorrentMaker.MakeAsync(listing!, new MakeOptions())).File.ToArray());
        LibraryTorrent torrent = Assert.Single(Scan(new ScanOptions { Links = LinkPolicy.Anywhere }).Torrents);
        Assert.True(torrent.LengthsMatch);
        Assert.Equal("elsewhere/film", torrent.Data!.Within.ToString());
    }

    [Fact]
    public async Task Data_reached_through_a_link_out_of_the_root_is_not_the_torrents_data()
    {
        using var outside = new SampleFolder();
        outside.Write("d/file", 1);
        Assert.Null(ContentWalker.List(new ContentLocation(outside.Path.Join("d"u8)), WalkOptions.Default, out ContentListing? listing));
        MadeTorrent made = await TorrentMaker.MakeAsync(listing!, new MakeOptions());
        _folder.Write("t.torrent", made.File.ToArray());
        _folder.Link("d", outside.Text + "/d");

        Assert.Null(Assert.Single(Scan().Torrents).Data);
    }

    private static IEnumerable<string> Published(LibraryScan scan) => scan.ToPublish.Select(location => location.Within.ToString());

    private LibraryScan Scan(ScanOptions? options = null)
    {
        Assert.Null(LibraryScanner.Scan(_folder.Path, options ?? ScanOptions.Default, out LibraryScan? scan));
        return scan!;
    }

    private async Task Torrent(string data, string file)
    {
        var location = new ContentLocation(_folder.Path.Join(Encoding.UTF8.GetBytes(data)));
        Assert.Null(ContentWalker.List(location, WalkOptions.Default, out ContentListing? listing));
        MadeTorrent made = await TorrentMaker.MakeAsync(listing!, new MakeOptions());
        _folder.Write(file, made.File.ToArray());
    }
}
