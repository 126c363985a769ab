using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Sockets;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Linux;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Connections;

/// <summary>Outgoing connections, from the first packet until the handshake; at most <see cref="EngineOptions.MaxConnecting"/> half-open at a time.</summary>
/// <param name="state">Bounds and counters.</param>
/// <param name="peers">All connections.</param>
/// <param name="lanes">Whose budget a connection costs.</param>
/// <param name="limiter">Whether there is a place.</param>
/// <param name="opener">Takes the connection in.</param>
/// <param name="keyExchanges">Paces encrypted handshakes.</param>
/// <param name="encryption">Makes encrypted handshakes.</param>
/// <param name="listenFamily">The family of the only listener; 0 when there are several, or none.</param>
internal sealed class PeerConnector(
    SessionState state, PeerTable peers, SendLanes lanes, ConnectionLimiter limiter, ConnectionOpener opener, KeyExchangePace keyExchanges, EncryptionOffers encryption, int listenFamily) : IPeerWatcher
{
    /// <summary>This part of a limited budget may go to connections that we make for torrents that are only seeded: strangers tell us where to.</summary>
    private const int ConnectingDivisor = 32;

    /// <summary>What was not needed is kept for so many seconds.</summary>
    private const int MostSecondsSaved = 20;

    private double _left = 1;

    /// <summary>Connections that are being made.</summary>
    public int HalfOpen { get; private set; }

    /// <summary>Whether another may be begun; none while the device is away by which everything leaves.</summary>
    public bool IsFree => state.Egress.IsReady && HalfOpen < state.Options.MaxConnecting;

    /// <summary>Whether one may be begun for a torrent now: a download waits for nothing.</summary>
    public bool MayConnect(TorrentState torrent) => IsFree && (torrent.IsFetching || _left >= 1);

    /// <summary>Once a second: as many more as the budget affords.</summary>
    public void Tick()
    {
        double affordable = Math.Min(lanes.World.Budget.BytesPerSecond / (double)(ConnectingDivisor * PacketOverhead.ConnectionBytes), state.Options.MaxAcceptsSecond);
        _left = Math.Min(_left + affordable, Math.Max(affordable * MostSecondsSaved, 1));
    }

    /// <summary>Begins an outgoing connection.</summary>
    /// <param name="torrent">What to offer.</param>
    /// <param name="endPoint">To whom.</param>
    /// <param name="bySecondName">Whether a hybrid is called by the name that it has in version 2 (BEP 52), which clients of version 1 do not know.</param>
    /// <returns>False when there is no room for it, or it failed at once.</returns>
    public bool Connect(TorrentState torrent, in PeerEndPoint endPoint, bool bySecondName = false) =>
        Connect(torrent, endPoint, FamilyFor(endPoint), isPlain: false, bySecondName);

    /// <summary>Whether this torrent has a connection already to whoever listens at an address and port, as far as is known.</summary>
    public bool IsConnectedTo(TorrentState torrent, PeerEndPoint endPoint)
    {
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is { } peer && ReferenceEquals(peer.Torrent, torrent) && (peer.EndPoint == endPoint || peer.Listener == endPoint)) return true;
        }
        return false;
    }

    /// <summary>Notes that an attempt to connect has ended, in whichever way.</summary>
    public void Finish(PeerConnection peer)
    {
        HalfOpen--;
        peer.Stage = PeerStage.Handshaking;
    }

    /// <inheritdoc/>
    public void Joined(PeerConnection peer)
    {
        if (peer.IsOutgoing) peer.Torrent!.Calls--;
    }

    /// <summary>Frees the place of one that did not come about, and connects again, plainly, to who ended an encrypted handshake that we began.</summary>
    public void Left(PeerConnection peer, PeerStage stage, DisconnectReason reason)
    {
        if (stage == PeerStage.Connecting) HalfOpen--;
        if (stage != PeerStage.Running && peer.IsOutgoing) peer.Torrent!.Calls--;
        if (peer.Encryption is not { Handshake: not null, RetryFamily: not 0 } begun || peer.Torrent is not { Removal: null } torrent) return;
        if (reason is DisconnectReason.PeerClosed or DisconnectReason.EncryptionFailed or DisconnectReason.NotBitTorrent or DisconnectReason.HandshakeTimeout)
            Connect(torrent, peer.EndPoint, begun.RetryFamily, isPlain: true, peer.UsesSecondName);
    }

    /// <summary>The family of a socket to a peer: that of the only listener, which may take both, or else the peer's own.</summary>
    private int FamilyFor(in PeerEndPoint peer) => listenFamily != 0 ? listenFamily : peer.IsIPv4 ? Libc.IPv4Family : Libc.IPv6Family;

    private bool Connect(TorrentState torrent, in PeerEndPoint endPoint, int family, bool isPlain, bool bySecondName)
    {
        bool isEncrypted = !isPlain && state.Options.Encryption != EncryptionPolicy.Off && keyExchanges.TryTake();
        if (!isEncrypted && state.Options.Encryption == EncryptionPolicy.Require) return false;
        if (!IsFree || peers.Pending >= state.Options.MaxPendingHandshakes || !limiter.HasPlace) return false;
        state.Counters.OpenedConnections++;
        if (!torrent.IsFetching) _left--;
        if (!PeerSocket.TryConnect(state.Egress, endPoint, family, out PeerSocket socket))
        {
            state.Counters.Count(DisconnectReason.ConnectFailed);
            return false;
        }
        lanes.Budgets.For(endPoint).Charge(PacketOverhead.ConnectionBytes);
        if (opener.Open(socket, endPoint) is not { } peer)
        {
            socket.Close();
            return false;
        }
        (peer.Stage, peer.IsOutgoing, peer.Torrent, peer.UsesSecondName) = (PeerStage.Connecting, true, torrent, bySecondName);
        HalfOpen++;
        torrent.Calls++;
        if (isEncrypted) peer.Encryption = encryption.Make(torrent, family, bySecondName);
        return true;
    }
}
