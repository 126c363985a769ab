using EdgeSeed.Config.Types;
using EdgeSeed.Config.Values;

namespace EdgeSeed.Config;

/// <summary>One table of <c>seed.toml</c>, or one array of tables.</summary>
/// <param name="path">Its full name, <c>seeder.quota</c>.</param>
/// <param name="doc">What it is about; a sentence or two.</param>
internal abstract class ConfigSection(string path, string doc)
{
    /// <summary>Its full name, <c>seeder.quota</c>.</summary>
    public string Path { get; } = path;

    /// <summary>What it is about.</summary>
    public string Doc { get; } = doc;

    /// <summary>Whether it may be given several times, as <c>[[seeder.schedule]]</c>.</summary>
    public abstract bool IsArray { get; }

    /// <summary>Its keys in the order in which they are documented.</summary>
    public abstract IReadOnlyList<ConfigKey> Keys { get; }

    /// <summary>Every key with its default as TOML; for an array section, those of each table.</summary>
    public abstract IEnumerable<(ConfigKey Key, string Toml)> Defaults { get; }

    /// <summary>
    /// The configuration with one key of this section set; unchanged, with the reason added, when the value is not acceptable.
    /// </summary>
    /// <param name="config">The configuration so far.</param>
    /// <param name="name">The key's name, or for an array section the section's.</param>
    /// <param name="value">What it is set to.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public abstract SeedConfig Bind(SeedConfig config, string name, ConfigValue value, ConfigProblemList problems);

    /// <summary>
    /// The configuration <paramref name="running"/> with those keys of this section that take effect at once as they are in
    /// <paramref name="edited"/>.
    /// </summary>
    public abstract SeedConfig CopyLive(SeedConfig edited, SeedConfig running);

    /// <summary>
    /// Every key of this section with its value as TOML; an array section gives one entry, all its tables as an array of inline
    /// tables.
    /// </summary>
    public abstract IEnumerable<(ConfigKey Key, string Toml)> Entries(SeedConfig config);

    /// <summary>The same entries as JSON. The TOML this schema writes for a value is JSON too, save for inline tables.</summary>
    public virtual IEnumerable<(ConfigKey Key, string Json)> JsonEntries(SeedConfig config) => Entries(config);
}
