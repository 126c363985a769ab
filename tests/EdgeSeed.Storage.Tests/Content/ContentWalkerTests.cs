using System.Text;
using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Tests.Sample;

namespace EdgeSeed.Storage.Tests.Content;

public sealed class ContentWalkerTests : IDisposable
{
    private readonly SampleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void List_orders_by_bytes_of_the_whole_path()
    {
        foreach (string name in (string[])["b", "a/x", "a-b/x", "B", "é", "a.txt"]) _folder.Write(name, 1);

        Assert.Equal(["B", "a-b/x", "a.txt", "a/x", "b", "é"], Names(List()));
    }

    [Fact]
    public void List_in_transmission_order_ignores_case_and_puts_non_ASCII_first()
    {
        foreach (string name in (string[])["b", "a/x", "a-b/x", "B2", "é", "Z", "_u"]) _folder.Write(name, 1);

        Assert.Equal(["é", "_u", "a-b/x", "a/x", "b", "B2", "Z"], Names(List(new WalkOptions { Order = FileOrder.Transmission })));
    }

    [Fact]
    public void List_leaves_out_junk_and_hidden_files_and_says_so()
    {
        foreach (string name in (string[])["film", ".hidden", ".Trash-1000/files/x", "System Volume Information/y", "sub/DESKTOP.INI",
            "sub/thumbs.db", "lost+found/z", "FOUND.001/FILE0000.CHK", "$Recycle.Bin/q", "sub/.DS_Store"]) _folder.Write(name, 1);

        ContentListing listing = List();
        Assert.Equal(["film"], Names(listing));
        Assert.Equal(9, listing.SkippedCount);
        Assert.Contains(listing.Skipped, skipped => skipped.Path == _folder.Text + "/sub/DESKTOP.INI");
    }

    [Fact]
    public void Whatever_is_written_in_a_folder_is_activity_even_what_is_left_out()
    {
        _folder.Write("album/song", 1);
        ContentListing before = List();
        Assert.Equal(before.Activity, List().Activity);
        Assert.False(before.HasUnfinished);
        // rsync's name for what it is writing.
        _folder.Write("album/.song2.x7Yz3Q", 1);
        ContentListing during = List();
        Assert.NotEqual(before.Activity, during.Activity);
        _folder.Write("album/.song2.x7Yz3Q", 1, 2, 3);
        Assert.NotEqual(during.Activity, List().Activity);
        Assert.True(List().LatestChange >= before.LatestChange);
        _folder.Write("album/song3.part", 1);
        Assert.True(List().HasUnfinished);
    }

    [Theory]
    [InlineData("film.aria2")]
    [InlineData("film.st")]
    [InlineData("film.lftp-pget-status")]
    public void Control_file_beside_a_file_or_in_a_folder_tells_that_it_is_not_finished(string control)
    {
        _folder.Write("set/film", 1, 2, 3);
        ContentListing alone = List("set", "film");
        Assert.False(alone.HasUnfinished);
        _folder.Write("set/" + control, 1);
        ContentListing controlled = List("set", "film");
        Assert.True(controlled.HasUnfinished);
        Assert.NotEqual(alone.Activity, controlled.Activity);
        Assert.True(List("set").HasUnfinished);
    }

    [Fact]
    public void Control_file_beside_a_folder_tells_that_it_is_not_finished()
    {
        _folder.Write("set/film", 1, 2, 3);
        _folder.Write("set.aria2", 1);
        Assert.True(List("set").HasUnfinished);
    }

    [Fact]
    public void Times_that_were_set_do_not_make_new_content_old()
    {
        _folder.Write("film", 1);
        File.SetLastWriteTimeUtc(_folder.Text + "/film", DateTime.UnixEpoch.AddDays(1));
        long age = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - List().LatestChange / FileStamp.NanosecondsPerSecond;
        Assert.InRange(age, 0, 60);
    }

    [Fact]
    public void Every_folder_that_is_listed_is_told()
    {
        _folder.Write("a/b/file", 1);
        var entered = new List<string>();
        Assert.Null(ContentWalker.List(_folder.Location, WalkOptions.Default, out _, folder => entered.Add(folder.ToString())));
        Assert.Equal([_folder.Text, _folder.Text + "/a", _folder.Text + "/a/b"], entered);
    }

