using EdgeSeed.Config.Types;
using EdgeSeed.Config.Values;

namespace EdgeSeed.Config.Binding;

/// <summary>
/// Fills a <see cref="SeedConfig"/> from the values of a file and the command line, key by key through <see cref="ConfigSchema"/>.
/// </summary>
/// <param name="problems">Receives what is wrong.</param>
/// <param name="origins">Receives where each value came from.</param>
internal sealed class ConfigBinder(ConfigProblemList problems, ConfigOrigins origins)
{
    private SeedConfig _config = SeedConfig.Default;

    /// <summary>Binds a file's top table, then the overrides in their order, then checks what concerns several keys.</summary>
    public SeedConfig Bind(ConfigValue root, IReadOnlyList<ConfigOverride> overrides)
    {
        BindTable(root, "");
        foreach (ConfigOverride each in overrides) BindKey(FindOwner(each.Path), each.Path, each.Value);
        ConfigRules.Check(_config, problems, origins);
        return _config;
    }

    private void BindTable(ConfigValue table, string path)
    {
        foreach (ConfigEntry entry in table.Entries)
        {
            string full = path.Length == 0 ? entry.Key : $"{path}.{entry.Key}";
            bool isTable = entry.Value.Kind is ConfigValueKind.Table or ConfigValueKind.TableArray;
            if (ConfigSchema.FindSection(full) is { IsArray: true } array) BindKey(array, full, entry.Value);
            else if (ConfigSchema.FindKey(full) is not null) BindKey(FindOwner(full), full, entry.Value);
            else if (!ConfigSchema.IsTable(full)) problems.Add(entry.KeyPlace, Unknown(entry, path, full, isTable));
            else if (entry.Value.Kind == ConfigValueKind.Table) BindTable(entry.Value, full);
            else problems.Add(entry.Value.Place, $"expected the table [{full}], found {entry.Value.Description}");
        }
    }

    private void BindKey(ConfigSection section, string full, ConfigValue value)
    {
        origins.Set(full, value.Place);
        _config = section.Bind(_config, full[(full.LastIndexOf('.') + 1)..], value, problems);
    }

    private static ConfigSection FindOwner(string path) =>
        ConfigSchema.FindSection(path) ?? ConfigSchema.FindSection(path[..path.LastIndexOf('.')])
        ?? throw new ArgumentException($"There is no key {path}.", nameof(path));

    private static string Unknown(ConfigEntry entry, string path, string full, bool isTable) => isTable
        ? UnknownName.Table(full, ConfigSchema.Sections.Select(section => section.Path))
        : UnknownName.Key(entry.Key, path, ConfigSchema.NamesIn(path), ConfigSchema.FindElsewhere(entry.Key));
}
