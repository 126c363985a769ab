namespace EdgeSeed.Upload;

/// <summary>
/// Bytes sent in the present day and month, over restarts, whatever the clock does (<see cref="QuotaPeriods"/>): a board without a battery must not
/// get its quota again at every boot.
/// </summary>
internal sealed class QuotaCount
{
    /// <summary>Version of <see cref="ToBytes"/>.</summary>
    public const int Version = 2;

    /// <summary>A clock before this year was not set since the machine started.</summary>
    public const int FirstYear = 2025;

    private readonly QuotaPeriods _days = new(TimeSpan.FromDays(1));
    private readonly QuotaPeriods _months = new(TimeSpan.FromDays(31));

    /// <summary>The day that is counted, in local time; 0001-01-01 until the clock was set for the first time.</summary>
    public DateOnly Day => _days.Latest;

    /// <summary>First day of the month that is counted.</summary>
    public DateOnly Month => _months.Latest;

    /// <summary>Bytes that count against the day's quota.</summary>
    public long DayBytes => _days.Used;

    /// <summary>Bytes that count against the month's quota.</summary>
    public long MonthBytes => _months.Used;

    /// <summary>Whether the clock tells the time.</summary>
    public static bool IsSet(DateTime local) => local.Year >= FirstYear;

    /// <summary>First day of the month in which a day lies.</summary>
    /// <param name="day">The day.</param>
    /// <param name="startsOn">Day on which months start, 1 to 28.</param>
    public static DateOnly MonthOf(DateOnly day, int startsOn)
    {
        var start = new DateOnly(day.Year, day.Month, startsOn);
        return start <= day ? start : start.AddMonths(-1);
    }

    /// <summary>Counts bytes; negative when some were given back.</summary>
    public void Add(long bytes)
    {
        _days.Add(bytes);
        _months.Add(bytes);
    }

    /// <summary>Starts anew what has ended by now.</summary>
    /// <param name="local">The local time.</param>
    /// <param name="startsOn">Day on which months start, 1 to 28; a later one than before may start the month anew.</param>
    /// <param name="running">Time that has really passed since the last call, by a clock that nobody sets.</param>
    public void MoveTo(DateTime local, int startsOn, TimeSpan running = default)
    {
        DateOnly? day = IsSet(local) ? DateOnly.FromDateTime(local) : null;
        _days.MoveTo(day, running);
        _months.MoveTo(day is { } today ? MonthOf(today, startsOn) : null, running);
    }

    /// <summary>For the state file: days, then months.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[2 * QuotaPeriods.EncodedLength];
        _days.Write(bytes);
        _months.Write(bytes.AsSpan(QuotaPeriods.EncodedLength));
        return bytes;
    }

    /// <summary>Reads <see cref="ToBytes"/>; null when it is something else.</summary>
    public static QuotaCount? TryParse(ReadOnlySpan<byte> bytes)
    {
        var count = new QuotaCount();
        bool isRight = bytes.Length == 2 * QuotaPeriods.EncodedLength
            && count._days.TryRead(bytes[..QuotaPeriods.EncodedLength]) && count._months.TryRead(bytes[QuotaPeriods.EncodedLength..]);
        return isRight ? count : null;
    }
}
