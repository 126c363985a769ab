using System.Net;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Budget;

/// <summary>
/// The budgets of this process: one for the world, and one for machines on the same network where the operator leaves them outside the
/// other. Whoever sends asks <see cref="For(in PeerEndPoint)"/> from which to take. Safe to use from any thread.
/// </summary>
/// <param name="world">The cap over everything that is sent to the world.</param>
/// <param name="lan">What may be sent to <see cref="LanNetworks"/>.</param>
public sealed class UploadBudgets(UploadBudget world, UploadBudget lan)
{
    private volatile IReadOnlyList<IPNetwork> _lanNetworks = [];

    /// <summary>The cap over everything that is sent to the world; to everybody while <see cref="LanNetworks"/> is empty.</summary>
    public UploadBudget World { get; } = world;

    /// <summary>What may be sent to <see cref="LanNetworks"/>; it takes nothing from <see cref="World"/>.</summary>
    public UploadBudget Lan { get; } = lan;

    /// <summary>
    /// Networks whose machines are served from <see cref="Lan"/>; empty by default: none. May be changed while in use. A session moves its
    /// peers at <see cref="SeedSession.MovePeersAsync"/>.
    /// </summary>
    public IReadOnlyList<IPNetwork> LanNetworks
    {
        get => _lanNetworks;
        set => _lanNetworks = value;
    }

    /// <summary>The budget from which a machine is served.</summary>
    public UploadBudget For(in PeerEndPoint endPoint) => _lanNetworks.Count > 0 && IsLan(endPoint.Address) ? Lan : World;

    private bool IsLan(IPAddress address)
    {
        foreach (IPNetwork network in _lanNetworks)
        {
            if (network.Contains(address)) return true;
        }
        return false;
    }
}
