using EdgeSeed.Config.Types;
using EdgeSeed.Config.Values;

namespace EdgeSeed.Config;

/// <summary>A table of <c>seed.toml</c> bound to one record.</summary>
/// <param name="path">Its full name.</param>
/// <param name="doc">What it is about.</param>
/// <param name="get">The record in a configuration.</param>
/// <param name="set">A configuration with another record.</param>
internal sealed class TableSection<TOwner>(string path, string doc, Func<SeedConfig, TOwner> get, Func<SeedConfig, TOwner, SeedConfig> set)
    : ConfigSection(path, doc)
{
    private readonly List<ConfigKey<TOwner>> _keys = [];

    /// <inheritdoc/>
    public override bool IsArray => false;

    /// <inheritdoc/>
    public override IReadOnlyList<ConfigKey> Keys => _keys;

    /// <inheritdoc/>
    public override IEnumerable<(ConfigKey Key, string Toml)> Defaults => Entries(SeedConfig.Default);

    /// <summary>Declares a key that takes effect at once when edited.</summary>
    public TableSection<TOwner> Live<T>(string name, ConfigType<T> type, Func<TOwner, T> read, Func<TOwner, T, TOwner> write, string doc) =>
        Add(name, type, ConfigEffect.Live, read, write, doc);

    /// <summary>Declares a key that takes effect at the next start.</summary>
    public TableSection<TOwner> Restart<T>(string name, ConfigType<T> type, Func<TOwner, T> read, Func<TOwner, T, TOwner> write, string doc) =>
        Add(name, type, ConfigEffect.Restart, read, write, doc);

    /// <inheritdoc/>
    public override SeedConfig Bind(SeedConfig config, string name, ConfigValue value, ConfigProblemList problems) =>
        set(config, _keys.First(key => key.Name == name).Bind(get(config), value, problems));

    /// <inheritdoc/>
    public override SeedConfig CopyLive(SeedConfig edited, SeedConfig running) => set(
        running,
        _keys.Where(key => key.Effect == ConfigEffect.Live).Aggregate(get(running), (section, key) => key.Copy(get(edited), section)));

    /// <inheritdoc/>
    public override IEnumerable<(ConfigKey Key, string Toml)> Entries(SeedConfig config) =>
        _keys.Select(key => ((ConfigKey)key, key.Write(get(config))));

    private TableSection<TOwner> Add<T>(
        string name, ConfigType<T> type, ConfigEffect effect, Func<TOwner, T> read, Func<TOwner, T, TOwner> write, string doc)
    {
        _keys.Add(new TypedConfigKey<TOwner, T>($"{Path}.{name}", type, effect, read, write, doc));
        return this;
    }
}
