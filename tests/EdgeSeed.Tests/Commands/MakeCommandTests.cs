using System.Text.Json;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Terminal;

namespace EdgeSeed.Tests.Commands;

public sealed class MakeCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Make_then_verify_and_show_agree()
    {
        _folder.Fill("tree/a.bin", 300_000);
        _folder.Fill("tree/sub/ü.bin", 100_000, seed: 2);
        _folder.Fill("tree/.DS_Store", 10);
        CommandOutcome made = await CommandOutcome.RunAsync(
            "make", _folder["tree"], "--output", _folder["t.torrent"], "-a", "http://a/x,udp://b:1", "-a", "http://c/", "-w", "http://w/", "--comment", "hello",
            "--private", "--source", "here", "--piece-size", "32KiB", "--no-date", "--json");
        Assert.Equal(ExitCode.Ok, made.ExitCode);
        Assert.Contains(".DS_Store", made.Error, StringComparison.Ordinal);
        using JsonDocument shown = JsonDocument.Parse((await CommandOutcome.RunAsync("show", _folder["t.torrent"], "--json")).Output);
        JsonElement torrent = shown.RootElement;
        using JsonDocument said = JsonDocument.Parse(made.Output);
        Assert.Equal(said.RootElement.GetProperty("info_hash").GetString(), torrent.GetProperty("info_hash").GetString());
        Assert.Equal(_folder["t.torrent"], said.RootElement.GetProperty("torrent_file").GetString());
        Assert.Equal("""[["http://a/x","udp://b:1"],["http://c/"]]""", torrent.GetProperty("trackers").GetRawText().Replace("\n", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(("hello", "here", 32 * 1024, true), (torrent.GetProperty("comment").GetString(), torrent.GetProperty("source").GetString(), torrent.GetProperty("piece_length").GetInt32(), torrent.GetProperty("private").GetBoolean()));
        Assert.False(torrent.TryGetProperty("creation_date", out _));
        CommandOutcome verified = await CommandOutcome.RunAsync("verify", _folder["t.torrent"], _folder["tree"]);
        Assert.Equal(ExitCode.Ok, verified.ExitCode);
        Assert.Contains("tree: all right, 2 files, 13 pieces", verified.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v2")]
    [InlineData("hybrid")]
    public async Task Make_in_a_format_of_version_2_is_shown_and_verified(string format)
    {
        _folder.Fill("tree/a.bin", 300_000);
        _folder.Fill("tree/sub/ü.bin", 100_000, seed: 2);
        CommandOutcome made = await CommandOutcome.RunAsync("make", _folder["tree"], "--output", _folder["t.torrent"], "-a", "http://a/x", "--piece-size", "32KiB", "--format", format);
        Assert.Equal(ExitCode.Ok, made.ExitCode);
        using JsonDocument shown = JsonDocument.Parse((await CommandOutcome.RunAsync("show", _folder["t.torrent"], "--json")).Output);
        JsonElement torrent = shown.RootElement;
        string v2 = torrent.GetProperty("info_hash_v2").GetString()!;
        Assert.Equal((format, 400_000, 2, 14), (torrent.GetProperty("format").GetString(), torrent.GetProperty("size_bytes").GetInt32(), torrent.GetProperty("file_count").GetInt32(), torrent.GetProperty("pieces").GetInt32()));
        Assert.Equal(format == "v2", v2.StartsWith(torrent.GetProperty("info_hash").GetString()!, StringComparison.Ordinal));
        string magnet = torrent.GetProperty("magnet").GetString()!;
        Assert.Contains($"xt=urn:btmh:1220{v2}", magnet, StringComparison.Ordinal);
        Assert.Equal(format == "hybrid", magnet.Contains("xt=urn:btih:", StringComparison.Ordinal));
        Assert.Contains(v2, made.Output, StringComparison.Ordinal);
        Assert.Contains(v2, (await CommandOutcome.RunAsync("show", magnet)).Output, StringComparison.Ordinal);

        Assert.Equal(ExitCode.Ok, (await CommandOutcome.RunAsync("verify", _folder["t.torrent"], _folder["tree"])).ExitCode);
        _folder.Fill("tree/sub/ü.bin", 100_000, seed: 3);
        CommandOutcome damaged = await CommandOutcome.RunAsync("verify", _folder["t.torrent"], _folder["tree"]);
        Assert.Equal(ExitCode.Failed, damaged.ExitCode);
        Assert.Contains("4 pieces not right", damaged.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Make_in_the_order_of_transmission_is_for_version_1()
    {
        _folder.Fill("a.bin", 1000);
        CommandOutcome refused = await CommandOutcome.RunAsync("make", _folder["a.bin"], "--format", "v2", "--like", "transmission", "--output", _folder["out"]);
        Assert.Equal(ExitCode.Usage, refused.ExitCode);
        Assert.Contains("--format v1", refused.Error, StringComparison.Ordinal);
        Assert.Contains("none of the formats: v1, hybrid, v2", (await CommandOutcome.RunAsync("make", _folder["a.bin"], "--format", "v3")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Make_private_without_a_tracker_is_refused()
    {
        _folder.Fill("a.bin", 1000);
        CommandOutcome refused = await CommandOutcome.RunAsync("make", _folder["a.bin"], "--private", "--output", _folder["out"]);
        Assert.Equal(ExitCode.Usage, refused.ExitCode);
        Assert.Contains("--announce", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["out"]));
    }

    [Fact]
    public async Task Make_prints_no_passkey()
    {
        _folder.Fill("a.bin", 1000);
        CommandOutcome made = await CommandOutcome.RunAsync(
            "make", _folder["a.bin"], "--private", "-a", "http://joe:word@t.example/0123456789abcdef/announce?passkey=fedcba", "-w", "https://joe:word@w.example/a.bin", "--output", _folder["out"]);
        CommandOutcome shown = await CommandOutcome.RunAsync("show", _folder["out"], "--json");
        Assert.Contains("http://…@t.example/…/announce?passkey=…", made.Output, StringComparison.Ordinal);
        foreach (string secret in (string[])["0123456789abcdef", "fedcba", "word"]) Assert.DoesNotContain(secret, made.Output + made.Error + shown.Output, StringComparison.Ordinal);
        Assert.Contains("0123456789abcdef", await File.ReadAllTextAsync(_folder["out"], System.Text.Encoding.Latin1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Make_without_date_twice_gives_the_same_bytes()
    {
        _folder.Fill("a.bin", 100_000);
        await CommandOutcome.RunAsync("make", _folder["a.bin"], "--no-date", "--output", _folder["1"]);
        await CommandOutcome.RunAsync("make", _folder["a.bin"], "--no-date", "--output", _folder["2"]);
        Assert.Equal(await File.ReadAllBytesAsync(_folder["1"]), await File.ReadAllBytesAsync(_folder["2"]));
    }

    [Fact]
    public async Task Make_puts_no_file_in_the_place_of_a_device_or_a_link()
    {
        _folder.Fill("a.bin", 1000);
        File.CreateSymbolicLink(_folder["link"], _folder["elsewhere"]);
        foreach (string place in (string[])["/dev/null", _folder["link"]])
        {
            CommandOutcome refused = await CommandOutcome.RunAsync("make", _folder["a.bin"], "--force", "--output", place);
            Assert.Equal(ExitCode.Failed, refused.ExitCode);
            Assert.Contains("is no ordinary file", refused.Error, StringComparison.Ordinal);
        }
        Assert.NotNull(new FileInfo(_folder["link"]).LinkTarget);
        Assert.Equal(0, new FileInfo("/dev/null").Length);
    }

    [Fact]
    public async Task Make_onto_a_file_that_is_there_needs_force()
    {
        _folder.Fill("a.bin", 1000);
        _folder.Write("out", [1]);
        CommandOutcome refused = await CommandOutcome.RunAsync("make", _folder["a.bin"], "--output", _folder["out"]);
        Assert.Equal(ExitCode.Failed, refused.ExitCode);
        Assert.Contains("--force", refused.Error, StringComparison.Ordinal);
        Assert.Equal([1], await File.ReadAllBytesAsync(_folder["out"]));

        Assert.Equal(ExitCode.Ok, (await CommandOutcome.RunAsync("make", _folder["a.bin"], "--output", _folder["out"], "--force")).ExitCode);
        Assert.Equal(["a.bin", "out"], Directory.EnumerateFiles(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.True(new FileInfo(_folder["out"]).Length > 1);
    }

    [Theory]
    [InlineData("--like", "aria2")]
    [InlineData("--piece-size", "17k")]
    [InlineData("--piece-size", "8KiB")]
    [InlineData("--piece-size", "512MiB")]
    [InlineData("--announce", "tracker.example")]
    [InlineData("--announce", "javascript:alert(1)")]
    [InlineData("--web-seed", ",")]
    public async Task Make_with_a_value_that_makes_no_sense_exits_2_and_names_it(string option, string value)
    {
        CommandOutcome outcome = await CommandOutcome.RunAsync("make", _folder.Fill("a.bin", 1000), option, value);
        Assert.Equal(ExitCode.Usage, outcome.ExitCode);
        Assert.Contains(value == "," ? option : value, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Make_writes_one_thing_to_standard_output()
    {
        _folder.Fill("film.mkv", 10);
        CommandOutcome outcome = await CommandOutcome.RunAsync("make", _folder["film.mkv"], "--json", "--output", "-");
        Assert.Equal((ExitCode.Usage, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains("--json and --output - do not go together", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Make_of_a_name_too_long_for_a_torrent_says_so_and_the_longest_name_is_written()
    {
        string name = new('n', 250);
        _folder.Fill(name, 10);
        CommandOutcome outcome = await CommandOutcome.RunAsync("make", _folder[name], "--output", _folder[name + ".torrent"]);
        Assert.Equal(ExitCode.Failed, outcome.ExitCode);
        Assert.Contains(".torrent: a file's name has at most 255 bytes; --output FILE names another", outcome.Error, StringComparison.Ordinal);
        string longest = _folder[new string('t', 255)];
        Assert.Equal(ExitCode.Ok, (await CommandOutcome.RunAsync("make", _folder[name], "--output", longest)).ExitCode);
        Assert.True(File.Exists(longest));
    }

    [Fact]
    public async Task Make_of_nothing_fails_and_writes_nothing()
    {
        Directory.CreateDirectory(_folder["empty"]);
        foreach (string path in (string[])[_folder["empty"], _folder["missing"]])
            Assert.Equal(ExitCode.Failed, (await CommandOutcome.RunAsync("make", path, "--output", _folder["out"])).ExitCode);
        Assert.False(Path.Exists(_folder["out"]));
    }

    [Fact]
    public async Task Make_into_a_folder_that_is_not_there_fails_and_says_so()
    {
        CommandOutcome outcome = await CommandOutcome.RunAsync("make", _folder.Fill("a.bin", 1000), "--output", _folder["no/such/out"]);
        Assert.Equal(ExitCode.Failed, outcome.ExitCode);
        Assert.Contains("there is no such file or folder", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Make_never_writes_into_or_over_what_it_publishes()
    {
        _folder.Fill("tree/a.bin", 1000);
        foreach ((string input, string output) in new[] { ("tree", "tree/new.torrent"), ("tree/a.bin", "tree/a.bin"), ("tree", "link/new.torrent") })
        {
            if (!Directory.Exists(_folder["link"])) Directory.CreateSymbolicLink(_folder["link"], _folder["tree"]);
            CommandOutcome outcome = await CommandOutcome.RunAsync("make", _folder[input], "--output", _folder[output], "--force");
            Assert.Equal(ExitCode.Failed, outcome.ExitCode);
            Assert.Contains("--output FILE names a place outside", outcome.Error, StringComparison.Ordinal);
        }
        Assert.Equal(["a.bin"], Directory.GetFileSystemEntries(_folder["tree"]).Select(Path.GetFileName));
        Assert.Equal(1000, new FileInfo(_folder["tree/a.bin"]).Length);
    }

    [Fact]
    public async Task Make_follows_links_that_stay_inside_and_says_which_it_leaves_out()
    {
        _folder.Fill("tree/v2/disk.img", 1000);
        for (int i = 0; i < 9; i++) _folder.Fill($"tree/.hidden{i}", 1);
        Directory.CreateSymbolicLink(_folder["tree/latest"], "v2");
        File.CreateSymbolicLink(_folder["tree/passwords"], "/etc/passwd");
        CommandOutcome outcome = await CommandOutcome.RunAsync("make", _folder["tree"], "--output", _folder["t.torrent"], "--json");
        Assert.Equal(ExitCode.Ok, outcome.ExitCode);
        Assert.True(MetainfoParser.TryParse(await File.ReadAllBytesAsync(_folder["t.torrent"]), new MetainfoLimits(), out Metainfo? torrent, out _));
        Assert.Equal(["latest/disk.img", "v2/disk.img"], torrent.Files.Select(file => file.Path.ToString()));
        Assert.Contains($"left out {_folder["tree/passwords"]}: a symbolic link that leads out of the published folder", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Make_looks_at_the_place_of_its_output_before_it_hashes()
    {
        _folder.Fill("a.bin", 1000);
        foreach (string output in new[] { "nowhere/a.torrent", "." })
        {
            CommandOutcome outcome = await CommandOutcome.RunAsync("make", _folder["a.bin"], "--output", _folder[output]);
            Assert.Equal(ExitCode.Failed, outcome.ExitCode);
            Assert.DoesNotContain("Hashing", outcome.Error, StringComparison.Ordinal);
        }
    }
}
