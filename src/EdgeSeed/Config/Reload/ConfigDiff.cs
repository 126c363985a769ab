namespace EdgeSeed.Config;

/// <summary>The keys in which two configurations differ.</summary>
/// <param name="Live">Full names of those that take effect at once.</param>
/// <param name="Restart">Full names of those that need a restart.</param>
internal sealed record ConfigDiff(IReadOnlyList<string> Live, IReadOnlyList<string> Restart)
{
    /// <summary>No difference.</summary>
    public static readonly ConfigDiff None = new([], []);

    /// <summary>Whether nothing differs.</summary>
    public bool IsEmpty => Live.Count == 0 && Restart.Count == 0;

    /// <summary>Compares two configurations key by key.</summary>
    public static ConfigDiff Between(SeedConfig from, SeedConfig to)
    {
        List<string> live = [];
        List<string> restart = [];
        foreach (ConfigSection section in ConfigSchema.Sections)
        {
            foreach (((ConfigKey key, string before), (_, string after)) in section.Entries(from).Zip(section.Entries(to)))
            {
                if (before != after) (key.Effect == ConfigEffect.Live ? live : restart).Add(key.Path);
            }
        }
        return live.Count == 0 && restart.Count == 0 ? None : new ConfigDiff(live, restart);
    }

    /// <summary>The running configuration with every key that can change at once as edited; the others stay as they run.</summary>
    public static SeedConfig ApplyLive(SeedConfig running, SeedConfig edited) =>
        ConfigSchema.Sections.Aggregate(running, (config, section) => section.CopyLive(edited, config));

    /// <summary>Whether a key that takes effect at once changed in that table or one below it.</summary>
    public bool Touches(string table) => Live.Any(path => path == table || path.StartsWith(table + ".", StringComparison.Ordinal));
}
