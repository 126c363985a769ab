using EdgeSeed.Engine.Sessions;

namespace EdgeSeed.Engine;

/// <summary>Why a connection ended, or was not taken up. Each is counted in <see cref="SessionStatus.Disconnects"/>.</summary>
public enum DisconnectReason
{
    /// <summary>The peer closed, or the network did.</summary>
    PeerClosed,

    /// <summary>The peer table is full and everybody in it is busy.</summary>
    TooManyPeers,

    /// <summary>It gave way to a newcomer: idle while the peer table was full, or slow at its handshake while many waited.</summary>
    GaveWay,

    /// <summary>No complete handshake in time.</summary>
    HandshakeTimeout,

    /// <summary>Its first bytes were no BitTorrent handshake.</summary>
    NotBitTorrent,

    /// <summary>It asked for a torrent that is not seeded here.</summary>
    UnknownTorrent,

    /// <summary>It is this session itself.</summary>
    Self,

    /// <summary>We connected to a peer that was connected already, or it came again from the same address.</summary>
    Duplicate,

    /// <summary>Both sides have everything.</summary>
    BothSeeds,

    /// <summary>A malformed or oversized message.</summary>
    ProtocolError,

    /// <summary>A request for a block that does not exist, or that was never offered.</summary>
    BadRequest,

    /// <summary>Nothing came for too long, or a block that had begun was not there in time.</summary>
    Silent,

    /// <summary>It took nothing of what was sent for too long.</summary>
    Stuck,

    /// <summary>The data could not be read in the middle of a block.</summary>
    ReadFailed,

    /// <summary>Memory for connections was short: it was idle, it came anew, or its unfinished message had no room.</summary>
    MemoryShort,

    /// <summary>An outgoing connection could not be made.</summary>
    ConnectFailed,

    /// <summary>The torrent was removed.</summary>
    TorrentRemoved,

    /// <summary>The session stops.</summary>
    Stopping,

    /// <summary>It spoke plainly, and only encrypted connections are wanted.</summary>
    PlainRefused,

    /// <summary>It gave wrong data: its address is banned.</summary>
    BadData,

    /// <summary>A fault of this program while it was served: logged, and worth a report.</summary>
    Bug,

    /// <summary>Its encrypted handshake came to nothing: wrong key, padding or method.</summary>
    EncryptionFailed,

    /// <summary>The network by which it came was away for a while, or is another now.</summary>
    NetworkLost,
}
