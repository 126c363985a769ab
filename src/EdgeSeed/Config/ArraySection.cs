using System.Globalization;
using EdgeSeed.Config.Types;
using EdgeSeed.Config.Values;

namespace EdgeSeed.Config;

/// <summary>An array of tables of <c>seed.toml</c>, each bound to one record; edits take effect at once.</summary>
/// <param name="path">Its full name.</param>
/// <param name="doc">What it is about.</param>
/// <param name="maximum">Most tables allowed; further ones are refused.</param>
/// <param name="blank">A record with the defaults.</param>
/// <param name="get">The records in a configuration.</param>
/// <param name="set">A configuration with other records.</param>
internal sealed class ArraySection<TItem>(
    string path, string doc, int maximum, TItem blank,
    Func<SeedConfig, IReadOnlyList<TItem>> get, Func<SeedConfig, IReadOnlyList<TItem>, SeedConfig> set)
    : ConfigSection(path, doc)
{
    private readonly List<ConfigKey<TItem>> _keys = [];
    private readonly ArrayKey _self = new(path, doc);

    /// <inheritdoc/>
    public override bool IsArray => true;

    /// <inheritdoc/>
    public override IReadOnlyList<ConfigKey> Keys => _keys;

    /// <inheritdoc/>
    public override IEnumerable<(ConfigKey Key, string Toml)> Defaults => _keys.Select(key => ((ConfigKey)key, key.Write(blank)));

    /// <summary>Declares a key of each table.</summary>
    public ArraySection<TItem> Live<T>(string name, ConfigType<T> type, Func<TItem, T> read, Func<TItem, T, TItem> write, string doc)
    {
        _keys.Add(new TypedConfigKey<TItem, T>($"{Path}.{name}", type, ConfigEffect.Live, read, write, doc));
        return this;
    }

    /// <inheritdoc/>
    public override SeedConfig Bind(SeedConfig config, string name, ConfigValue value, ConfigProblemList problems)
    {
        if (value.Tables is not { } tables)
        {
            problems.Add(value.Place, $"expected tables headed [[{Path}]], found {value.Description}");
            return config;
        }
        if (tables.Count > maximum)
        {
            problems.Add(tables[maximum].Place, string.Create(CultureInfo.InvariantCulture, $"more than {maximum} [[{Path}]] tables"));
            return config;
        }
        return set(config, [.. tables.Select(table => BindItem(table, problems))]);
    }

    /// <inheritdoc/>
    public override SeedConfig CopyLive(SeedConfig edited, SeedConfig running) => set(running, get(edited));

    /// <inheritdoc/>
    public override IEnumerable<(ConfigKey Key, string Toml)> Entries(SeedConfig config) =>
        [(_self, WriteAll(config, key => $"{key.Name} = "))];

    /// <inheritdoc/>
    public override IEnumerable<(ConfigKey Key, string Json)> JsonEntries(SeedConfig config) =>
        [(_self, WriteAll(config, key => $"\"{key.Name}\": "))];

    private string WriteAll(SeedConfig config, Func<ConfigKey, string> name)
    {
        IEnumerable<string> items = get(config).Select(item => $"{{ {string.Join(", ", _keys.Select(key => name(key) + key.Write(item)))} }}");
        return $"[{string.Join(", ", items)}]";
    }

    private TItem BindItem(ConfigValue table, ConfigProblemList problems)
    {
        TItem item = blank;
        foreach (ConfigEntry entry in table.Entries)
        {
            if (_keys.Find(key => key.Name == entry.Key) is { } known) item = known.Bind(item, entry.Value, problems);
            else problems.Add(entry.KeyPlace, UnknownName.Key(entry.Key, Path, _keys.Select(key => key.Name), elsewhere: null));
        }
        return item;
    }

    private sealed class ArrayKey(string path, string doc) : ConfigKey(path, $"tables headed [[{path}]]", "", ConfigEffect.Live, doc);
}
