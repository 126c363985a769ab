using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Storage.State;
using EdgeSeed.Storage.Tests.Sample;

namespace EdgeSeed.Storage.Tests.State;

public sealed class StateDirectoryTests : IDisposable
{
    private readonly SampleFolder _folder = new();
    private readonly SampleFolder _data = new();

    public void Dispose()
    {
        _folder.Dispose();
        _data.Dispose();
    }

    [Fact]
    public void Open_makes_the_directory_and_its_parents()
    {
        Assert.Null(StateDirectory.Open(_folder.Path.Join("a/b/c"u8), out StateDirectory? state));
        using (state) Assert.True(Directory.Exists(_folder.Text + "/a/b/c/torrents"));
    }

    [Fact]
    public void Second_user_is_refused_until_the_first_is_done()
    {
        using (Open())
        {
            StorageError? error = StateDirectory.Open(_folder.Path, out _);
            Assert.Equal("another EdgeSeed uses it", error?.Detail);
        }
        Open().Dispose();
    }

    [Fact]
    public void Sealed_file_is_read_back_and_counted()
    {
        using StateDirectory state = Open();
        Assert.Null(state.WriteSealed("tracker.state", StateKind.Tracker, 3, [1, 2, 3]));
        Assert.Null(state.WriteSealed("tracker.state", StateKind.Tracker, 3, [4, 5]));
        Assert.Null(state.ReadSealed("tracker.state", StateKind.Tracker, 3, out ReadOnlyMemory<byte>? payload));

        Assert.Equal([4, 5], payload!.Value.ToArray());
        Assert.Equal(2 * StateFile.HeaderLength + 5, state.BytesWritten);
    }

    [Fact]
    public void Missing_file_is_no_error()
    {
        using StateDirectory state = Open();
        Assert.Null(state.ReadSealed("none", StateKind.Tracker, 1, out ReadOnlyMemory<byte>? payload));
        Assert.Null(payload);
    }

    [Theory]
    [InlineData("foreign")]
    [InlineData("torn")]
    [InlineData("flipped")]
    [InlineData("version")]
    [InlineData("kind")]
    [InlineData("empty")]
    public void File_that_is_not_right_is_set_aside_with_a_message(string fault)
    {
        using StateDirectory state = Open();
        byte[] file = StateFile.Seal(StateKind.Tracker, 1, [1, 2, 3]);
        file = fault switch
        {
            "foreign" => "something else altogether, and quite long, so that it has room for a header"u8.ToArray(),
            "torn" => file[..^1],
            "flipped" => [.. file[..^1], 0xff],
            "version" => StateFile.Seal(StateKind.Tracker, 2, [1]),
            "kind" => StateFile.Seal(StateKind.Drive, 1, [1]),
            _ => [],
        };
        _folder.Write("tracker.state", file);

        StorageError? error = state.ReadSealed("tracker.state", StateKind.Tracker, 1, out ReadOnlyMemory<byte>? payload);
        Assert.Equal(StorageFault.Malformed, error?.Fault);
        Assert.Null(payload);
        Assert.False(File.Exists(_folder.Text + "/tracker.state"));
        Assert.Equal(file, File.ReadAllBytes(_folder.Text + "/set-aside/tracker.state"));
        Assert.Null(state.ReadSealed("tracker.state", StateKind.Tracker, 1, out _));
    }

    [Fact]
    public void Giant_state_file_is_set_aside_unread()
    {
        using StateDirectory state = Open();
        _folder.WriteSparse("tracker.state", 1L << 32);

        Assert.Equal(StorageFault.Malformed, state.ReadSealed("tracker.state", StateKind.Tracker, 1, out _)?.Fault);
        Assert.True(File.Exists(_folder.Text + "/set-aside/tracker.state"));
    }

    [Fact]
    public void Set_aside_files_are_bounded()
    {
        using StateDirectory state = Open();
        for (int i = 0; i < StateDirectory.MaxSetAside + 5; i++)
        {
            _folder.Write($"f{i}", 1);
            Assert.NotNull(state.ReadSealed($"f{i}", StateKind.Tracker, 1, out _));
            Assert.False(File.Exists($"{_folder.Text}/f{i}"));
        }
        Assert.Equal(StateDirectory.MaxSetAside, Directory.GetFiles(_folder.Text + "/set-aside").Length);
    }

    [Fact]
    public void Write_over_what_a_power_cut_left_succeeds()
    {
        using StateDirectory state = Open();
        _folder.Write("new-tracker.state", 9, 9, 9);
        Assert.Null(state.WriteSealed("tracker.state", StateKind.Tracker, 1, [1]));

        Assert.False(File.Exists(_folder.Text + "/new-tracker.state"));
        Assert.Null(state.ReadSealed("tracker.state", StateKind.Tracker, 1, out ReadOnlyMemory<byte>? payload));
        Assert.Equal([1], payload!.Value.ToArray());
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("new-x")]
    [InlineData(".x")]
    [InlineData("")]
    [InlineData("a/b")]
    public void Names_that_lead_elsewhere_are_a_bug(string name)
    {
        using StateDirectory state = Open();
        Assert.Throws<ArgumentException>(() => state.WriteSealed(name, StateKind.Tracker, 1, []));
    }

    [Fact]
    public void A_file_in_place_of_the_directory_is_an_error_value()
    {
        _folder.Write("file", 1);
        Assert.NotNull(StateDirectory.Open(_folder.Path.Join("file"u8), out _));
        Assert.NotNull(StateDirectory.Open(_folder.Path.Join("file/below"u8), out _));
    }

