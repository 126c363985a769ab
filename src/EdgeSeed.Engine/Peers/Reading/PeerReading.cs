using EdgeSeed.Engine.Choking;
using EdgeSeed.Engine.Connections;
using EdgeSeed.Engine.Downloads;
using EdgeSeed.Engine.Metadata;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.SuperSeeding;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Linux;

namespace EdgeSeed.Engine.Peers.Reading;

/// <summary>What the sockets of peers say: each is read when it has something, and in turns where it has much.</summary>
internal sealed class PeerReading
{
    private readonly SessionState _state;
    private readonly PeerSet _peers;
    private readonly PeerConnector _connector;
    private readonly EncryptedHandshakes _encrypted;
    private readonly PeerReader _reader;

    public PeerReading(
        SessionState state, SessionIdentity identity, TorrentTable torrents, PeerSet peers, PeerConnections connections, Choker choker, SuperSeeder superSeeder,
        DownloadLoop downloads, MetadataLoop metadata, LayerLoop layers)
    {
        (_state, _peers, _connector) = (state, peers, connections.Connector);
        PeerLifetime lifetime = peers.Lifetime;
        var admission = new PeerAdmission(state, identity, torrents, peers.Table, lifetime, connections.Limiter, connections.Banned);
        _encrypted = new EncryptedHandshakes(connections.Encryption, torrents, lifetime, admission, connections.KeyExchanges);
        _reader = new PeerReader(
            state, peers.Memory, peers.Turns, lifetime, new HandshakeReader(state, identity, lifetime, admission, _encrypted),
            new MessageHandler(state, peers.Memory, lifetime, choker, peers.Refusal, superSeeder),
            new ExtensionHandler(state, lifetime, connections.Seeker, metadata), superSeeder, downloads, layers);
    }

    /// <summary>Takes what the poll says about a peer's socket.</summary>
    public void Signal(PeerConnection peer, uint events)
    {
        try
        {
            Take(peer, events);
        }
        catch (Exception bug)
        {
            _peers.Faults.End(peer, bug);
        }
    }

    /// <summary>Gives every peer that was stopped in the middle of receiving another turn.</summary>
    public void Run()
    {
        for (int round = _peers.Turns.WaitingReads; round > 0 && _peers.Turns.TryTakeRead(out PeerConnection? peer); round--)
        {
            if (peer.Stage == PeerStage.Closed) continue;
            try
            {
                _reader.Run(peer);
            }
            catch (Exception bug)
            {
                _peers.Faults.End(peer, bug);
            }
        }
    }

    private void Take(PeerConnection peer, uint events)
    {
        if (peer.Stage == PeerStage.Connecting && !TryGreet(peer)) return;
        if ((events & (Libc.PeerClosedEvent | Libc.HangUpEvent | Libc.ErrorEvent)) != 0) peer.HasHungUp = true;
        if ((events & (Libc.ReadableEvent | Libc.PeerClosedEvent | Libc.HangUpEvent | Libc.ErrorEvent)) != 0) peer.IsReadable = true;
        if ((events & Libc.WritableEvent) != 0) HasRoom(peer);
        if (peer.IsReadable) _reader.Run(peer);
        else _peers.Turns.QueueSend(peer);
        // A socket that has failed is not read while its queues are full, and would never be looked at again.
        if ((events & Libc.ErrorEvent) != 0) _peers.Lifetime.Close(peer, DisconnectReason.PeerClosed);
    }

    /// <summary>Says hello on a connection that has come about, or ends one that has not.</summary>
    private bool TryGreet(PeerConnection peer)
    {
        _connector.Finish(peer);
        if (peer.Socket.PendingError != 0)
        {
            _peers.Lifetime.Close(peer, DisconnectReason.ConnectFailed);
            return false;
        }
        if (peer.Encryption is { } encryption) _encrypted.Begin(peer, encryption);
        else peer.Introduction = IntroductionStage.Handshake;
        return true;
    }

    /// <summary>A peer that has taken a block may have more of them queued than a newcomer.</summary>
    private void HasRoom(PeerConnection peer)
    {
        peer.IsWritable = true;
        if (peer.TakesBlocks || peer.UploadedBytes == 0) return;
        peer.TakesBlocks = true;
        peer.Socket.BoundUnsent(peer.Lane.UnsentBytes(_state.Options));
    }
}
