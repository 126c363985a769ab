using EdgeSeed.Config.Units;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Status;

namespace EdgeSeed.Upload;

/// <content>What the keeper says of itself.</content>
internal sealed partial class UploadKeeper
{
    /// <summary>The budget as it holds now.</summary>
    public BudgetStatus Status()
    {
        lock (_lock)
        {
            if (!_isDisposed) Count();
            UploadBudget world = _budgets.World;
            DateTime local = _time.GetLocalNow().DateTime;
            DateTime midnight = local.Date.AddDays(1);
            DateTime month = QuotaCount.MonthOf(DateOnly.FromDateTime(local), _config.Quota.MonthStartsOn).AddMonths(1).ToDateTime(TimeOnly.MinValue);
            return new BudgetStatus
            {
                LimitBytesPerSecond = world.IsPaused ? 0 : world.IsUnlimited ? null : world.BytesPerSecond,
                Hold = _hold?.Status(_time),
                Window = _window is { } window ? $"{string.Join(", ", WeekDaysText.Write(window.Days))} {window.Hours}" : null,
                SentBytes = world.TotalBytes + _budgets.Lan.TotalBytes,
                Day = Quota(_config.Quota.Day, _count.DayBytes, midnight - local),
                Month = Quota(_config.Quota.Month, _count.MonthBytes, month - local),
            };
        }
    }

    private static QuotaStatus? Quota(ByteSize limit, long used, TimeSpan left) =>
        limit.IsUnlimited ? null : new QuotaStatus(used, limit.Bytes, (long)left.TotalSeconds);
}
