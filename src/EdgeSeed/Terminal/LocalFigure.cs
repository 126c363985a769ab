using System.Globalization;

namespace EdgeSeed.Terminal;

/// <summary>Figures as a reader of the page writes them: <see cref="Quantity"/> in English, with a decimal comma in Indonesian.</summary>
internal static class LocalFigure
{
    /// <summary>A whole number with its thousands set apart: <c>1,200</c>, in Indonesian <c>1.200</c>.</summary>
    public static string Count(long value, bool indonesian) => Local(value.ToString("N0", CultureInfo.InvariantCulture), indonesian);

    /// <summary>A number with at most two decimals.</summary>
    public static string Decimal(double value, bool indonesian) => Local(value.ToString("#,0.##", CultureInfo.InvariantCulture), indonesian);

    /// <summary>A size in bytes.</summary>
    public static string Bytes(long bytes, bool indonesian) => Local(Quantity.Bytes(bytes), indonesian);

    /// <summary>A rate in bytes a second.</summary>
    public static string Rate(long bytesPerSecond, bool indonesian) => Local(Quantity.Rate(bytesPerSecond), indonesian);

    /// <summary>A time span in seconds.</summary>
    public static string Duration(long seconds, bool indonesian)
    {
        string text = Quantity.Duration(TimeSpan.FromSeconds(seconds));
        if (!indonesian) return text;
        return text.Replace(" h", " jam", StringComparison.Ordinal).Replace(" d", " hari", StringComparison.Ordinal)
            .Replace(" min", " menit", StringComparison.Ordinal).Replace(" s", " detik", StringComparison.Ordinal);
    }

    private static string Local(string english, bool indonesian)
    {
        if (!indonesian) return english;
        return string.Create(english.Length, english, (local, from) =>
        {
            for (int i = 0; i < local.Length; i++) local[i] = from[i] switch { '.' => ',', ',' => '.', var other => other };
        }).Replace("bytes", "byte", StringComparison.Ordinal);
    }
}
