using System.Globalization;
using EdgeSeed.Terminal;

namespace EdgeSeed.Languages;

/// <summary>Figures as a reader of the page writes them: <see cref="Quantity"/> with the separators and units of the </summary>
internal abstract partial class Language
{
    private static readonly string[] s_timeUnits = ["d", "h", "min", "s"];

    /// <summary>A whole number with its thousands set apart: <c>1,200</c>, in Indonesian <c>1.200</c>.</summary>
    public string Count(long value) => Separate(value.ToString("N0", CultureInfo.InvariantCulture));

    /// <summary>A number with at most two decimals.</summary>
    public string Decimal(double value) => Separate(value.ToString("#,0.##", CultureInfo.InvariantCulture));

    /// <summary>A size in bytes.</summary>
    public string Bytes(long bytes) => Size(Separate(Quantity.Bytes(bytes)));

    /// <summary>A rate in bytes a second.</summary>
    public string Rate(long bytesPerSecond) => Size(Separate(Quantity.Rate(bytesPerSecond)));

    /// <summary>A time span in seconds.</summary>
    public string Duration(long seconds)
    {
        string[] words = Quantity.Duration(TimeSpan.FromSeconds(seconds)).Split(' '), units = TimeUnits.Split(' ');
        for (int i = 1; i < words.Length; i += 2) words[i] = units[Array.IndexOf(s_timeUnits, words[i])];
        return string.Join(' ', words);
    }

    private string Separate(string inEnglish) =>
        string.Create(inEnglish.Length, (language: this, inEnglish), static (local, from) =>
        {
            for (int i = 0; i < local.Length; i++)
            {
                local[i] = from.inEnglish[i] switch
                {
                    '.' => from.language.DecimalSeparator,
                    ',' => from.language.GroupSeparator,
                    var other => other,
                };
            }
        });
}
