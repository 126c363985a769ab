namespace EdgeSeed.Protocol.Wire;

/// <summary>The kinds of peer messages; those from 0 on have that number on the wire.</summary>
public enum PeerMessageId : short
{
    /// <summary>A number not known here; its payload is to be passed over.</summary>
    Unknown = -2,

    /// <summary>A length prefix of 0 (BEP 3).</summary>
    KeepAlive = -1,

    /// <summary>The sender answers no requests for now (BEP 3).</summary>
    Choke = 0,

    /// <summary>The sender answers requests (BEP 3).</summary>
    Unchoke = 1,

    /// <summary>The sender wants something (BEP 3).</summary>
    Interested = 2,

    /// <summary>The sender wants nothing (BEP 3).</summary>
    NotInterested = 3,

    /// <summary>The sender has one more piece (BEP 3).</summary>
    Have = 4,

    /// <summary>Which pieces the sender has, one bit each, the first in the highest bit (BEP 3).</summary>
    Bitfield = 5,

    /// <summary>The sender wants a block (BEP 3).</summary>
    Request = 6,

    /// <summary>A block (BEP 3).</summary>
    Piece = 7,

    /// <summary>The sender no longer wants a block (BEP 3).</summary>
    Cancel = 8,

    /// <summary>The sender's DHT port (BEP 5).</summary>
    Port = 9,

    /// <summary>The sender thinks this piece a good choice (BEP 6).</summary>
    Suggest = 13,

    /// <summary>In place of a full bitfield (BEP 6).</summary>
    HaveAll = 14,

    /// <summary>In place of an empty bitfield (BEP 6).</summary>
    HaveNone = 15,

    /// <summary>A request will not be answered (BEP 6).</summary>
    Reject = 16,

    /// <summary>This piece may be asked for while choked (BEP 6).</summary>
    AllowedFast = 17,

    /// <summary>A message of the extension protocol (BEP 10).</summary>
    Extended = 20,

    /// <summary>The sender wants hashes of a file's tree (BEP 52); see <see cref="Wire.HashRequest"/>.</summary>
    HashRequest = 21,

    /// <summary>Hashes of a file's tree (BEP 52).</summary>
    Hashes = 22,

    /// <summary>Hashes that were asked for will not be sent (BEP 52).</summary>
    HashReject = 23,
}
