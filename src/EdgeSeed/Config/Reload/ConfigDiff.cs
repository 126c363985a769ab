using EdgeSeed.Config.Types;

namespace EdgeSeed.Config.Reload;

/// <summary>One key in which two configurations differ.</summary>
/// <param name="Key">The key.</param>
/// <param name="Before">Its value as TOML before the edit.</param>
/// <param name="After">And after it.</param>
internal sealed record ConfigEdit(ConfigKey Key, string Before, string After)
{
    /// <summary><c>seeder.upload = "100 KB/s" (was "4 KB/s")</c>.</summary>
    public override string ToString() => $"{Key.Path} = {After} (was {Before})";
}

/// <summary>The keys in which two configurations differ.</summary>
/// <param name="Edits">In the order of the schema, so as many as there are keys at most.</param>
internal sealed record ConfigDiff(IReadOnlyList<ConfigEdit> Edits)
{
    /// <summary>No difference.</summary>
    public static readonly ConfigDiff None = new([]);

    /// <summary>Full names of those that take effect at once.</summary>
    public IReadOnlyList<string> Live => Paths(ConfigEffect.Live);

    /// <summary>Full names of those that need a restart.</summary>
    public IReadOnlyList<string> Restart => Paths(ConfigEffect.Restart);

    /// <summary>Whether nothing differs.</summary>
    public bool IsEmpty => Edits.Count == 0;

    /// <summary>Compares two configurations key by key.</summary>
    public static ConfigDiff Between(SeedConfig from, SeedConfig to)
    {
        List<ConfigEdit> edits = [];
        foreach (ConfigSection section in ConfigSchema.Sections)
        {
            foreach (((ConfigKey key, string before), (_, string after)) in section.Entries(from).Zip(section.Entries(to)))
            {
                if (before != after) edits.Add(new ConfigEdit(key, before, after));
            }
        }
        return edits.Count == 0 ? None : new ConfigDiff(edits);
    }

    /// <summary>The running configuration with every key that can change at once as edited; the others stay as they run.</summary>
    public static SeedConfig ApplyLive(SeedConfig running, SeedConfig edited) =>
        ConfigSchema.Sections.Aggregate(running, (config, section) => section.CopyLive(edited, config));

    private List<string> Paths(ConfigEffect effect) => [.. Edits.Where(edit => edit.Key.Effect == effect).Select(static edit => edit.Key.Path)];

    /// <summary>Whether a key that takes effect at once changed in that table or one below it.</summary>
    public bool Touches(string table) => Live.Any(path => path == table || path.StartsWith(table + ".", StringComparison.Ordinal));
}
