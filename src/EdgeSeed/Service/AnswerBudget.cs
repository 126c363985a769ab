using EdgeSeed.Engine.Budget;
using EdgeSeed.Protocol;
using EdgeSeed.Tracker;

namespace EdgeSeed.Service;

/// <summary>
/// The tracker's answers in the upload budget. They go first, as debt that the seeder pays by sending later; but once they alone have used up
/// a second's worth, requests are not answered until that is paid: clients ask again, and whoever floods the tracker cannot take more of the
/// line than the budget allows. What stays on this machine costs nothing.
/// </summary>
/// <param name="budgets">One for the world, and one for the network here.</param>
internal sealed class AnswerBudget(UploadBudgets budgets) : IAnswerBudget
{
    /// <summary>About what the head of an HTTP answer takes.</summary>
    private const int HeadBytes = 110;

    /// <inheritdoc/>
    public bool MayAnswer(in PeerEndPoint client) => AddressScopes.Of(client) == AddressScope.Loopback || !budgets.For(client).IsOverdrawn;

    /// <inheritdoc/>
    public void Charge(in PeerEndPoint client, int bytes, bool isDatagram)
    {
        if (AddressScopes.Of(client) == AddressScope.Loopback) return;
        // Most clients open a connection for each request; those that keep it are charged a little more than they cost.
        int overhead = isDatagram
            ? PacketOverhead.DatagramBytes
            : HeadBytes + PacketOverhead.ConnectionBytes + PacketOverhead.Of(bytes + HeadBytes, PacketOverhead.DefaultSegmentPayload);
        budgets.For(client).Charge(bytes + overhead);
    }
}
