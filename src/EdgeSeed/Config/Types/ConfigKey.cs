using EdgeSeed.Config.Values;

namespace EdgeSeed.Config.Types;

/// <summary>
/// One key of <c>seed.toml</c>, declared once: binding, checks, the generated sample, <c>config show</c>, did-you-mean and the manual all
/// come from here. The default is the one of the record that the key belongs to.
/// </summary>
/// <param name="path">The full name, <c>seeder.upload</c>.</param>
/// <param name="expected">The type in words with an example.</param>
/// <param name="range">The allowed range in words, or empty.</param>
/// <param name="effect">When an edit takes effect.</param>
/// <param name="doc">What it does, in plain words; one to three sentences.</param>
internal abstract class ConfigKey(string path, string expected, string range, ConfigEffect effect, string doc)
{
    /// <summary>The full name, <c>seeder.upload</c>.</summary>
    public string Path { get; } = path;

    /// <summary>The last part of <see cref="Path"/>.</summary>
    public string Name { get; } = path[(path.LastIndexOf('.') + 1)..];

    /// <summary>The type in words with an example.</summary>
    public string Expected { get; } = expected;

    /// <summary>The allowed range in words, or empty.</summary>
    public string Range { get; } = range;

    /// <summary>When an edit takes effect.</summary>
    public ConfigEffect Effect { get; } = effect;

    /// <summary>What it does.</summary>
    public string Doc { get; } = doc;
}

/// <summary>When an edited key takes effect.</summary>
internal enum ConfigEffect
{
    /// <summary>At once, while everything keeps running.</summary>
    Live,
    /// <summary>At the next start of the service.</summary>
    Restart,
}

/// <summary>A key of the record <typeparamref name="TOwner"/>, whatever its type.</summary>
internal abstract class ConfigKey<TOwner>(string path, string expected, string range, ConfigEffect effect, string doc)
    : ConfigKey(path, expected, range, effect, doc)
{
    /// <summary>The record with this key set from the file; unchanged, with the reason added, when the value is not acceptable.</summary>
    public abstract TOwner Bind(TOwner owner, ConfigValue value, ConfigProblemList problems);

    /// <summary>The record <paramref name="to"/> with this key as it is in <paramref name="from"/>.</summary>
    public abstract TOwner Copy(TOwner from, TOwner to);

    /// <summary>The key's value in that record, as TOML.</summary>
    public abstract string Write(TOwner owner);
}
