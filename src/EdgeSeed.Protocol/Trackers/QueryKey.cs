namespace EdgeSeed.Protocol.Trackers;

/// <summary>The keys of a tracker query that mean something here (BEP 3, 7, 23); every other key is ignored.</summary>
public enum QueryKey : byte
{
    /// <summary>Any other key, or the query as a whole.</summary>
    None,

    /// <summary><c>info_hash</c>: 20 bytes, required.</summary>
    InfoHash,

    /// <summary><c>peer_id</c>: 20 bytes, required.</summary>
    PeerId,

    /// <summary><c>port</c>: 0 to 65535, required.</summary>
    Port,

    /// <summary><c>uploaded</c>: bytes.</summary>
    Uploaded,

    /// <summary><c>downloaded</c>: bytes.</summary>
    Downloaded,

    /// <summary><c>left</c>: bytes.</summary>
    Left,

    /// <summary><c>event</c>: a word.</summary>
    Event,

    /// <summary><c>numwant</c>: peers wanted.</summary>
    PeersWanted,

    /// <summary><c>key</c>: by custom up to eight hexadecimal digits.</summary>
    Key,

    /// <summary><c>compact</c>: 0 asks for the dictionary form.</summary>
    Compact,

    /// <summary><c>no_peer_id</c>: 1 lets peer ids be left out.</summary>
    NoPeerId,

    /// <summary><c>ip</c>: an address claimed by the client.</summary>
    Address,

    /// <summary><c>ipv4</c>: a further address.</summary>
    IPv4,

    /// <summary><c>ipv6</c>: a further address.</summary>
    IPv6,
}
