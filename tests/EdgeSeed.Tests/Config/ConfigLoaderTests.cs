using EdgeSeed.Commands;
using EdgeSeed.Config;
using EdgeSeed.Config.Binding;
using EdgeSeed.Config.Units;
using EdgeSeed.Config.Values;
using EdgeSeed.Storage;
using EdgeSeed.Storage.State;

namespace EdgeSeed.Tests.Config;

public class ConfigLoaderTests
{
    [Fact]
    public void Parse_fiveMistakes_reportsFiveEachAtItsPlace()
    {
        ConfigResult result = Parse("""
            [service]
            prot = 6969

            [seeder]
              upload = "4 foo/s"
            encryption = "prefere"
            max_peers = 0

            [tarcker]
            interval = "5m"
            """);
        Assert.Null(result.Config);
        Assert.Equal(
            [
                "seed.toml:2:1: unknown key \"prot\" in [service]; did you mean \"port\"?",
                "seed.toml:5:12: expected a rate such as \"4 KB/s\", \"2 MiB/s\", \"32 kbit/s\" or \"unlimited\", found the string \"4 foo/s\"",
                "seed.toml:6:14: expected one of \"prefer\", \"require\", \"off\", found the string \"prefere\"; did you mean \"prefer\"?",
                "seed.toml:7:13: 0 is out of range: 1 to 20000",
                "seed.toml:9:2: unknown table [tarcker]; did you mean [tracker]?",
            ],
            result.Problems.Select(problem => problem.ToString()));
    }

