namespace EdgeSeed.Config;

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
