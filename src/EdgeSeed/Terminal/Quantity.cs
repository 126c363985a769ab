using System.Globalization;

namespace EdgeSeed.Terminal;

/// <summary>
/// Sizes, rates and durations as people read them. One convention everywhere: decimal units (1 MB = 1,000,000 bytes), as
/// drives are sold and rates are configured; only piece lengths, always powers of two, are written in KiB and MiB.
/// </summary>
internal static class Quantity
{
    private static readonly string[] s_units = ["bytes", "KB", "MB", "GB", "TB", "PB", "EB"];

    /// <summary>Three significant digits: <c>0 bytes</c>, <c>999 bytes</c>, <c>1.23 KB</c>, <c>300 MB</c>.</summary>
    public static string Bytes(double bytes)
    {
        int unit = 0;
        while (unit < s_units.Length - 1 && bytes >= (unit == 0 ? 1000 : 999.5))
        {
            bytes /= 1000;
            unit++;
        }
        string format = unit == 0 || bytes >= 99.95 ? "0" : bytes >= 9.995 ? "0.#" : "0.##";
        string figure = bytes.ToString(format, CultureInfo.InvariantCulture);
        return unit == 0 && figure == "1" ? "1 byte" : $"{figure} {s_units[unit]}";
    }

    /// <summary>Bytes a second: <c>1.23 MB/s</c>; below one kilobyte <c>512 B/s</c>.</summary>
    public static string Rate(double bytesPerSecond) =>
        bytesPerSecond < 999.5 ? $"{bytesPerSecond.ToString("0", CultureInfo.InvariantCulture)} B/s" : Bytes(bytesPerSecond) + "/s";

    /// <summary>A power of two in binary units: <c>256 KiB</c>, <c>4 MiB</c>; anything else in bytes.</summary>
    public static string PieceLength(int bytes) => bytes switch
    {
        >= 1 << 20 when bytes % (1 << 20) == 0 => $"{bytes >> 20} MiB",
        >= 1 << 10 when bytes % (1 << 10) == 0 => $"{bytes >> 10} KiB",
        _ => $"{bytes.ToString("N0", CultureInfo.InvariantCulture)} bytes",
    };

    /// <summary>The two largest units that matter: <c>45 s</c>, <c>3 min 20 s</c>, <c>2 h 5 min</c>, <c>4 d 3 h</c>.</summary>
    public static string Duration(TimeSpan time)
    {
        long seconds = (long)Math.Max(0, Math.Round(time.TotalSeconds));
        return seconds switch
        {
            < 60 => $"{seconds} s",
            < 3600 => Pair(seconds / 60, "min", seconds % 60, "s"),
            < 86_400 => Pair(seconds / 3600, "h", seconds % 3600 / 60, "min"),
            _ => Pair(seconds / 86_400, "d", seconds % 86_400 / 3600, "h"),
        };
    }

    /// <summary><c>1 torrent</c>, <c>2 torrents</c>, <c>1,200 torrents</c>.</summary>
    public static string Count(long count, string one, string? many = null) =>
        $"{count.ToString("N0", CultureInfo.InvariantCulture)} {(count == 1 ? one : many ?? one + "s")}";

    private static string Pair(long large, string largeUnit, long small, string smallUnit) =>
        small == 0 ? $"{large} {largeUnit}" : $"{large} {largeUnit} {small} {smallUnit}";
}
