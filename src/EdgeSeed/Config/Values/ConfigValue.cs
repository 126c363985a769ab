using System.Globalization;

namespace EdgeSeed.Config.Values;

/// <summary>
/// One value with its place: the little of TOML that binding needs, whichever way it was written. Dotted keys, inline tables and
/// headers all become <see cref="ConfigValueKind.Table"/>; both ways to write an array of tables can be read through <see cref="Tables"/>.
/// </summary>
internal sealed class ConfigValue(ConfigValueKind kind, ConfigPlace place)
{
    /// <summary>What it is.</summary>
    public ConfigValueKind Kind { get; } = kind;

    /// <summary>Where it stands; for a table, its header or first key.</summary>
    public ConfigPlace Place { get; } = place;

    /// <summary>The string; for <see cref="ConfigValueKind.Fraction"/> and <see cref="ConfigValueKind.Other"/> what it is in words ("a number with a fraction"); else empty.</summary>
    public string Text { get; init; } = "";

    /// <summary>The integer.</summary>
    public long Integer { get; init; }

    /// <summary>The number with a fraction.</summary>
    public double Fraction { get; init; }

    /// <summary>The boolean.</summary>
    public bool Boolean { get; init; }

    /// <summary>The items of an array or array of tables.</summary>
    public List<ConfigValue> Items { get; } = [];

    /// <summary>The keys of a table in the order of the file.</summary>
    public List<ConfigEntry> Entries { get; } = [];

    /// <summary>The tables of an array of tables, or null when this is something else.</summary>
    public IReadOnlyList<ConfigValue>? Tables =>
        Kind == ConfigValueKind.TableArray || (Kind == ConfigValueKind.Array && Items.TrueForAll(item => item.Kind == ConfigValueKind.Table)) ? Items : null;

    /// <summary>What it is, in words for a message: "the string "x"", "the number 5", "a table".</summary>
    public string Description => Kind switch
    {
        ConfigValueKind.Text => $"the string \"{Printable.Shorten(Text)}\"",
        ConfigValueKind.Integer => $"the number {Integer.ToString(CultureInfo.InvariantCulture)}",
        ConfigValueKind.Boolean => Boolean ? "true" : "false",
        ConfigValueKind.Array => "an array",
        ConfigValueKind.Table => "a table",
        ConfigValueKind.TableArray => "an array of tables",
        _ => Text,
    };

    /// <summary>The entry of a table with that key, or null.</summary>
    public ConfigEntry? Find(string key) => Entries.Find(entry => entry.Key == key);

    /// <summary>A string that came from a command-line option; digits alone become an integer, as they would in the file.</summary>
    public static ConfigValue OfFlag(string flag, string text)
    {
        ConfigPlace place = ConfigPlace.OfFlag(flag);
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? new ConfigValue(ConfigValueKind.Integer, place) { Integer = number }
            : new ConfigValue(ConfigValueKind.Text, place) { Text = text };
    }

    /// <summary>A switch that came from a command-line option.</summary>
    public static ConfigValue OfFlag(string flag, bool value) => new(ConfigValueKind.Boolean, ConfigPlace.OfFlag(flag)) { Boolean = value };

    /// <summary>A list of strings that came from a repeated command-line option.</summary>
    public static ConfigValue OfFlag(string flag, IEnumerable<string> values)
    {
        ConfigPlace place = ConfigPlace.OfFlag(flag);
        ConfigValue list = new(ConfigValueKind.Array, place);
        list.Items.AddRange(values.Select(value => new ConfigValue(ConfigValueKind.Text, place) { Text = value }));
        return list;
    }
}

/// <summary>One key of a table with its value.</summary>
/// <param name="Key">The key, decoded.</param>
/// <param name="KeyPlace">Where the key stands.</param>
/// <param name="Value">What it is set to.</param>
internal sealed record ConfigEntry(string Key, ConfigPlace KeyPlace, ConfigValue Value);
