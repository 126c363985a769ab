using EdgeSeed.Engine.Budget;
using EdgeSeed.Protocol;
using EdgeSeed.Tracker.Announces;

namespace EdgeSeed.Tracking;

/// <summary>
/// The tracker's answers in the upload budget: of its part for everything but data. What there is no room for is not answered: clients ask again, and
/// whoever floods the tracker takes no more of the line than that part. What stays on this machine costs nothing.
/// </summary>
/// <param name="budgets">One for the world, and one for the network here.</param>
internal sealed class AnswerBudget(UploadBudgets budgets) : IAnswerBudget
{
    /// <summary>About what an answer takes that names some fifty peers.</summary>
    private const int UsualBytes = 500;

    /// <inheritdoc/>
    public bool MayAnswer(in PeerEndPoint client) => AddressScopes.Of(client) == AddressScope.Loopback || budgets.For(client).MayGoAside(UsualBytes);

    /// <inheritdoc/>
    public void Charge(in PeerEndPoint client, int bytes, bool isDatagram)
    {
        // What goes over HTTP is charged by the connection on which it leaves.
        if (isDatagram && AddressScopes.Of(client) != AddressScope.Loopback) budgets.For(client).ChargeAside(bytes + PacketOverhead.DatagramBytes);
    }
}
