using System.Text;
using EdgeSeed.Config.Types;

namespace EdgeSeed.Config.Binding;

/// <summary>
/// The commented <c>seed.toml</c>, generated from <see cref="ConfigSchema"/>: every key with what it does, its range and its
/// default.
/// </summary>
internal static class ConfigSample
{
    private const int Width = 100;

    /// <summary>
    /// The text. Every key is there, commented out, at its default: reading the sample gives the defaults, and so does uncommenting
    /// any line of it outside the arrays of tables.
    /// </summary>
    public static string Write()
    {
        StringBuilder sample = new();
        Comment(sample, "EdgeSeed: configuration. Every key is listed with its default; remove the # in front of a key to change it.");
        Comment(sample, "Check an edit with: edgeseed config check FILE. A running service takes edits up by itself, except for keys marked "
            + "(restart); an edit with a mistake changes nothing and is shown on the page.");
        Comment(sample, "Rates: \"4 KB/s\" = 4,000, \"4 KiB/s\" = 4,096, \"32 kbit/s\" = 4,000 bytes a second, \"unlimited\". "
            + "Sizes: \"10 GB\", \"32 MiB\". Durations: \"90s\", \"30m\", \"12h\", \"7d\".");
        foreach (ConfigSection section in ConfigSchema.Sections) WriteSection(sample, section);
        return sample.ToString();
    }

    private static void WriteSection(StringBuilder sample, ConfigSection section)
    {
        sample.Append('\n');
        Comment(sample, section.Doc);
        sample.Append(section.IsArray ? $"#[[{section.Path}]]\n" : $"[{section.Path}]\n");
        foreach ((ConfigKey key, string toml) in section.Defaults)
        {
            sample.Append('\n');
            string range = key.Range.Length == 0 ? "" : $" ({key.Range})";
            string choices = key.Expected.StartsWith("one of ", StringComparison.Ordinal) ? $" O{key.Expected[1..]}." : "";
            Comment(sample, $"{key.Doc}{choices}{range}{(key.Effect == ConfigEffect.Restart ? " (restart)" : "")}");
            sample.Append('#').Append(key.Name).Append(" = ").Append(toml).Append('\n');
        }
    }

    private static void Comment(StringBuilder sample, string text)
    {
        int column = Width;
        foreach (string word in text.Split(' '))
        {
            if (column + word.Length + 1 > Width)
            {
                if (column != Width || (sample.Length > 0 && sample[^1] != '\n')) sample.Append('\n');
                sample.Append("## ");
                column = 3;
            }
            else
            {
                sample.Append(' ');
                column++;
            }
            sample.Append(word);
            column += word.Length;
        }
        sample.Append('\n');
    }
}
