using System.Threading.Channels;
using EdgeSeed.Config;
using EdgeSeed.Config.Binding;
using EdgeSeed.Config.Reload;
using EdgeSeed.Config.Values;
using EdgeSeed.Linux.Supervision;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Time.Testing;

namespace EdgeSeed.Tests.Config;

public sealed class ConfigWatcherTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly Channel<ConfigReload> _reloads = Channel.CreateUnbounded<ConfigReload>();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Watcher_editInPlace_appliesLiveKeysAndListsTheRest()
    {
        string file = _folder.Write("seed.toml", "seeder.upload = \"1 MB/s\"\n");
        using ConfigWatcher watcher = Watch(file);

        File.WriteAllText(file, "seeder.upload = \"4 KB/s\"\nservice.port = 7000\n");
        ConfigReload reload = await Next();

        Assert.Equal(["seeder.upload"], reload.Changed.Live);
        Assert.Equal(["service.port"], reload.PendingRestart);
        Assert.Equal((4_000L, 6969), (reload.Running.Seeder.Upload.BytesPerSecond, reload.Running.Service.Port));

        File.WriteAllText(file, "seeder.upload = \"5 KB/s\"\nservice.port = 7000\n");
        reload = await Next();
        Assert.Equal(["seeder.upload"], reload.Changed.Live);
        Assert.Empty(reload.Changed.Restart);
        Assert.Equal(["service.port"], reload.PendingRestart);
    }

    [Fact]
    public async Task Watcher_badEdit_keepsTheOldAndShowsWhy()
    {
        string file = _folder.Write("seed.toml", "seeder.upload = \"1 MB/s\"\n");
        using ConfigWatcher watcher = Watch(file);

        File.WriteAllText(file, "seeder.upload = \"oops\"\nseeder.max_peers = 0\n");
        ConfigReload bad = await Next();
        Assert.Equal(2, bad.Problems.Count);
        Assert.Equal(1_000_000, bad.Running.Seeder.Upload.BytesPerSecond);
        Assert.True(bad.Changed.IsEmpty);
        Assert.Same(bad, watcher.Latest);

        File.WriteAllText(file, "");
        ConfigReload emptied = await Next();
        Assert.Contains("the file is empty", Assert.Single(emptied.Problems).ToString(), StringComparison.Ordinal);
        Assert.Equal(1_000_000, emptied.Running.Seeder.Upload.BytesPerSecond);

        File.WriteAllText(file, "[seeder]\n");
        ConfigReload bare = await Next();
        Assert.Contains("the file has no key left", Assert.Single(bare.Problems).ToString(), StringComparison.Ordinal);
        Assert.Equal(1_000_000, bare.Running.Seeder.Upload.BytesPerSecond);

        File.Delete(file);
        ConfigReload gone = await Next();
        Assert.EndsWith("there is no such file", Assert.Single(gone.Problems).ToString(), StringComparison.Ordinal);

        File.WriteAllText(file, "seeder.upload = \"1 MB/s\"\n");
        ConfigReload good = await Next();
        Assert.Empty(good.Problems);
        Assert.True(good.Changed.IsEmpty);
    }

    [Fact]
    public async Task Watcher_renameOver_isSeen()
    {
        string file = _folder.Write("seed.toml", "# all defaults\n");
        using ConfigWatcher watcher = Watch(file);
        for (int rate = 1; rate <= 3; rate++)
        {
            File.Move(_folder.Write("seed.toml~", $"seeder.upload = \"{rate} MB/s\""), file, overwrite: true);
            Assert.Equal(rate * 1_000_000, (await Next()).Running.Seeder.Upload.BytesPerSecond);
        }
    }

    [Fact]
    public async Task Watcher_linkToAFolderSwapped_isSeen()
    {
        // As where a set of files is put in place at once: seed.toml -> current/seed.toml, current -> one, then -> two.
        foreach ((string version, int rate) in new[] { ("one", 1), ("two", 2), ("three", 3) })
        {
            Directory.CreateDirectory(_folder.Combine(version));
            _folder.Write($"{version}/seed.toml", $"seeder.upload = \"{rate} MB/s\"");
        }
        Directory.CreateDirectory(_folder.Combine("etc"));
        Directory.CreateSymbolicLink(_folder.Combine("current"), "one");
        File.CreateSymbolicLink(_folder.Combine("etc/seed.toml"), "../current/seed.toml");
        using ConfigWatcher watcher = Watch(_folder.Combine("etc/seed.toml"));

        foreach ((string version, int rate) in new[] { ("two", 2), ("three", 3) })
        {
            Directory.CreateSymbolicLink(_folder.Combine("next"), version);
            // rename(2) over the link, as tools that swap a set of files do; .NET has no call for it
            using System.Diagnostics.Process swap = System.Diagnostics.Process.Start("mv", ["-T", _folder.Combine("next"), _folder.Combine("current")]);
            await swap.WaitForExitAsync();
            ConfigReload reload = await Next();
            Assert.Equal(rate * 1_000_000, reload.Running.Seeder.Upload.BytesPerSecond);
        }
    }

    [Fact]
    public async Task Watcher_overrides_winAtEveryReload()
    {
        string file = _folder.Write("seed.toml", "# all defaults\n");
        using ConfigWatcher watcher = Watch(file, new ConfigOverride("seeder.upload", ConfigValue.OfFlag("--upload", "4KB/s")));
        File.WriteAllText(file, "seeder.upload = \"9 MB/s\"\nseeder.max_peers = 150\n");
        ConfigReload reload = await Next();
        Assert.Equal((4_000L, 150), (reload.Running.Seeder.Upload.BytesPerSecond, reload.Running.Seeder.MaxPeers));
    }

    [Fact]
    public void Reload_whenAsked_readsAtOnceAndWritesNothing()
    {
        string file = _folder.Write("seed.toml", "# all defaults\n");
        long length = new FileInfo(file).Length;
        DateTime written = File.GetLastWriteTimeUtc(file);
        using ConfigWatcher watcher = Watch(file);
        watcher.Reload();
        Assert.True(_reloads.Reader.TryRead(out ConfigReload? reload));
        Assert.NotNull(reload.At);
        Assert.Equal((length, written), (new FileInfo(file).Length, File.GetLastWriteTimeUtc(file)));
    }

    [Fact]
    public void Touched_readsOnlyWhenTheFileWasLeftAlone()
    {
        // No folder, so that no event comes in between.
        FakeTimeProvider time = new();
        using ConfigWatcher watcher = Watch(_folder.Combine("absent/seed.toml"), time);
        time.Advance(ConfigWatcher.SettleTime - TimeSpan.FromMilliseconds(1));
        watcher.Touched();
        time.Advance(ConfigWatcher.SettleTime - TimeSpan.FromMilliseconds(1));
        Assert.False(_reloads.Reader.TryRead(out _));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(_reloads.Reader.TryRead(out _));
    }

    [Fact]
    public void Touched_withoutEnd_readsWithinTheLongestWait()
    {
        FakeTimeProvider time = new();
        using ConfigWatcher watcher = Watch(_folder.Combine("absent/seed.toml"), time);
        for (TimeSpan passed = default; passed < ConfigWatcher.MaxSettleTime; passed += TimeSpan.FromMilliseconds(100))
        {
            Assert.False(_reloads.Reader.TryRead(out _));
            watcher.Touched();
            time.Advance(TimeSpan.FromMilliseconds(100));
        }
        Assert.True(_reloads.Reader.TryRead(out _));
    }

    [Fact]
    public void Watcher_folderThatComesLater_isSeenByItsStamp()
    {
        FakeTimeProvider time = new();
        using ConfigWatcher watcher = Watch(_folder.Combine("later/seed.toml"), time);
        time.Advance(ConfigWatcher.SettleTime);
        Assert.True(_reloads.Reader.TryRead(out ConfigReload? reload));
        Assert.Single(reload.Problems);

        Directory.CreateDirectory(_folder.Combine("later"));
        _folder.Write("later/seed.toml", "seeder.upload = \"4 KB/s\"");
        time.Advance(TimeSpan.FromMinutes(1));
        time.Advance(ConfigWatcher.SettleTime);
        Assert.True(_reloads.Reader.TryRead(out reload));
        Assert.Equal(4_000, reload.Running.Seeder.Upload.BytesPerSecond);
    }

    [Fact]
    public async Task Hangup_signal_reloadsBetweenReloadingAndReady()
    {
        Channel<string> log = Channel.CreateUnbounded<string>();
        using (HangupSignal.Listen(() => log.Writer.TryWrite("reload"), new RecordingNotifier(log.Writer), TimeProvider.System))
        {
            using System.Diagnostics.Process kill = System.Diagnostics.Process.Start("kill", ["-HUP", Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
            Assert.Matches("^RELOADING=1\nMONOTONIC_USEC=[0-9]+$", await Read());
            Assert.Equal("reload", await Read());
            Assert.Equal("READY=1", await Read());
        }

        async Task<string> Read() => await log.Reader.ReadAsync().AsTask().WaitAsync(Patience);
    }

    private ConfigWatcher Watch(string file, params ConfigOverride[] overrides)
    {
        SeedConfig running = ConfigLoader.Load(file, overrides).Config!;
        return new ConfigWatcher(file, running, overrides, TimeProvider.System, Supervisor.Alone(TimeProvider.System), reload => _reloads.Writer.TryWrite(reload));
    }

    private ConfigWatcher Watch(string absentFile, FakeTimeProvider time) =>
        new(absentFile, SeedConfig.Default, [], time, new Supervisor(time, static _ => { }), reload => _reloads.Writer.TryWrite(reload));

    private async Task<ConfigReload> Next() => await _reloads.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    private sealed class RecordingNotifier(ChannelWriter<string> log) : ISystemdNotifier
    {
        public bool IsEnabled => true;

        public void Notify(ServiceState state) => log.TryWrite(state.ToString());
    }
}
