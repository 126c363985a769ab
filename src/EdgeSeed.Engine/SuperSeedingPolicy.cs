namespace EdgeSeed.Engine;

/// <summary>When a torrent is super-seeded (BEP 16): each peer is then offered pieces that nobody has yet, and fetches the others from peers.</summary>
public enum SuperSeedingPolicy
{
    /// <summary>While no other complete seed is known of.</summary>
    Auto,

    /// <summary>Whenever this side has every piece, other seeds or not.</summary>
    Always,

    /// <summary>Every peer is offered every piece at once.</summary>
    Never,
}