    [Theory]
    [InlineData("upload = \"4 KB/s\"", "1:1: unknown key \"upload\" at the top of the file; it belongs in [seeder]")]
    [InlineData("[service]\npeer_port = \"6881\"", "2:13: expected a whole number such as 6969, found the string \"6881\"")]
    [InlineData("[service]\nport = 70000", "2:8: 70000 is out of range: 0 to 65535")]
    [InlineData("[service]\nbind = [\"::1\", \"localhost\", \"10.0.0.300\"]", "2:16: expected an IP address such as", "2:29: expected an IP address such as")]
    [InlineData("[service]\nmemory_limit = \"1 MiB\"", "2:16: 1 MiB is out of range: 24 MiB to 64 GiB")]
    [InlineData("seeder = 5", "1:10: expected the table [seeder], found the number 5")]
    [InlineData("[[seeder]]\nupload = 5", "1:3: expected the table [seeder], found an array of tables")]
    [InlineData("[seeder.schedule]\nhours = \"22:00-06:00\"", "1:9: expected tables headed [[seeder.schedule]], found a table")]
    [InlineData("[[seeder.schedule]]\nhour = \"22:00-06:00\"", "2:1: unknown key \"hour\" in [seeder.schedule]; did you mean \"hours\"?")]
    [InlineData("[[seeder.schedule]]\ndays = [\"mon\", \"someday\"]", "2:16: expected days such as")]
    [InlineData("[seeder]\nupload = 1.5", "2:10: expected a rate such as \"4 KB/s\", \"2 MiB/s\", \"32 kbit/s\" or \"unlimited\", found a number with a fraction")]
    [InlineData("[seeder]\nupload = 0", "2:10: 0 is out of range: 1 KB/s to unlimited")]
    [InlineData("[seeder]\ndht = \"readonly\"", "2:7: expected true, false or \"read-only\", found the string \"readonly\"")]
    [InlineData("[seeder]\ndht_bootstrap = [\"dht.example.org\"]", "2:18: expected a host and its UDP port such as")]
    [InlineData("[tracker]\nlist = \"relative.txt\"", "2:8: expected an absolute path")]
    [InlineData("[web]\nenabled = \"yes\"", "2:11: expected true or false, found the string \"yes\"")]
    [InlineData("[library]\nweb_seeds = [\"ftp://w/\"]", "2:14: this address cannot be used: FTP is not supported")]
    [InlineData("[library]\nweb_seeds = [\"udp://w:80/\"]", "2:14: this address cannot be used: it does not begin with http:// or https://")]
    [InlineData("[library]\nannounce = [\"ftp://x\"]", "2:13: this address cannot be used: FTP is not supported")]
    [InlineData("[service]\nport = 6881", "2:8: service.peer_port must differ from service.port")]
    [InlineData("[service]\ndht_port = 6969", "2:12: service.dht_port must differ from service.port")]
    [InlineData("[library]\npiece_size = \"100 KB\"", "2:14: library.piece_size must be 0 or a power of two")]
    [InlineData("[tracker]\ninterval = \"1h\"", "2:12: tracker.peer_timeout (45m) must be longer than tracker.interval (1h)")]
    [InlineData("[tracker]\npolicy = \"list\"", "2:10: tracker.policy \"list\" needs tracker.list")]
    [InlineData("[hardware]\nleds.status = \"gpio:17\"\nbutton = { line = 17 }", "3:19: hardware.button.line uses GPIO line 17, which hardware.leds.status uses already")]
    [InlineData("[service]\nname = \"a\"\nname = \"b\"", "3:1: ")]
    [InlineData("[service]\nname = \"a\nport = 0\n[serivce]", "2:", "4:2: unknown table [serivce]; did you mean [service]?")]
    public void Parse_aMistake_isReportedAtItsPlace(string text, params string[] expected)
    {
        string[] problems = [.. Parse(text).Problems.Select(problem => problem.ToString())];
        Assert.Equal(expected.Length, problems.Length);
        foreach ((string start, string problem) in expected.Zip(problems))
            Assert.StartsWith("seed.toml:" + start, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_everyWayToWriteATable_givesTheSame()
    {
        string[] ways =
        [
            "[seeder]\nupload = \"4 KB/s\"\n[seeder.quota]\nday = \"1 GB\"\n[[seeder.schedule]]\nhours = \"22:00-06:00\"\nupload = 0",
            "seeder.upload = 4000\nseeder.quota.day = \"1 GB\"\nseeder.schedule = [{ hours = \"22:00-06:00\", upload = 0 }]",
            "seeder = { upload = \"4KB/s\", quota = { day = \"1 GB\" }, schedule = [{ upload = 0, hours = \"22:00-06:00\" }] }",
        ];
        foreach (string way in ways)
        {
            ConfigResult result = Parse(way);
            Assert.Empty(result.Problems);
            Assert.Equal(4_000, result.Config!.Seeder.Upload.BytesPerSecond);
            Assert.Equal(1_000_000_000, result.Config.Quota.Day.Bytes);
            ScheduleConfig window = Assert.Single(result.Config.Schedule);
            Assert.Equal(new ScheduleConfig { Hours = new DayWindow(new TimeOnly(22, 0), new TimeOnly(6, 0)), Upload = new ByteRate(0) }, window);
        }
    }

    [Theory]
    [InlineData("2026-11-20T21:59", 1_000_000)] // a Friday
    [InlineData("2026-11-20T22:00", 0)]
    [InlineData("2026-11-21T05:59", 0)] // the window of Friday
    [InlineData("2026-11-21T06:00", 2_000_000)] // a Saturday
    [InlineData("2026-11-21T23:00", 2_000_000)]
    [InlineData("2026-11-22T12:00", 1_000_000)]
    [InlineData("2026-11-23T05:00", 1_000_000)] // Sunday night began no window
    public void UploadAt_schedule_isTheFirstWindowThatHolds(string local, long expected)
    {
        SeedConfig config = Parse("""
            seeder.upload = "1 MB/s"
            [[seeder.schedule]]
            days = ["mon-fri"]
            hours = "22:00-06:00"
            upload = 0
            [[seeder.schedule]]
            days = ["sat"]
            upload = "2 MB/s"
            """).Config!;
        Assert.Equal(expected, config.UploadAt(DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture)).BytesPerSecond);
    }

    [Fact]
    public void Parse_overrides_winAndAreChecked()
    {
        ConfigOverride[] good = [new("seeder.upload", ConfigValue.OfFlag("--upload", "32kbit/s"))];
        ConfigResult result = ConfigLoader.Parse("seeder.upload = \"1 MB/s\"", "seed.toml", good);
        Assert.Equal(4_000, result.Config!.Seeder.Upload.BytesPerSecond);
        Assert.Equal("--upload", result.Origins.Find("seeder.upload")?.Flag);

        ConfigOverride[] bad = [new("service.port", ConfigValue.OfFlag("--port", "99999"))];
        Assert.Equal("--port: 99999 is out of range: 0 to 65535", Assert.Single(ConfigLoader.Parse("", "", bad).Problems).ToString());
    }

    [Fact]
    public void Parse_hostileNames_areShownWithoutControlCharacters()
    {
        ConfigProblem problem = Assert.Single(Parse("\"\\u001b[31m" + new string('x', 5_000) + "\" = 1").Problems);
        Assert.DoesNotContain('\u001b', problem.Message);
        Assert.InRange(problem.Message.Length, 1, 200);
    }

    [Fact]
    public void Parse_manyMistakes_keepsAHundred()
    {
        string text = string.Concat(Enumerable.Range(0, 1_000).Select(i => $"zz{i} = 1\n"));
        Assert.Equal(ConfigProblemList.MaxProblems, Parse(text).Problems.Count);
    }

    [Fact]
    public void Load_filesThatAreNoText_areProblemsOfTheFile()
    {
        using TemporaryFolder folder = new();
        string Problem(byte[] content)
        {
            string path = folder.Write("seed.toml", content);
            return Assert.Single(ConfigLoader.Load(path, []).Problems).ToString().Replace(path, "F", StringComparison.Ordinal);
        }

        Assert.Equal("F:2:3: the file is not UTF-8 text here", Problem([.. "#é\n#é"u8, 0xFF]));
        Assert.Equal("F: the file is larger than 64 KiB", Problem(new byte[ConfigLoader.MaxFileBytes + 1]));
        Assert.EndsWith(": there is no such file", Assert.Single(ConfigLoader.Load(folder.Combine("absent.toml"), []).Problems).ToString(), StringComparison.Ordinal);
        Assert.Empty(ConfigLoader.Load(folder.Write("bom.toml", [.. "\uFEFF[seeder]\r\nupload = 4000\r\n"u8]), []).Problems);
        Assert.Empty(ConfigLoader.Load(folder.Write("large.toml", System.Text.Encoding.UTF8.GetBytes("#".PadRight(ConfigLoader.MaxFileBytes, '\n'))), []).Problems);
    }

    private static ConfigResult Parse(string text) => ConfigLoader.Parse(text, "seed.toml", []);

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t\r\n")]
    [InlineData("\0\0\0")]
    [InlineData("\uFEFF")]
    public void File_without_any_text_is_an_accident_and_no_wish_for_the_defaults(string text)
    {
        using var folder = new TemporaryFolder();
        ConfigResult result = ConfigLoader.Load(folder.Write("seed.toml", text), []);
        Assert.Null(result.Config);
        Assert.Contains("the file is empty", Assert.Single(result.Problems).ToString(), StringComparison.Ordinal);
        Assert.NotNull(ConfigLoader.Load(folder.Write("seed.toml", "# all defaults"), []).Config);
    }

    [Theory]
    [InlineData("[seeder]\n")]
    [InlineData("\n [seeder]\n\t[ seeder.lan ]\n[[torrent]]")]
    public void File_of_which_tables_are_left_without_a_key_is_an_accident_too(string text)
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("seed.toml", text);
        ConfigResult result = ConfigLoader.Load(file, []);
        Assert.Null(result.Config);
        Assert.Contains("the file has no key left", Assert.Single(result.Problems).ToString(), StringComparison.Ordinal);
        Assert.True(ConfigLoader.SaysNothing(text));
        Assert.NotNull(ConfigLoader.Load(folder.Write("seed.toml", text + "\n# all defaults"), []).Config);
    }

