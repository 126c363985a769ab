namespace EdgeSeed.Config;

/// <summary><c>[seeder]</c>: how it uploads.</summary>
internal sealed record SeederConfig
{
    /// <summary>Budget over everything sent, in bytes per second.</summary>
    public ByteRate Upload { get; init; } = ByteRate.Unlimited;

    /// <summary>Peer connections over all torrents.</summary>
    public int MaxPeers { get; init; } = 500;

    /// <summary>Peer connections of one torrent.</summary>
    public int MaxPeersPerTorrent { get; init; } = 500;

    /// <summary>Outgoing connection attempts at a time.</summary>
    public int MaxHalfOpen { get; init; } = 8;

    /// <summary>Peers served at a time; 0 derives it from the budget.</summary>
    public int UploadSlots { get; init; }

    /// <summary>When super-seeding (BEP 16) is used.</summary>
    public SuperSeeding SuperSeeding { get; init; } = SuperSeeding.Auto;

    /// <summary>Protocol encryption (MSE).</summary>
    public Encryption Encryption { get; init; } = Encryption.Prefer;

    /// <summary>Whether connections to peers are made as well as accepted.</summary>
    public bool Connect { get; init; } = true;

    /// <summary>BEP 11.</summary>
    public bool PeerExchange { get; init; } = true;

    /// <summary>Whether files are offered over HTTP and <c>url-list</c> is written (BEP 19).</summary>
    public bool WebSeed { get; init; } = true;

    /// <summary>Silence after which a peer is dropped.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Announces to trackers under way at a time.</summary>
    public int MaxAnnounces { get; init; } = 8;
}