    [Fact]
    public async Task Made_torrent_is_found_by_its_source_as_long_as_the_content_looks_the_same()
    {
        _data.WriteRandom("a", 100_000);
        byte[] source = _data.Path.Bytes.ToArray();
        using StateDirectory state = Open();
        MadeTorrent made = await TorrentMaker.MakeAsync(List(), new MakeOptions());
        InfoHash infoHash = made.Metainfo!.InfoHash;
        byte[] fingerprint = ContentFingerprint.Of(List(), new MakeOptions());
        Assert.Null(state.KeepMade(source, fingerprint, infoHash, made.File.Span));

        Assert.Null(state.FindMade(source, fingerprint, out MadeContent? found));
        Assert.Equal(new MadeContent(infoHash, null), found);
        byte[] sha256 = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        Assert.Null(state.KeepMade(source, fingerprint, infoHash, made.File.Span, sha256));
        Assert.Null(state.FindMade(source, fingerprint, out found));
        Assert.Equal(infoHash, found?.InfoHash);
        Assert.Equal(sha256, found?.Sha256);
        Assert.Null(state.ReadTorrent(infoHash, out Metainfo? torrent));
        Assert.Equal(infoHash, torrent!.InfoHash);
        Assert.Null(state.ListTorrents(out List<InfoHash> kept));
        Assert.Equal(infoHash, Assert.Single(kept));
        _data.Write("b", 1);
        Assert.Null(state.FindMade(source, ContentFingerprint.Of(List(), new MakeOptions()), out found));
        Assert.Null(found);
        Assert.Null(state.FindMade([1], fingerprint, out found));
        Assert.Null(found);
    }

    [Fact]
    public async Task Torn_records_of_a_made_torrent_are_set_aside()
    {
        _data.WriteRandom("a", 100_000);
        using StateDirectory state = Open();
        MadeTorrent made = await TorrentMaker.MakeAsync(List(), new MakeOptions());
        InfoHash infoHash = made.Metainfo!.InfoHash;
        Assert.Null(state.RememberMade([1], new byte[ContentFingerprint.Length], new MadeContent(infoHash, null)));
        _folder.Write($"torrents/{infoHash}.torrent", made.File.ToArray()[..100]);
        File.WriteAllBytes(Directory.GetFiles(_folder.Text + "/made")[0], [1, 2, 3]);

        Assert.Equal(StorageFault.Malformed, state.ReadTorrent(infoHash, out Metainfo? torrent)?.Fault);
        Assert.Null(torrent);
        Assert.Equal(StorageFault.Malformed, state.FindMade([1], new byte[ContentFingerprint.Length], out MadeContent? found)?.Fault);
        Assert.Null(found);
    }

    [Fact]
    public async Task Kept_torrent_under_another_name_is_set_aside()
    {
        _data.WriteRandom("a", 100);
        using StateDirectory state = Open();
        MadeTorrent made = await TorrentMaker.MakeAsync(List(), new MakeOptions());
        Assert.Null(state.WriteTorrent(default, made.File.Span));

        Assert.Equal(StorageFault.Malformed, state.ReadTorrent(default, out Metainfo? torrent)?.Fault);
        Assert.Null(torrent);
    }

    [Fact]
    public async Task What_is_gone_for_long_and_what_another_took_the_place_of_is_forgotten()
    {
        using StateDirectory state = Open();
        var infoHashes = new List<InfoHash>();
        foreach (string name in (string[])["old", "new", "other"])
        {
            _data.WriteRandom("a", 1000, seed: name.Length * name[0]);
            MadeTorrent made = await TorrentMaker.MakeAsync(List(), new MakeOptions());
            infoHashes.Add(made.Metainfo!.InfoHash);
            Assert.Null(state.KeepMade(name == "other" ? [2] : [1], new byte[ContentFingerprint.Length], made.Metainfo.InfoHash, made.File.Span));
        }
        Assert.Null(state.WriteDrive("here", new byte[StateFile.HeaderLength + 1]));
        Assert.Null(state.WriteDrive("away", new byte[StateFile.HeaderLength + 1]));
        (InfoHash @new, InfoHash other) = (infoHashes[1], infoHashes[2]);

        Assert.Null(state.Sweep(infoHash => infoHash == @new, ["here"], DateTimeOffset.UtcNow));
        Assert.Equal(new HashSet<InfoHash> { @new, other }, Kept(state));
        Assert.Equal(2, Directory.GetFiles(_folder.Text + "/drives").Length);

        Assert.Null(state.Sweep(infoHash => infoHash == @new, ["here"], DateTimeOffset.UtcNow + StateDirectory.MaxAway + TimeSpan.FromMinutes(1)));
        Assert.Equal(@new, Assert.Single(Kept(state)));
        Assert.Single(Directory.GetFiles(_folder.Text + "/drives"));
        Assert.Single(Directory.GetFiles(_folder.Text + "/made"));
    }

    [Fact]
    public void A_clock_that_was_ahead_makes_nothing_old()
    {
        using StateDirectory state = Open();
        Assert.Null(state.WriteDrive("away", new byte[StateFile.HeaderLength + 1]));
        Assert.Null(state.Sweep(_ => false, [], DateTimeOffset.UnixEpoch));
        Assert.Single(Directory.GetFiles(_folder.Text + "/drives"));
    }

    private static HashSet<InfoHash> Kept(StateDirectory state)
    {
        Assert.Null(state.ListTorrents(out List<InfoHash> kept));
        return [.. kept];
    }

    private StateDirectory Open()
    {
        Assert.Null(StateDirectory.Open(_folder.Path, out StateDirectory? state));
        return state!;
    }

    private ContentListing List()
    {
        Assert.Null(ContentWalker.List(_data.Location, WalkOptions.Default, out ContentListing? listing));
        return listing!;
    }
}
