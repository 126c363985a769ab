using System.Buffers.Binary;

namespace EdgeSeed.Service;

/// <summary>
/// Bytes sent in the present day and month, over restarts. A clock that was not set yet or goes back never starts a count anew: a board
/// without a battery must not get its quota again at every boot.
/// </summary>
internal sealed class QuotaCount
{
    /// <summary>Version of <see cref="ToBytes"/>.</summary>
    public const int Version = 1;

    /// <summary>A clock before this year was not set since the machine started.</summary>
    public const int FirstYear = 2025;

    private const int Length = 24;

    /// <summary>The day that is counted, in local time; 0001-01-01 until the clock was set for the first time.</summary>
    public DateOnly Day { get; private set; }

    /// <summary>First day of the month that is counted.</summary>
    public DateOnly Month { get; private set; }

    /// <summary>Bytes of that day.</summary>
    public long DayBytes { get; private set; }

    /// <summary>Bytes of that month.</summary>
    public long MonthBytes { get; private set; }

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
        DayBytes = Math.Max(0, DayBytes + bytes);
        MonthBytes = Math.Max(0, MonthBytes + bytes);
    }

    /// <summary>Starts anew what has ended by now.</summary>
    /// <param name="local">The local time; of no effect while it is not set.</param>
    /// <param name="startsOn">Day on which months start, 1 to 28; another one than before starts the month anew.</param>
    public void MoveTo(DateTime local, int startsOn)
    {
        if (!IsSet(local)) return;
        DateOnly day = DateOnly.FromDateTime(local), month = MonthOf(day, startsOn);
        // What was sent before the clock was ever set counts for today.
        bool isFirst = Day == default;
        if (day > Day && !isFirst) DayBytes = 0;
        if (month > Month && !isFirst) MonthBytes = 0;
        (Day, Month) = (day, month);
    }

    /// <summary>For the state file: the day's number and bytes, the month's first day's number and bytes; little-endian.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, Day.DayNumber);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(4), DayBytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), Month.DayNumber);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), MonthBytes);
        return bytes;
    }

    /// <summary>Reads <see cref="ToBytes"/>; null when it is something else.</summary>
    public static QuotaCount? TryParse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length) return null;
        int day = BinaryPrimitives.ReadInt32LittleEndian(bytes), month = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
        long dayBytes = BinaryPrimitives.ReadInt64LittleEndian(bytes[4..]), monthBytes = BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]);
        int last = DateOnly.MaxValue.DayNumber;
        if (day < 0 || day > last || month < 0 || month > last || dayBytes < 0 || monthBytes < 0) return null;
        return new QuotaCount { Day = DateOnly.FromDayNumber(day), DayBytes = dayBytes, Month = DateOnly.FromDayNumber(month), MonthBytes = monthBytes };
    }
}
