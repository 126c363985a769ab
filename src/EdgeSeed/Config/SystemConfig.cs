using static EdgeSeed.Config.Types.ConfigTypes;

namespace EdgeSeed.Config;

/// <summary><c>[system]</c>: the system around the program, where a card image is that; read by its script <c>upgrade</c>.</summary>
internal sealed record SystemConfig
{
    /// <summary>Whether Debian's security upgrades are installed without being asked for.</summary>
    public bool Unattended { get; init; }
}

/// <summary>The keys of <c>[system]</c>.</summary>
internal static class SystemKeys
{
    /// <summary>The section.</summary>
    public static readonly ConfigSection Section = new TableSection<SystemConfig>(
            "system", "The system around EdgeSeed. Only a box made of the card image heeds it.", config => config.System, (config, section) => config with { System = section })
        .Live("unattended", Switch, s => s.Unattended, (s, v) => s with { Unattended = v },
            "Install Debian's security upgrades by itself: once a day they go into a copy of the system, which the box tries with a restart between 2 and 5 at night.");
}
