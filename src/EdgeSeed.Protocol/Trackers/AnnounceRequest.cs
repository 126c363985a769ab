namespace EdgeSeed.Protocol.Trackers;

/// <summary>
/// One announce, whether it came as an HTTP query (BEP 3) or as a UDP packet (BEP 15). A plain value: nothing is allocated.
/// Create it with <c>new AnnounceRequest()</c>, whose defaults are those of an absent key.
/// </summary>
public struct AnnounceRequest
{
    /// <summary>
    /// The value of <see cref="Left"/> when the client does not know or does not say, as before a magnet's metadata has come.
    /// </summary>
    public const long UnknownLeft = long.MaxValue;

    /// <summary>The value of <see cref="PeersWanted"/> when the client leaves the number to the tracker.</summary>
    public const int PeersNotSaid = -1;

    /// <summary>An announce in which nothing has been said: compact answer, default number of peers, unknown <see cref="Left"/>.</summary>
    public AnnounceRequest()
    {
    }

    /// <summary>The torrent.</summary>
    public InfoHash InfoHash { get; set; }

    /// <summary>The name the client gives itself; anyone can send any.</summary>
    public PeerId PeerId { get; set; }

    /// <summary>TCP port on which the client listens; 0 means that it cannot be reached.</summary>
    public ushort Port { get; set; }

    /// <summary>Bytes sent since <see cref="AnnounceEvent.Started"/>, as the client says; never negative.</summary>
    public long Uploaded { get; set; }

    /// <summary>Bytes received since <see cref="AnnounceEvent.Started"/>, as the client says; never negative.</summary>
    public long Downloaded { get; set; }

    /// <summary>Bytes still missing: 0 for a seed, <see cref="UnknownLeft"/> when not known; never negative.</summary>
    public long Left { get; set; } = UnknownLeft;

    /// <summary>Why this announce is sent.</summary>
    public AnnounceEvent Event { get; set; }

    /// <summary>How many peers the client would like, or <see cref="PeersNotSaid"/>. The tracker's own limit comes on top.</summary>
    public int PeersWanted { get; set; } = PeersNotSaid;

    /// <summary>A number by which the client can show that it is the same after its address changed (BEP 7); 0 when not said.</summary>
    public uint Key { get; set; }

    /// <summary>Whether the peers are wanted in the compact form (BEP 23). HTTP only.</summary>
    public bool Compact { get; set; } = true;

    /// <summary>Whether peer ids may be left out of the dictionary form. HTTP only.</summary>
    public bool NoPeerId { get; set; }

    /// <summary>
    /// The address in <c>ip=</c> or in the UDP packet, with <see cref="Port"/>. A mere claim: the tracker decides whether to trust it.
    /// </summary>
    public PeerEndPoint? ClaimedAddress { get; set; }

    /// <summary>The further IPv4 address in <c>ipv4=</c> (BEP 7), with its own port or <see cref="Port"/>; a claim.</summary>
    public PeerEndPoint? ClaimedIPv4 { get; set; }

    /// <summary>The further IPv6 address in <c>ipv6=</c> (BEP 7), with its own port or <see cref="Port"/>; a claim.</summary>
    public PeerEndPoint? ClaimedIPv6 { get; set; }

    /// <summary>Whether the client has everything.</summary>
    public readonly bool IsSeed => Left == 0;

    /// <summary>
    /// Whether seeds are of use to the client: it misses something, or it says <c>left=0</c> without ever having moved a byte, as aria2 does
    /// while it has only a magnet link and does not know the size yet (BEP 9).
    /// </summary>
    public readonly bool WantsSeeds => !IsSeed || (Uploaded == 0 && Downloaded == 0 && Event != AnnounceEvent.Completed);
}
