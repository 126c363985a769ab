using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Swarms;

namespace EdgeSeed.Engine.Connections;

/// <summary>Key exchanges of this second (<see cref="EngineOptions.MaxKeyExchangesSecond"/>), which strangers can ask for.</summary>
internal sealed class KeyExchangePace(SessionState state, PeerTable peers, PeerTurns turns)
{
    private int _left = state.Options.MaxKeyExchangesSecond;

    /// <summary>Spends one of this second's key exchanges.</summary>
    /// <returns>False when they are spent: whoever asks waits for <see cref="Refill"/>.</returns>
    public bool TryTake()
    {
        if (_left == 0) return false;
        _left--;
        return true;
    }

    /// <summary>Once a second: new key exchanges, for those first that wait.</summary>
    public void Refill()
    {
        bool wasSpent = _left == 0;
        _left = state.Options.MaxKeyExchangesSecond;
        if (!wasSpent) return;
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is not { Encryption: { IsExchangeDelayed: true } encryption } peer) continue;
            encryption.IsExchangeDelayed = false;
            turns.QueueRead(peer);
        }
    }
}
