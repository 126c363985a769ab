using EdgeSeed.Config.Types;

namespace EdgeSeed.Config;

/// <summary>Every table and key that <c>seed.toml</c> may have, in the order of the sample.</summary>
internal static class ConfigSchema
{
    /// <summary>The tables; a table comes before those below it.</summary>
    public static readonly IReadOnlyList<ConfigSection> Sections =
    [
        ServiceKeys.Section, LibraryKeys.Section, DrivesKeys.Section,
        SeederKeys.Section, SeederPartKeys.Quota, SeederPartKeys.Lan, SeederPartKeys.Schedule, TorrentKeys.Section,
        TrackerKeys.Section, WebKeys.Section, AccessPointKeys.Section, SystemKeys.Section,
        HardwareKeys.Section, HardwareKeys.Leds, HardwareKeys.Display, HardwareKeys.Button,
        LogKeys.Section,
    ];

    /// <summary>The table of that full name, or null.</summary>
    public static ConfigSection? FindSection(string path) => Sections.FirstOrDefault(section => section.Path == path);

    /// <summary>Whether a table of that full name may be there: one with keys, or one that only has tables below it.</summary>
    public static bool IsTable(string path) =>
        Sections.Any(section => section.Path == path || (section.Path.StartsWith(path, StringComparison.Ordinal) && section.Path[path.Length] == '.'));

    /// <summary>The key of that full name outside arrays of tables, or null.</summary>
    public static ConfigKey? FindKey(string path) =>
        FindSection(path[..Math.Max(0, path.LastIndexOf('.'))]) is { IsArray: false } section ? section.Keys.FirstOrDefault(key => key.Path == path) : null;

    /// <summary>The full name of a key with that name in any table, or null.</summary>
    public static string? FindElsewhere(string name) =>
        Sections.SelectMany(section => section.Keys).FirstOrDefault(key => key.Name == name)?.Path;

    /// <summary>The names that may stand in a table (or, for "", at the top of the file): its keys and the tables right below it.</summary>
    public static IEnumerable<string> NamesIn(string table)
    {
        string prefix = table.Length == 0 ? "" : table + ".";
        IEnumerable<string> below = Sections
            .Select(section => section.Path)
            .Where(path => path.StartsWith(prefix, StringComparison.Ordinal) && path.Length > prefix.Length)
            .Select(path => path[prefix.Length..].Split('.')[0]);
        return (FindSection(table)?.Keys.Select(key => key.Name) ?? []).Concat(below).Distinct();
    }
}
