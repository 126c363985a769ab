using System.Net;
using EdgeSeed.Config;
using EdgeSeed.Config.Reload;
using EdgeSeed.Config.Units;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Storage.State;
using Microsoft.Extensions.Logging;

namespace EdgeSeed.Upload;

/// <summary>
/// Keeps the upload budgets as the configuration wants them at this moment: schedule, quotas, and who is outside of them. Looks once a
/// second; changes of the configuration hold at once.
/// </summary>
internal sealed partial class UploadKeeper : IDisposable
{
    /// <summary>Below so many bytes left of a quota, the rate is held to what is left in a second, so that it is not overdrawn.</summary>
    private const long NearEndBytes = 1L << 30;

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly UploadBudgets _budgets;
    private readonly SeedSession? _session;
    private readonly TimeProvider _time;
    private readonly QuotaFile _file;
    private readonly QuotaCount _count;
    private readonly ITimer _timer;
    private SeedConfig _config;
    private ScheduleConfig? _window;
    private UploadHold? _hold;
    private long _countedBytes;
    private long _keptAt;
    private bool _isDisposed;

    /// <summary>Sets the budgets, and keeps them from then on.</summary>
    /// <param name="budgets">Set by this object alone.</param>
    /// <param name="session">Is told when peers are to be served from another budget.</param>
    /// <param name="state">Holds the quotas' counts.</param>
    /// <param name="config">The configuration.</param>
    /// <param name="time">The clock, in whose local time zone schedule and quotas are meant.</param>
    /// <param name="supervisor">Runs the timer.</param>
    /// <param name="log">Is told when the counts cannot be kept.</param>
    public UploadKeeper(UploadBudgets budgets, SeedSession? session, StateDirectory state, SeedConfig config, TimeProvider time, Supervisor supervisor, ILogger log)
    {
        (_budgets, _session, _config, _time) = (budgets, session, config, time);
        _file = new QuotaFile(state, time, log);
        _count = _file.Load();
        (_countedBytes, _keptAt) = (budgets.World.TotalBytes, time.GetTimestamp());
        SetLan();
        Keep();
        _timer = supervisor.StartTimer("upload quota", Keep, s_interval, s_interval);
    }

    /// <summary>Replaces the configuration.</summary>
    public SeedConfig Config
    {
        set
        {
            lock (_lock) _config = value;
            SetLan();
            Keep();
        }
    }

    /// <summary>
    /// What somebody at the box wants instead of the configured rate; null for that again. Quotas hold all the same. Forgotten at the end of the
    /// program: nobody finds a box years later that does nothing and does not say why.
    /// </summary>
    public UploadHold? Hold
    {
        set
        {
            lock (_lock) _hold = value;
            Keep();
        }
    }

    /// <summary>Rates, schedule and quotas follow edits.</summary>
    public void Follow(RunningConfig running) => running.Follow(config => Config = config, SeederConfig.Table);

    /// <summary>Keeps the counts for the next start.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_lock)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            Count();
            if (Limit(_config.Quota) < long.MaxValue) _file.Save(_count);
        }
    }

    /// <summary>Sets the budget for this moment.</summary>
    internal void Keep()
    {
        lock (_lock)
        {
            if (_isDisposed) return;
            DateTime local = _time.GetLocalNow().DateTime;
            Count();
            _count.MoveTo(local, _config.Quota.MonthStartsOn, _time.GetElapsedTime(_keptAt));
            _keptAt = _time.GetTimestamp();
            _window = _config.WindowAt(local);
            if (_hold?.IsOver(_time) == true) _hold = null;
            Set(_budgets.World, Math.Min(_hold?.BytesPerSecond ?? RateAt(local), RateNearEnd()));
            Set(_budgets.Lan, _hold is { BytesPerSecond: 0 } ? 0 : _config.Lan.Upload.BytesPerSecond);
            long limit = Limit(_config.Quota);
            if (limit < long.MaxValue) _file.SaveIfDue(_count, limit);
        }
    }

    private static void Set(UploadBudget budget, long rate)
    {
        if (rate == 0)
        {
            if (!budget.IsPaused) budget.Pause();
        }
        else if (budget.IsPaused || budget.BytesPerSecond != rate)
        {
            budget.BytesPerSecond = rate;
        }
    }

    private void Count()
    {
        long total = _budgets.World.TotalBytes;
        _count.Add(total - _countedBytes);
        _countedBytes = total;
    }

    /// <summary>
    /// The configured rate. While the clock is not set nobody knows which window holds: the lowest of all rates but 0 is within most of them,
    /// and a box that is never told the time still serves.
    /// </summary>
    private long RateAt(DateTime local)
    {
        if (QuotaCount.IsSet(local)) return (_window?.Upload ?? _config.Seeder.Upload).BytesPerSecond;
        long lowest = _config.Seeder.Upload.BytesPerSecond;
        foreach (ScheduleConfig window in _config.Schedule)
        {
            if (window.Upload.BytesPerSecond > 0) lowest = Math.Min(lowest, window.Upload.BytesPerSecond);
        }
        return lowest;
    }

    /// <summary>What the quotas allow: no limit while much is left, 0 when one is spent.</summary>
    private long RateNearEnd()
    {
        long left = Math.Min(Left(_config.Quota.Day, _count.DayBytes), Left(_config.Quota.Month, _count.MonthBytes));
        if (left <= 0) return 0;
        return left > NearEndBytes ? UploadBudget.Unlimited : Math.Max(left, UploadBudget.MinimumBytesPerSecond);
    }

    private static long Left(ByteSize limit, long used) => limit.IsUnlimited ? long.MaxValue : limit.Bytes - used;

    private static long Limit(QuotaConfig quota) => Math.Min(quota.Day.Bytes, quota.Month.Bytes);

    private void SetLan()
    {
        LanConfig lan = _config.Lan;
        var networks = new List<IPNetwork>();
        if (lan.OutsideBudget)
        {
            foreach (string network in lan.Networks) networks.Add(IPNetwork.Parse(network));
        }
        _budgets.LanNetworks = networks;
        _ = _session?.MovePeersAsync();
    }
}
