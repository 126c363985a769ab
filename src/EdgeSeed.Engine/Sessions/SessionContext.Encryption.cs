using System.Buffers.Binary;
using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Encryption;

namespace EdgeSeed.Engine.Sessions;

internal sealed partial class SessionContext
{
    // Made when the first encrypted peer comes: a session that never meets one does not pay for it.
    private KeyedTable<ulong, TorrentState>? _torrentsByKey;
    private int _keyExchangesLeft;

    /// <summary>Finds the torrent that an encrypted peer means.</summary>
    public bool TryFindTorrent(TorrentKeyHash key, out InfoHash infoHash)
    {
        if (_torrentsByKey is null)
        {
            _torrentsByKey = new(static torrent => torrent.EncryptionName);
            foreach (TorrentState torrent in Torrents.Values) NameForEncryption(torrent);
        }
        bool isKnown = _torrentsByKey.TryGetValue(FirstBytes(key), out TorrentState? found) && TorrentKeyHash.Of(found.Torrent.InfoHash) == key;
        infoHash = isKnown ? found!.Torrent.InfoHash : default;
        return isKnown;
    }

    private void NameForEncryption(TorrentState torrent)
    {
        torrent.EncryptionName = FirstBytes(TorrentKeyHash.Of(torrent.Torrent.InfoHash));
        _torrentsByKey!.Set(torrent);
    }

    private static ulong FirstBytes(TorrentKeyHash key) => BinaryPrimitives.ReadUInt64LittleEndian(key.Digest.Span);

    /// <summary>Adds a torrent to the table.</summary>
    public void AddTorrent(TorrentState torrent)
    {
        Torrents.Set(torrent);
        ReadAhead.Add(torrent);
        Shares.AddTorrent(Drives.IndexOf(torrent.Torrent.Drive));
        Downloads.Add(torrent);
        Metadata.Add(torrent);
        if (_torrentsByKey is not null) NameForEncryption(torrent);
    }

    /// <summary>Takes a torrent out of the table.</summary>
    public void RemoveTorrent(InfoHash infoHash)
    {
        if (!Torrents.TryGetValue(infoHash, out TorrentState? torrent)) return;
        torrent.Windows?.Forget(torrent);
        Shares.RemoveTorrent(Drives.IndexOf(torrent.Torrent.Drive));
        Torrents.Remove(infoHash);
        _torrentsByKey?.Remove(FirstBytes(TorrentKeyHash.Of(infoHash)));
    }

    /// <summary>Spends one of this second's key exchanges.</summary>
    /// <returns>False when they are spent: whoever asks waits for <see cref="RefillKeyExchanges"/>.</returns>
    public bool TryTakeKeyExchange()
    {
        if (_keyExchangesLeft == 0) return false;
        _keyExchangesLeft--;
        return true;
    }

    /// <summary>Once a second: new key exchanges, for those first that wait.</summary>
    private void RefillKeyExchanges()
    {
        bool wasSpent = _keyExchangesLeft == 0;
        _keyExchangesLeft = Options.MaxKeyExchangesSecond;
        if (!wasSpent) return;
        for (int slot = 0; slot < Peers.SlotCount; slot++)
        {
            if (Peers[slot] is not { Encryption: { IsExchangeDelayed: true } encryption } peer) continue;
            encryption.IsExchangeDelayed = false;
            Turns.QueueRead(peer);
        }
    }

    /// <summary>Connects again, plainly, to who ended an encrypted handshake that we began.</summary>
    private void RetryPlainly(PeerConnection peer, DisconnectReason reason)
    {
        if (peer.Encryption is not { Handshake: not null, RetryFamily: not 0 } encryption || peer.Torrent is not { Removal: null } torrent) return;
        if (reason is DisconnectReason.PeerClosed or DisconnectReason.EncryptionFailed or DisconnectReason.NotBitTorrent or DisconnectReason.HandshakeTimeout)
            Connect(torrent, peer.EndPoint, encryption.RetryFamily, isPlain: true);
    }
}