    [Fact]
    public void List_with_junk_takes_everything()
    {
        _folder.Write("film", 1);
        _folder.Write(".hidden", 1);

        Assert.Equal([".hidden", "film"], Names(List(new WalkOptions { IncludeJunk = true })));
    }

    [Theory]
    [InlineData("a.mkv.part")]
    [InlineData("a.mkv.crdownload")]
    [InlineData("a.mkv.!qB")]
    [InlineData("a.mkv.!UT")]
    [InlineData("a.mkv.filepart")]
    [InlineData("a.mkv.aria2")]
    [InlineData("a.tmp")]
    [InlineData("a.txt~")]
    [InlineData("~$a.docx")]
    [InlineData("#recycle")]
    [InlineData("@eaDir")]
    [InlineData("a.opdownload")]
    [InlineData("a.partial")]
    [InlineData("a.bc!")]
    [InlineData("a.fdmdownload")]
    [InlineData("Safari.zip.download")]
    [InlineData("a.dtapart")]
    [InlineData("a.xltd")]
    [InlineData("a.td")]
    [InlineData("a.jc!")]
    [InlineData("a.!bt")]
    [InlineData("a.!sync")]
    [InlineData("a.fb!")]
    [InlineData("a.downloading")]
    [InlineData("a.dctmp")]
    [InlineData("a.antifrag")]
    [InlineData("a.mega")]
    [InlineData("a.ytdl")]
    [InlineData("a.aria2__temp")]
    [InlineData("a.lftp-pget-status")]
    [InlineData("a.mp4.part-Frag12")]
    [InlineData("@tmp")]
    [InlineData("@sharebin")]
    [InlineData("Network Trash Folder")]
    [InlineData("Temporary Items")]
    public void Names_of_what_is_not_finished_and_bins_are_junk(string name) => Assert.True(JunkFilter.IsJunk(Encoding.UTF8.GetBytes(name)));

    [Theory]
    [InlineData("part")]
    [InlineData("a.parts")]
    [InlineData("a.part-Fragment")]
    [InlineData("a.st")]
    [InlineData("downloads")]
    [InlineData("foundling")]
    [InlineData("FOUND.00a")]
    [InlineData("recyclers")]
    [InlineData("a.desktop.ini")]
    public void Names_that_only_resemble_junk_are_taken(string name) => Assert.False(JunkFilter.IsJunk(Encoding.UTF8.GetBytes(name)));

    [Fact]
    public void Links_that_stay_inside_are_followed_and_all_others_left_out_with_the_reason()
    {
        _folder.Write("real/file", 1, 2, 3);
        _folder.Write(".hidden/key", 1);
        _folder.Link("file", "real/file");
        _folder.Link("folder", "real/../real/.");
        _folder.Link("absolute", _folder.Text + "/real");
        _folder.Link("twice", "folder/file");
        _folder.Link("loop", ".");
        _folder.Link("circle", "circle");
        _folder.Link("outside", "/etc");
        _folder.Link("above", "real/../../" + Path.GetFileName(_folder.Text));
        _folder.Link("beside", _folder.Text + "x/file");
        _folder.Link("dangling", "nowhere");
        _folder.Link("through", "real/file/..");
        _folder.Link("hidden", ".hidden/key");
        _folder.Fifo("pipe");
        _folder.Link("to pipe", "pipe");

        ContentListing listing = List();
        Assert.Equal(["absolute/file", "file", "folder/file", "real/file", "twice"], Names(listing).Order(StringComparer.Ordinal));
        Assert.All(listing.Files, file => Assert.Equal(3, file.Stamp.Length));
        Assert.Equal(
            [
                ".hidden: hidden or left behind by an operating system",
                "above: a symbolic link that leads out of the published folder",
                "beside: a symbolic link that leads out of the published folder",
                "circle: a symbolic link that leads in a circle",
                "dangling: a symbolic link to nothing",
                "hidden: a symbolic link to what is left out",
                "loop: a symbolic link to a folder in which it lies",
                "outside: a symbolic link that leads out of the published folder",
                "pipe: not a regular file",
                "through: a symbolic link to nothing",
                "to pipe: a symbolic link to what is neither file nor folder",
            ],
            listing.Skipped.Select(skipped => $"{Path.GetFileName(skipped.Path)}: {skipped.Reason}").Order(StringComparer.Ordinal));
        Assert.All(listing.Skipped, skipped => Assert.Equal(skipped.Reason.StartsWith("a symbolic link", StringComparison.Ordinal), skipped.IsLink));
    }

