namespace EdgeSeed.Config.Binding;

/// <summary>What a service starts with: its configuration, and what is needed to read that again when the file is edited.</summary>
/// <param name="Config">The effective configuration: defaults, then the file, then the command line.</param>
/// <param name="ConfigFile">Full path of <c>seed.toml</c>; null when there is none, and nothing to watch.</param>
/// <param name="StatePath">
/// Full path of the state directory (for <c>track</c>, of the state file when that is what was given). Not created yet.
/// </param>
/// <param name="Overrides">Values from the command line, which win at every reload too.</param>
/// <param name="Origins">Where each value came from.</param>
internal sealed record ServiceSettings(
    SeedConfig Config, string? ConfigFile, string StatePath, IReadOnlyList<ConfigOverride> Overrides, ConfigOrigins Origins)
{
    /// <summary>Full path of the state directory as it would be without <c>service.state</c> in the file.</summary>
    public string UsualStatePath { get; init; } = StatePath;

    /// <summary>Whether anything stands in the file.</summary>
    public bool IsConfigured { get; init; }

    /// <summary>Whether entries without a torrent are given one; default yes.</summary>
    public bool Publishes { get; init; } = true;
}
