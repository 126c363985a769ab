using System.Globalization;
using EdgeSeed.Config;
using EdgeSeed.Config.Units;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Protocol;
using EdgeSeed.Status;
using EdgeSeed.Storage;
using EdgeSeed.Storage.State;
using EdgeSeed.Upload;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeSeed.Tests.Upload;

public sealed class UploadKeeperTests : IDisposable
{
    private const long MiB = 1 << 20;

    private readonly TemporaryFolder _folder = new();
    private readonly LocalTime _time = new();
    private readonly UploadBudgets _budgets;
    private StateDirectory _state;

    public UploadKeeperTests()
    {
        _budgets = new UploadBudgets(new UploadBudget(UploadBudget.Unlimited, _time), new UploadBudget(UploadBudget.Unlimited, _time));
        _state = OpenState();
    }

    public void Dispose()
    {
        _state.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Keep_scheduleWindow_setsAndLeavesItsRate()
    {
        SeedConfig config = SeedConfig.Default with
        {
            Seeder = new SeederConfig { Upload = new ByteRate(5_000) },
            Schedule = [new ScheduleConfig { Hours = Hours("22:00-06:00"), Upload = new ByteRate(50_000) }],
        };
        _time.Set("2026-11-22 21:59:59");
        using UploadKeeper keeper = Keeper(config);
        Assert.Equal((5_000, null), (_budgets.World.BytesPerSecond, keeper.Status().Window));
        _time.Set("2026-11-22 22:00:00");
        keeper.Keep();
        Assert.Equal((50_000, "mon-sun 22:00-06:00"), (_budgets.World.BytesPerSecond, keeper.Status().Window));
        _time.Set("2026-11-23 06:00:00");
        keeper.Keep();
        Assert.Equal(5_000, _budgets.World.BytesPerSecond);
    }

    [Fact]
    public void Keep_windowOfNothing_pausesUntilItEnds()
    {
        SeedConfig config = SeedConfig.Default with { Schedule = [new ScheduleConfig { Hours = Hours("08:00-12:00"), Upload = new ByteRate(0) }] };
        _time.Set("2026-11-22 08:00:00");
        using UploadKeeper keeper = Keeper(config);
        Assert.True(_budgets.World.IsPaused);
        Assert.Equal(0, keeper.Status().LimitBytesPerSecond);
        _time.Set("2026-11-22 12:00:00");
        keeper.Keep();
        Assert.False(_budgets.World.IsPaused);
        Assert.Null(keeper.Status().LimitBytesPerSecond);
    }

    [Fact]
    public void Pause_by_hand_holds_everything_until_it_is_taken_back_whatever_the_schedule_says()
    {
        SeedConfig config = SeedConfig.Default with
        {
            Seeder = new SeederConfig { Upload = new ByteRate(5_000) },
            Schedule = [new ScheduleConfig { Hours = Hours("08:00-12:00"), Upload = new ByteRate(50_000) }],
            Lan = new LanConfig { OutsideBudget = true, Upload = new ByteRate(70_000) },
        };
        _time.Set("2026-11-22 07:00:00");
        using UploadKeeper keeper = Keeper(config);
        keeper.Hold = UploadHold.Pause(_time);
        Assert.Equal((true, true, new HoldStatus(0, null)), (_budgets.World.IsPaused, _budgets.Lan.IsPaused, keeper.Status().Hold));
        _time.Set("2026-11-22 09:00:00");
        keeper.Keep();
        Assert.True(_budgets.World.IsPaused);
        keeper.Hold = null;
        Assert.Equal((50_000, 70_000, false, false), (_budgets.World.BytesPerSecond, _budgets.Lan.BytesPerSecond, _budgets.World.IsPaused, _budgets.Lan.IsPaused));
        Assert.Null(keeper.Status().Hold);
    }

    [Fact]
    public void Limit_by_hand_ends_with_its_hours_and_never_exceeds_a_quota()
    {
        SeedConfig config = SeedConfig.Default with { Seeder = new SeederConfig { Upload = new ByteRate(5_000) }, Quota = new QuotaConfig { Day = new ByteSize(1_000_000) } };
        _time.Set("2026-11-22 08:00:00");
        using UploadKeeper keeper = Keeper(config);
        keeper.Hold = UploadHold.Limit(90_000, TimeSpan.FromHours(2), _time);
        Assert.Equal((90_000, new HoldStatus(90_000, 7_200)), (_budgets.World.BytesPerSecond, keeper.Status().Hold));
        _budgets.World.Charge(1_000_000);
        keeper.Keep();
        Assert.True(_budgets.World.IsPaused);
        _time.Set("2026-11-23 09:59:59");
        _time.Advance(TimeSpan.FromHours(2));
        keeper.Keep();
        Assert.Equal((5_000, false), (_budgets.World.BytesPerSecond, _budgets.World.IsPaused));
        Assert.Null(keeper.Status().Hold);
    }

    [Fact]
    public void Keep_clockNotSet_takesTheLowestRateThatServes()
    {
        SeedConfig config = SeedConfig.Default with
        {
            Schedule = [new ScheduleConfig { Upload = new ByteRate(0) }, new ScheduleConfig { Upload = new ByteRate(7_000) }],
        };
        _time.Set("1970-01-01 00:01:00");
        using UploadKeeper keeper = Keeper(config);
        Assert.Equal((7_000, false), (_budgets.World.BytesPerSecond, _budgets.World.IsPaused));
    }

    [Fact]
    public void Keep_quotaSpent_pausesUntilMidnight()
    {
        using UploadKeeper keeper = Keeper(Quota(day: 2 * MiB));
        Send(MiB);
        keeper.Keep();
        Assert.Equal(MiB, _budgets.World.BytesPerSecond);
        BudgetStatus status = keeper.Status();
        Assert.Equal((MiB, 2 * MiB, false), (status.Day!.UsedBytes, status.Day.LimitBytes, status.IsSpent));
        Send(MiB);
        keeper.Keep();
        Assert.True(_budgets.World.IsPaused);
        Assert.True(keeper.Status().IsSpent);
        _time.Set("2026-11-23 00:00:01");
        keeper.Keep();
        Assert.False(_budgets.World.IsPaused);
        Assert.Equal(0, keeper.Status().Day!.UsedBytes);
    }

    [Fact]
    public void Quota_survivesARestart_evenWithTheClockUnset()
    {
        using (UploadKeeper keeper = Keeper(Quota(day: 2 * MiB)))
        {
            Send(3 * MiB);
        }
        _state.Dispose();
        _state = OpenState();
        _time.Set("1970-01-01 00:00:10");
        using UploadKeeper again = Keeper(Quota(day: 2 * MiB));
        Assert.True(_budgets.World.IsPaused);
        _time.Set("2026-11-22 13:00:00");
        again.Keep();
        Assert.True(_budgets.World.IsPaused);
        Assert.Equal(3 * MiB, again.Status().Day!.UsedBytes);
    }

    [Fact]
    public void Quota_isOnDisk_beforeAHundredthMoreIsSent()
    {
        using UploadKeeper keeper = Keeper(Quota(day: 100 * MiB));
        Send(5 * MiB);
        keeper.Keep();
        // As after a power cut: nothing was closed.
        QuotaCount left = new QuotaFile(_state, _time, NullLogger.Instance).Load();
        Assert.Equal(5 * MiB, left.DayBytes);
    }

    [Fact]
    public void Config_change_holdsAtOnce()
    {
        using UploadKeeper keeper = Keeper(SeedConfig.Default with { Seeder = new SeederConfig { Upload = new ByteRate(5_000) } });
        keeper.Config = SeedConfig.Default with { Seeder = new SeederConfig { Upload = new ByteRate(9_000) } };
        Assert.Equal(9_000, _budgets.World.BytesPerSecond);
        keeper.Config = Quota(day: MiB);
        Send(MiB);
        keeper.Keep();
        Assert.True(_budgets.World.IsPaused);
        keeper.Config = SeedConfig.Default;
        Assert.False(_budgets.World.IsPaused);
        Assert.True(_budgets.World.IsUnlimited);
    }

    [Fact]
    public void Lan_outsideTheBudget_hasItsOwn()
    {
        PeerEndPoint near = PeerEndPoint.FromIPv4(0x0a_00_00_05, 6881), far = PeerEndPoint.FromIPv4(0x08_08_08_08, 6881);
        using UploadKeeper keeper = Keeper(SeedConfig.Default with { Lan = new LanConfig { OutsideBudget = true, Upload = new ByteRate(77_000) } });
        Assert.Same(_budgets.Lan, _budgets.For(near));
        Assert.Same(_budgets.World, _budgets.For(far));
        Assert.Equal(77_000, _budgets.Lan.BytesPerSecond);
        keeper.Config = SeedConfig.Default;
        Assert.Same(_budgets.World, _budgets.For(near));
    }

    private static SeedConfig Quota(long day) => SeedConfig.Default with { Quota = new QuotaConfig { Day = new ByteSize(day) } };

    private static DayWindow Hours(string text)
    {
        Assert.True(DayWindow.TryParse(text, out DayWindow window));
        return window;
    }

    private UploadKeeper Keeper(SeedConfig config) => new(_budgets, null, _state, config, _time, new Supervisor(_time, static _ => { }), NullLogger.Instance);

    private void Send(long bytes) => _budgets.World.Charge((int)bytes);

    private StateDirectory OpenState()
    {
        Assert.Null(StateDirectory.Open(LocalPath.FromString(_folder.Path), out StateDirectory? state));
        return state!;
    }

    /// <summary>A wall clock that stands where it is put, in a zone without summer time. Timers never fire.</summary>
    private sealed class LocalTime : TimeProvider
    {
        private long _monotonic;
        private DateTimeOffset _now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _monotonic;

        /// <summary>By the monotonic clock alone.</summary>
        public void Advance(TimeSpan time) => _monotonic += time.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Silent();

        public void Set(string local) => _now = DateTimeOffset.Parse(local + "Z", CultureInfo.InvariantCulture);

        private sealed class Silent : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