    [Fact]
    public void Links_out_of_the_root_are_followed_where_somebody_wants_it_and_never_for_a_download()
    {
        using var outside = new SampleFolder();
        outside.Write("shelf/film", 1, 2);
        outside.Link("shelf/again", ".");
        _folder.Write("own", 1);
        _folder.Link("shelf", outside.Text + "/shelf");
        _folder.Link("inside", "own");

        Assert.Null(ContentWalker.List(_folder.Location with { Links = LinkPolicy.Anywhere }, WalkOptions.Default, out ContentListing? listing));
        Assert.Equal(["inside", "own", "shelf/film"], Names(listing!).Order(StringComparer.Ordinal));
        Assert.EndsWith("shelf/again", Assert.Single(listing!.Skipped).Path, StringComparison.Ordinal);

        Assert.Null(ContentWalker.List(_folder.Location with { Links = LinkPolicy.Never }, WalkOptions.Default, out listing));
        Assert.Equal(["own"], Names(listing!));
    }

    [Fact]
    public void Links_without_end_cost_no_more_than_so_many()
    {
        // Each way through the chain is twice as long as through the one before: 2^30 steps without a bound.
        _folder.Write("d/file", 1);
        _folder.Link("0", "d");
        for (int i = 1; i <= 30; i++) _folder.Link($"{i}", $"{i - 1}/../{i - 1}");
        for (int i = 0; i < 5_000; i++) _folder.Link($"to {i}", "d/file");

        ContentListing listing = List();
        Assert.InRange(listing.Files.Count, 4_000, 4_100);
        Assert.Contains(listing.Skipped, skipped => skipped.Reason == "a symbolic link that leads in a circle");
        Assert.Equal(5_032, listing.Files.Count + listing.SkippedCount);
    }

    [Fact]
    public void Folders_that_link_to_each_other_come_to_an_end()
    {
        // Each of the ten shows the next one twice: more than ten thousand files in all, and without an end if it went round.
        for (int i = 0; i < 10; i++)
        {
            _folder.Write($"{i}/file", 1);
            foreach (string name in (string[])["a", "b"]) _folder.Link($"{i}/{name}", $"../{(i + 1) % 10}");
        }

        StorageError? error = ContentWalker.List(_folder.Location, new WalkOptions { MaxEntries = 1_000 }, out _);
        Assert.Equal(StorageFault.TooLarge, error?.Fault);
        Assert.True(SafePath.TryParse("9", out SafePath last));
        Assert.Null(ContentWalker.List(_folder.Location with { Within = last }, WalkOptions.Default, out ContentListing? listing));
        Assert.Equal(1_023, listing!.Files.Count);
    }

    [Fact]
    public void A_link_that_the_user_names_is_followed()
    {
        _folder.Write("real/file", 1, 2);
        _folder.Link("link", "real");

        Assert.Null(ContentWalker.List(new ContentLocation(_folder.Path.Join("link"u8)), WalkOptions.Default, out ContentListing? listing));
        Assert.Equal(2, listing!.TotalLength);
        Assert.Equal("link"u8, listing.Location.Name);
    }

