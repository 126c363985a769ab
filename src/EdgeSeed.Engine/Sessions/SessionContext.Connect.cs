using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Sockets;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Sessions;

internal sealed partial class SessionContext
{
    /// <summary>Outgoing connections that are being made.</summary>
    private int Connecting { get; set; }

    /// <summary>Begins an outgoing connection.</summary>
    /// <param name="torrent">What to offer.</param>
    /// <param name="endPoint">To whom.</param>
    /// <param name="family">The socket's address family.</param>
    /// <param name="isPlain">Whether the peer is known to end encrypted handshakes.</param>
    /// <returns>False when there is no room for it, or it failed at once.</returns>
    public bool Connect(TorrentState torrent, PeerEndPoint endPoint, int family, bool isPlain = false)
    {
        bool isEncrypted = !isPlain && Options.Encryption != EncryptionPolicy.Off && TryTakeKeyExchange();
        if (!isEncrypted && Options.Encryption == EncryptionPolicy.Require) return false;
        if (Connecting >= Options.MaxConnecting) return false;
        if (Peers.Pending >= Options.MaxPendingHandshakes || Peers.Count - Peers.Pending >= Options.MaxPeers) return false;
        State.Counters.OpenedConnections++;
        if (!PeerSocket.TryConnect(endPoint, family, out PeerSocket socket))
        {
            State.Counters.Disconnects[(int)DisconnectReason.ConnectFailed]++;
            return false;
        }
        Lanes.Budgets.For(endPoint).Charge(PacketOverhead.ConnectionBytes);
        if (Open(socket, endPoint) is not { } peer)
        {
            socket.Close();
            return false;
        }
        peer.Stage = PeerStage.Connecting;
        peer.IsOutgoing = true;
        Connecting++;
        peer.Torrent = torrent;
        torrent.Calls++;
        if (isEncrypted) peer.Encryption = ReadLoop.OfferEncryption(torrent, family);
        return true;
    }

    /// <summary>The family of a socket to a peer: that of the only listener, which may take both, or else the peer's own.</summary>
    public int FamilyFor(in PeerEndPoint peer) => ListenFamily != 0 ? ListenFamily : peer.IsIPv4 ? Libc.IPv4Family : Libc.IPv6Family;

    /// <summary>Whether this torrent has a connection already to whoever listens at an address and port, as far as is known.</summary>
    public bool IsConnectedTo(TorrentState torrent, PeerEndPoint endPoint)
    {
        for (int slot = 0; slot < Peers.SlotCount; slot++)
        {
            if (Peers[slot] is { } peer && ReferenceEquals(peer.Torrent, torrent) && (peer.EndPoint == endPoint || peer.Listener == endPoint)) return true;
        }
        return false;
    }

    /// <summary>Says hello on a connection that has come about, or ends one that has not.</summary>
    private bool FinishConnect(PeerConnection peer)
    {
        Connecting--;
        peer.Stage = PeerStage.Handshaking;
        if (peer.Socket.PendingError != 0)
        {
            Lifetime.Close(peer, DisconnectReason.ConnectFailed);
            return false;
        }
        if (peer.Encryption is { } encryption) ReadLoop.BeginEncryption(peer, encryption);
        else peer.Introduction = IntroductionStage.Handshake;
        return true;
    }
}
