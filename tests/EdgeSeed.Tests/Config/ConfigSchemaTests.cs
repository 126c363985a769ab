using System.Text.Json;
using EdgeSeed.Config;
using EdgeSeed.Config.Binding;
using EdgeSeed.Config.Reload;
using EdgeSeed.Config.Types;
using EdgeSeed.Config.Units;
using EdgeSeed.Tests.House;

namespace EdgeSeed.Tests.Config;

public class ConfigSchemaTests
{
    private static IEnumerable<ConfigKey> KeysOutsideArrays => ConfigSchema.Sections.Where(section => !section.IsArray).SelectMany(section => section.Keys);

    private static IEnumerable<ConfigKey> Keys => ConfigSchema.Sections.SelectMany(section => section.Keys);

    [Fact]
    public void Schema_everyKeyAndTable_isDocumentedAndUnique()
    {
        Assert.All(Keys, key =>
        {
            Assert.Matches("^[A-Z0-9\"].*\\.$", key.Doc);
            Assert.Matches("^[a-z0-9]+(_[a-z0-9]+)*$", key.Name);
            Assert.NotEmpty(key.Expected);
        });
        Assert.All(ConfigSchema.Sections, section => Assert.Matches("^[A-Z].*\\.$", section.Doc));
        Assert.Equal(Keys.Count(), Keys.Select(key => key.Path).Distinct().Count());
    }

    [Fact]
    public void Schema_everyProperty_isAKey()
    {
        Type[] records =
        [
            typeof(ServiceConfig), typeof(LibraryConfig), typeof(DrivesConfig), typeof(SeederConfig), typeof(QuotaConfig), typeof(LanConfig), typeof(ScheduleConfig), typeof(TorrentConfig),
            typeof(TrackerConfig), typeof(WebConfig), typeof(AccessPointConfig), typeof(SystemConfig), typeof(HardwareConfig), typeof(LedsConfig), typeof(DisplayConfig), typeof(ButtonConfig), typeof(LogConfig),
        ];
        int properties = records.Sum(record => record.GetProperties(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.DeclaredOnly).Length);
        Assert.Equal(properties, Keys.Count());
    }

    [Fact]
    public void Sample_asItIs_givesTheDefaults()
    {
        ConfigResult result = ConfigLoader.Parse(ConfigSample.Write(), "sample", []);
        Assert.Empty(result.Problems);
        Assert.True(ConfigDiff.Between(SeedConfig.Default, result.Config!).IsEmpty);
    }

    [Fact]
    public void Sample_withEveryKeyUncommented_givesTheDefaultsAndOneOfEachArray()
    {
        string[] lines = [.. ConfigSample.Write().Split('\n').Select(line => line.StartsWith("##", StringComparison.Ordinal) ? line : line.TrimStart('#'))];
        ConfigResult result = ConfigLoader.Parse(string.Join('\n', lines), "sample", []);
        Assert.Empty(result.Problems);
        Assert.Equal(["seeder.schedule", "torrent"], ConfigDiff.Between(SeedConfig.Default, result.Config!).Live);
        Assert.Equal(new ScheduleConfig(), Assert.Single(result.Config!.Schedule));
        Assert.Equal(TorrentConfig.Default, Assert.Single(result.Config.Torrents));
        Assert.All(KeysOutsideArrays, key => Assert.NotNull(result.Origins.Find(key.Path)));
    }

    [Fact]
    public void Sample_inDeploy_isTheGeneratedOne()
    {
        string path = Path.Combine(Repository.Root, "deploy", "seed.toml");
        Assert.True(ConfigSample.Write() == File.ReadAllText(path), "deploy/seed.toml is not what the program generates; run: edgeseed config sample > deploy/seed.toml");
    }

    [Fact]
    public void Listing_readBack_givesTheSameConfiguration()
    {
        ConfigResult edited = ConfigLoader.Parse(
            "seeder.upload = \"4 KiB/s\"\nservice.name = \"a \\\"b\\\\ \\u00e9\"\n[[seeder.schedule]]\ndays = [\"sat\", \"sun\"]\nupload = 0\n[hardware]\nnight = \"22:00-06:00\"\n[[torrent]]\nmatch = \"a\"\nweight = 0.5\n", "seed.toml", []);
        string toml = ConfigListing.ToToml(edited.Config!, edited.Origins, "/etc/edgeseed/seed.toml");
        ConfigResult again = ConfigLoader.Parse(toml, "listing", []);
        Assert.Empty(again.Problems);
        Assert.True(ConfigDiff.Between(edited.Config!, again.Config!).IsEmpty);
        Assert.Matches("upload = \"4 KiB/s\" +# seed.toml:1\n", toml);
        Assert.Matches("max_peers = 500 +# default\n", toml);
    }

    [Fact]
    public void Listing_asJson_isValidAndComplete()
    {
        ConfigResult edited = ConfigLoader.Parse("[[seeder.schedule]]\ndays = [\"sat\"]\n", "seed.toml", []);
        using JsonDocument json = JsonDocument.Parse(ConfigListing.ToJson(edited.Config!, edited.Origins, "/etc/edgeseed/seed.toml"));
        JsonElement keys = json.RootElement.GetProperty("keys");
        Assert.Equal(6969, keys.GetProperty("service.port").GetProperty("value").GetInt32());
        Assert.Equal("restart", keys.GetProperty("service.port").GetProperty("effect").GetString());
        Assert.Equal("sat", keys.GetProperty("seeder.schedule").GetProperty("value")[0].GetProperty("days")[0].GetString());
        Assert.Equal("seed.toml:1", keys.GetProperty("seeder.schedule").GetProperty("origin").GetString());
        Assert.Equal(KeysOutsideArrays.Count() + 2, keys.EnumerateObject().Count());
    }

    [Fact]
    public void Diff_liveAndRestartKeys_areToldApartAndAppliedApart()
    {
        SeedConfig edited = SeedConfig.Default with
        {
            Service = SeedConfig.Default.Service with { Port = 7000, Name = "Box" },
            Seeder = SeedConfig.Default.Seeder with { Upload = new ByteRate(4_000) },
        };
        ConfigDiff diff = ConfigDiff.Between(SeedConfig.Default, edited);
        Assert.Equal(["service.name", "seeder.upload"], diff.Live);
        Assert.Equal(["service.port"], diff.Restart);
        Assert.True(diff.Touches("seeder"));
        Assert.False(diff.Touches("seed"));
        SeedConfig running = ConfigDiff.ApplyLive(SeedConfig.Default, edited);
        Assert.Equal((6969, "Box", 4_000L), (running.Service.Port, running.Service.Name, running.Seeder.Upload.BytesPerSecond));
    }

    [Theory]
    [InlineData("/srv/x", "/var/lib/a:/var/lib/b", false, "/srv/x")]
    [InlineData("", "/var/lib/a:/var/lib/b", true, "/var/lib/a")]
    [InlineData("", null, true, "/var/lib/edgeseed")]
    [InlineData("", null, false, "/home/me/.local/state/edgeseed")]
    public void StatePath_bySurroundings_isTheUsualPlace(string configured, string? stateDirectory, bool isRoot, string expected)
    {
        string? Variable(string name) => name == "STATE_DIRECTORY" ? stateDirectory : null;
        Assert.Equal(expected, StatePath.Resolve(configured, Variable, isRoot, static () => "/home/me"));
        Assert.Equal("/xdg/edgeseed", StatePath.Resolve("", name => name == "XDG_STATE_HOME" ? "/xdg" : null, isRoot: false, static () => "/home/me"));
    }
}