    [Fact]
    public void Empty_file_stands_for_the_defaults_where_there_never_was_another()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("seed.toml", "");
        Assert.NotNull(ConfigLoader.Load(file, [], mayBeEmpty: true).Config);
        string statePath = folder.Combine("state");
        Assert.False(ConfigNote.Exists(statePath));
        Assert.Null(StateDirectory.Open(LocalPath.FromString(statePath), out StateDirectory? state));
        using (state) Assert.Null(ConfigNote.Leave(state!, statePath, file));
        Assert.True(ConfigNote.Exists(statePath));
    }

    [Fact]
    public void Usual_file_is_missed_where_it_was_there_at_the_last_start_and_nowhere_else()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Combine("seed.toml"), statePath = folder.Combine("usual");
        Assert.Null(ServiceOptions.Usual(file, statePath));
        // Its service.state named another directory: the note is left here all the same.
        Assert.Null(ConfigNote.LeaveApart(statePath, folder.Combine("other.toml")));
        Assert.Null(ServiceOptions.Usual(file, statePath));
        Assert.Null(ConfigNote.LeaveApart(statePath, file));
        Assert.Equal(file, ServiceOptions.Usual(file, statePath));
        Assert.Contains("there is no such file", Assert.Single(ConfigLoader.Load(file, []).Problems).ToString(), StringComparison.Ordinal);
        Assert.NotNull(ConfigNote.LeaveApart(folder.Write("a-file", "x"), file));
    }
}
