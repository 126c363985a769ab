using System.Globalization;
using Tomlyn.Syntax;

namespace Tomlyn.Parsing;

/// <summary>Dates and times of RFC 3339, as TOML 1.0 allows them.</summary>
internal static class DateTimeText
{
    private const int DateLength = 10;
    private const int TimeLength = 8;
    private const int MaxFractionDigits = 7;
    private const int MinutesOfLongestOffset = 14 * 60;

    /// <summary>Whether the word can only be meant as a date or a time: digits, and then <c>-</c> or <c>:</c>.</summary>
    public static bool IsMeant(ReadOnlySpan<char> word)
    {
        int digits = word.IndexOfAnyExceptInRange('0', '9');
        return digits > 0 && word[digits] is '-' or ':';
    }

    /// <summary>Whether this is shaped like a date, right or wrong.</summary>
    public static bool LooksLikeDate(ReadOnlySpan<char> word) =>
        word.Length == DateLength && word[4] == '-' && word[7] == '-'
        && IsDigits(word[..4]) && IsDigits(word.Slice(5, 2)) && IsDigits(word[8..]);

    /// <summary>Whether there are digits and nothing else.</summary>
    public static bool IsDigits(ReadOnlySpan<char> word) => !word.IsEmpty && !word.ContainsAnyExceptInRange('0', '9');

    /// <summary>A date, a time, or both with or without an offset.</summary>
    public static DateTimeValueSyntax? Parse(ReadOnlySpan<char> word, out string problem)
    {
        TomlDateTime? value;
        if (word[word.IndexOfAnyExceptInRange('0', '9')] == ':')
        {
            value = ParseTime(word, word, DateTime.MinValue, TomlDateTimeKind.LocalTime, TimeSpan.Zero, out problem);
        }
        else if (word.Length < DateLength || !LooksLikeDate(word[..DateLength]) || word[DateLength..] is not ([] or ['T' or 't' or ' ', ..]))
        {
            problem = $"{Readable.Excerpt(word)} is not a date; it is written like 1979-05-27";
            return null;
        }
        else
        {
            value = ParseDate(word, out problem);
        }
        return value is { } found ? new DateTimeValueSyntax { Value = found } : null;
    }

    private static TomlDateTime? ParseDate(ReadOnlySpan<char> word, out string problem)
    {
        (int year, int month, int day) = (Number(word[..4]), Number(word.Slice(5, 2)), Number(word.Slice(8, 2)));
        problem = year == 0 ? "the year 0000 cannot be represented"
            : month is < 1 or > 12 ? $"{Readable.Excerpt(word)}: there is no month {month}"
            : day < 1 || day > DateTime.DaysInMonth(year, month) ? $"{Readable.Excerpt(word)}: there is no day {day} in that month"
            : "";
        if (problem.Length > 0) return null;
        var date = new DateTime(year, month, day);
        if (word.Length == DateLength) return new TomlDateTime(new DateTimeOffset(date, TimeSpan.Zero), 0, TomlDateTimeKind.LocalDate);
        ReadOnlySpan<char> time = word[(DateLength + 1)..];
        if (!TrySplitOffset(ref time, out TimeSpan offset, out TomlDateTimeKind kind))
        {
            problem = $"{Readable.Excerpt(word)}: the offset is written Z or like +02:00, up to 23:59";
            return null;
        }
        return ParseTime(word, time, date, kind, offset, out problem);
    }

    /// <summary>Takes the offset from the end of a time.</summary>
    private static bool TrySplitOffset(ref ReadOnlySpan<char> time, out TimeSpan offset, out TomlDateTimeKind kind)
    {
        (offset, kind) = (TimeSpan.Zero, TomlDateTimeKind.LocalDateTime);
        int at = time.IndexOfAny("Zz+-");
        if (at < 0) return true;
        ReadOnlySpan<char> written = time[at..];
        time = time[..at];
        kind = TomlDateTimeKind.OffsetDateTimeByZ;
        if (written is "Z" or "z") return true;
        kind = TomlDateTimeKind.OffsetDateTimeByNumber;
        if (written.Length != 6 || written[3] != ':' || !IsDigits(written.Slice(1, 2)) || !IsDigits(written[4..])) return false;
        (int hours, int minutes) = (Number(written.Slice(1, 2)), Number(written[4..]));
        offset = TimeSpan.FromMinutes((written[0] == '-' ? -1 : 1) * ((hours * 60) + minutes));
        return hours < 24 && minutes < 60;
    }

    /// <summary>Adds a time of day to a date. A leap second, :60, counts as the last instant of its minute.</summary>
    private static TomlDateTime? ParseTime(
        ReadOnlySpan<char> word, ReadOnlySpan<char> time, DateTime date, TomlDateTimeKind kind, TimeSpan offset, out string problem)
    {
        problem = $"{Readable.Excerpt(word)} is not a time; hours, minutes and seconds are written like 07:32:00 or 07:32:00.999";
        if (time.Length < TimeLength || time[2] != ':' || time[5] != ':') return null;
        if (!IsDigits(time[..2]) || !IsDigits(time.Slice(3, 2)) || !IsDigits(time.Slice(6, 2))) return null;
        ReadOnlySpan<char> fraction = time[TimeLength..];
        if (!fraction.IsEmpty && (fraction[0] != '.' || !IsDigits(fraction[1..]))) return null;
        (int hour, int minute, int second) = (Number(time[..2]), Number(time.Slice(3, 2)), Number(time.Slice(6, 2)));
        problem = $"{Readable.Excerpt(word)}: hours go to 23, minutes and seconds to 59";
        if (hour > 23 || minute > 59 || second > 60) return null;
        int precision = Math.Min(Math.Max(fraction.Length - 1, 0), MaxFractionDigits);
        int ticks = precision == 0 ? 0 : Number(fraction.Slice(1, precision));
        for (int digit = precision; digit < MaxFractionDigits; digit++) ticks *= 10;
        if (second == 60) (second, ticks) = (59, (int)TimeSpan.TicksPerSecond - 1);
        return At(date + new TimeSpan(hour, minute, second) + new TimeSpan(ticks), offset, precision, kind, out problem);
    }

    private static TomlDateTime? At(DateTime local, TimeSpan offset, int precision, TomlDateTimeKind kind, out string problem)
    {
        long utcTicks = local.Ticks - offset.Ticks;
        bool exists = utcTicks >= 0 && utcTicks <= DateTime.MaxValue.Ticks;
        problem = exists ? "" : "a moment before the year 1 or after the year 9999 cannot be represented";
        if (!exists) return null;
        bool keepsOffset = Math.Abs(offset.TotalMinutes) <= MinutesOfLongestOffset;
        DateTimeOffset instant = keepsOffset ? new DateTimeOffset(local, offset) : new DateTimeOffset(utcTicks, TimeSpan.Zero);
        return new TomlDateTime(instant, precision, kind);
    }

    private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
