using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Peers;

/// <summary>
/// Who is answered next of those that ask without an upload slot: for a piece of an info dictionary (BEP 9), for a block that is refused (BEP 6), or to be
/// choked and unchoked over and over. Anybody may, so on a limited line the answers go aside of the data (<see cref="UploadBudget.AsidePart"/>), and once
/// somebody has to wait, addresses take turns. Owned by the session loop.
/// </summary>
internal sealed class AsideTurns
{
    /// <summary>Addresses of which it is remembered when they had their turn; when so many, all are forgotten.</summary>
    private const int MaxRemembered = 1024;

    private readonly Dictionary<AddressBlock, long> _turns = [];
    private long _turn;
    private bool _isAnybodyWaiting;

    /// <summary>Whether a peer's next answer may go out now; if so, its bytes are reserved. Who may not is asked again in <see cref="Serve"/>.</summary>
    /// <param name="peer">Has an answer waiting.</param>
    public bool TryTake(PeerConnection peer)
    {
        if (peer.AsideTurns > 0)
        {
            peer.AsideTurns--;
            return true;
        }
        if (!_isAnybodyWaiting && TryReserve(peer)) return true;
        _isAnybodyWaiting = true;
        return false;
    }

    /// <summary>Once a second: gives turns to those who wait, an address that had none for longest first, as long as there is room aside of the data.</summary>
    /// <param name="peers">All connections.</param>
    /// <param name="lanes">From which they are served.</param>
    /// <param name="wake">Gives a peer its turn at sending.</param>
    public void Serve(PeerTable peers, SendLanes lanes, Action<PeerConnection> wake)
    {
        Allow(lanes.World, peers);
        Allow(lanes.Lan, peers);
        if (!_isAnybodyWaiting) return;
        if (_turns.Count >= MaxRemembered) _turns.Clear();
        while (Next(peers) is { } next)
        {
            if (!TryReserve(next)) return;
            _turns[next.Block] = ++_turn;
            next.AsideTurns++;
            wake(next);
        }
        _isAnybodyWaiting = false;
    }

    private static bool TryReserve(PeerConnection peer)
    {
        SendLane lane = peer.Lane;
        int bytes = peer.AsideBytes;
        if (lane.AsideAllowance <= 0 || !lane.Budget.TryReserveAside(bytes)) return false;
        lane.AsideAllowance -= bytes;
        return true;
    }

    /// <summary>
    /// In a second no more is promised than a second sends, what is promised and not sent counted: whoever wants data afterwards waits no longer for its end.
    /// </summary>
    private static void Allow(SendLane lane, PeerTable peers)
    {
        lane.AsideAllowance = lane.Budget.BytesPerSecond;
        if (lane.Budget.IsUnlimited) return;
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is { IsWritable: true, Item: { Exists: true, IsBlock: false } } peer && ReferenceEquals(peer.Lane, lane)) lane.AsideAllowance -= peer.Item.Remaining;
        }
    }

    private PeerConnection? Next(PeerTable peers)
    {
        PeerConnection? first = null;
        long earliest = long.MaxValue;
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is not { } peer || peer.AsideCount <= peer.AsideTurns) continue;
            long turn = _turns.GetValueOrDefault(peer.Block);
            if (turn >= earliest) continue;
            (first, earliest) = (peer, turn);
        }
        return first;
    }
}
