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
    /// <summary>About what an answer takes on the wire that names some fifty peers: with less it would name too few.</summary>
    private const int UsualBytes = 500;

    /// <summary>Headers of an answer over HTTP, which are more than those over UDP, down to the wire.</summary>
    private const int HeaderBytes = PacketOverhead.SegmentBytes + 100;

    /// <inheritdoc/>
    public int RoomFor(in PeerEndPoint client)
    {
        if (AddressScopes.Of(client) == AddressScope.Loopback) return int.MaxValue;
        int room = budgets.For(client).RoomAside();
        return room < UsualBytes ? 0 : room - HeaderBytes;
    }

    /// <inheritdoc/>
    public void Charge(in PeerEndPoint client, int bytes, bool isDatagram)
    {
        // What goes over HTTP is charged by the connection on which it leaves.
        if (isDatagram && AddressScopes.Of(client) != AddressScope.Loopback) budgets.For(client).ChargeAside(bytes + PacketOverhead.DatagramBytes);
    }
}
