using EdgeSeed.Engine.Budget;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Swarms;

/// <summary>The lanes of a session, and which peer is served in which.</summary>
/// <param name="budgets">Says who is on the same network.</param>
/// <param name="world">The peers that are served from the one budget over everything.</param>
/// <param name="lan">The peers on the same network, where they are outside that budget.</param>
internal sealed class SendLanes(UploadBudgets budgets, SendLane world, SendLane lan)
{
    /// <summary>The caps on everything sent; shared with the rest of the process.</summary>
    public UploadBudgets Budgets => budgets;

    /// <summary>The peers that are served from the one budget over everything.</summary>
    public SendLane World => world;

    /// <summary>The peers on the same network, where they are outside that budget.</summary>
    public SendLane Lan => lan;

    /// <summary>The lane in which a machine is served.</summary>
    public SendLane For(in PeerEndPoint endPoint) => ReferenceEquals(budgets.For(endPoint), lan.Budget) ? lan : world;

    /// <summary>Whether a newcomer would find an upload slot free.</summary>
    public bool HasFreeSlot(EngineOptions options) => IsFree(world, options) || (budgets.LanNetworks.Count > 0 && IsFree(lan, options));

    private static bool IsFree(SendLane lane, EngineOptions options) => lane.SlotsTaken < lane.Slots(options);
}