    [Fact]
    public void A_single_file_is_listed_alone()
    {
        LocalPath path = _folder.Write("film", 1, 2, 3);

        Assert.Null(ContentWalker.List(new ContentLocation(path), WalkOptions.Default, out ContentListing? listing));
        Assert.True(listing!.IsSingleFile);
        Assert.Equal(3, listing.TotalLength);
        Assert.Single(listing.Files);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("folder/empty")]
    public void Content_without_a_byte_is_nothing_to_seed(string name)
    {
        _folder.Write(name);
        LocalPath path = _folder.Path.Join(Encoding.UTF8.GetBytes(name.Split('/')[0]));

        StorageError? error = ContentWalker.List(new ContentLocation(path), WalkOptions.Default, out _);
        Assert.Equal(StorageFault.Empty, error?.Fault);
        Assert.Contains("nothing to seed", error!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_fifo_that_the_user_names_is_refused()
    {
        _folder.Fifo("pipe");

        Assert.Equal(StorageFault.NotAFile,
            ContentWalker.List(new ContentLocation(_folder.Path.Join("pipe"u8)), WalkOptions.Default, out _)?.Fault);
    }

    [Fact]
    public void A_missing_path_is_an_error_value() =>
        Assert.Equal(StorageFault.Missing,
            ContentWalker.List(new ContentLocation(_folder.Path.Join("gone"u8)), WalkOptions.Default, out _)?.Fault);

    [Fact]
    public void Limits_refuse_rather_than_leave_out()
    {
        for (int i = 0; i < 5; i++) _folder.Write($"{i}", 1);
        _folder.Write("a/b/c/d", 1);

        Assert.Equal(StorageFault.TooLarge, Error(new WalkOptions { MaxFiles = 5 }));
        Assert.Null(Error(new WalkOptions { MaxFiles = 6 }));
        Assert.Equal(StorageFault.TooLarge, Error(new WalkOptions { MaxEntries = 8 }));
        Assert.Null(Error(new WalkOptions { MaxEntries = 9 }));
        Assert.Equal(StorageFault.TooLarge, Error(new WalkOptions { MaxDepth = 2 }));
        Assert.Null(Error(new WalkOptions { MaxDepth = 3 }));
    }

    [Fact]
    public void Names_of_any_bytes_and_of_full_length_are_listed_as_they_are()
    {
        byte[] foreign = [0xff, (byte)'\n', 0x80, 0x1b];
        byte[] longest = [.. Enumerable.Repeat((byte)'n', 255)];
        _folder.Write(foreign, 1);
        _folder.Write(longest, 2);

        ContentListing listing = List();
        Assert.Equal(longest, listing.Files[0].Path.Bytes.ToArray());
        Assert.Equal(foreign, listing.Files[1].Path.Bytes.ToArray());
        Assert.Equal("\\xff\\u{a}\\x80\\u{1b}", listing.Files[1].Path.ToString());
    }

    [Fact]
    public void Empty_files_and_sparse_giants_keep_their_lengths()
    {
        _folder.WriteSparse("big", 6L << 30);
        _folder.Write("empty");

        ContentListing listing = List();
        Assert.Equal([6L << 30, 0], listing.Files.Select(file => file.Stamp.Length));
        Assert.Equal(["big"], Names(List(new WalkOptions { IncludeEmptyFiles = false })));
    }

    [Fact]
    public void Cancelled_walk_throws() => Assert.Throws<OperationCanceledException>(() =>
    {
        _folder.Write("a", 1);
        ContentWalker.List(_folder.Location, WalkOptions.Default, out _, cancellation: new CancellationToken(canceled: true));
    });

    private static IEnumerable<string> Names(ContentListing listing) => listing.Files.Select(file => file.Path.ToString());

    private ContentListing List(string root, string within = "")
    {
        SafePath.Check(Encoding.UTF8.GetBytes(within), out SafePath path);
        Assert.Null(ContentWalker.List(new ContentLocation(_folder.Path.Join(Encoding.UTF8.GetBytes(root)), path), WalkOptions.Default, out ContentListing? listing));
        return listing!;
    }

    private ContentListing List(WalkOptions? options = null)
    {
        Assert.Null(ContentWalker.List(_folder.Location, options ?? WalkOptions.Default, out ContentListing? listing));
        return listing!;
    }

    private StorageFault? Error(WalkOptions options) => ContentWalker.List(_folder.Location, options, out _)?.Fault;
}
