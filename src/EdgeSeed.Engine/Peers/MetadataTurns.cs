using EdgeSeed.Engine.Budget;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Peers;

/// <summary>
/// Whose request for a piece of an info dictionary (BEP 9) is answered next. Anybody may ask for them, without an upload slot, so on a limited line they
/// go aside of the data (<see cref="UploadBudget.AsidePart"/>), and once somebody has to wait, addresses take turns. Owned by the session loop.
/// </summary>
internal sealed class MetadataTurns
{
    /// <summary>Addresses of which it is remembered when they had their turn; when so many, all are forgotten.</summary>
    private const int MaxRemembered = 1024;

    private readonly Dictionary<AddressBlock, long> _turns = [];
    private long _turn;
    private bool _isAnybodyWaiting;

    /// <summary>Whether a peer's next request may be answered now; if so, its bytes are reserved. Who may not is asked again in <see cref="Serve"/>.</summary>
    /// <param name="peer">Has a request waiting.</param>
    /// <param name="bytes">Bytes of the answer.</param>
    public bool TryTake(PeerConnection peer, int bytes)
    {
        if (peer.MetadataTurns > 0)
        {
            peer.MetadataTurns--;
            return true;
        }
        if (!_isAnybodyWaiting && peer.Lane.Budget.TryReserveAside(bytes)) return true;
        _isAnybodyWaiting = true;
        return false;
    }

    /// <summary>Once a second: gives turns to those who wait, an address that had none for longest first, as long as there is room aside of the data.</summary>
    /// <param name="peers">All connections.</param>
    /// <param name="wake">Gives a peer its turn at sending.</param>
    public void Serve(PeerTable peers, Action<PeerConnection> wake)
    {
        if (!_isAnybodyWaiting) return;
        if (_turns.Count >= MaxRemembered) _turns.Clear();
        while (Next(peers) is { } next)
        {
            if (!next.Lane.Budget.TryReserveAside(Torrents.TorrentState.MetadataBytes)) return;
            _turns[next.Block] = ++_turn;
            next.MetadataTurns++;
            wake(next);
        }
        _isAnybodyWaiting = false;
    }

    private PeerConnection? Next(PeerTable peers)
    {
        PeerConnection? first = null;
        long earliest = long.MaxValue;
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is not { MetadataRequests: { } waiting } peer || waiting.Count <= peer.MetadataTurns) continue;
            long turn = _turns.GetValueOrDefault(peer.Block);
            if (turn >= earliest) continue;
            (first, earliest) = (peer, turn);
        }
        return first;
    }
}
