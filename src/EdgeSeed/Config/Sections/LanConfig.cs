namespace EdgeSeed.Config;

/// <summary><c>[seeder.lan]</c>: peers on the same network.</summary>
internal sealed record LanConfig
{
    /// <summary>Whether what they are sent does not count against budget and quota.</summary>
    public bool OutsideBudget { get; init; }

    /// <summary>Their own budget in bytes per second, when outside the other.</summary>
    public ByteRate Upload { get; init; } = ByteRate.Unlimited;

    /// <summary>What counts as the same network, in CIDR notation.</summary>
    public IReadOnlyList<string> Networks { get; init; } = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "fc00::/7", "fe80::/10"];

    /// <summary>Local service discovery (BEP 14).</summary>
    public bool Discovery { get; init; } = true;
}
