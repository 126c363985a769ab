namespace EdgeSeed.Engine.Swarms;

/// <summary>What we say first, in this order; nothing else is sent before it is finished.</summary>
internal enum IntroductionStage : byte
{
    /// <summary>Nothing to say yet: the torrent is not known.</summary>
    None,

    /// <summary>The handshake (BEP 3).</summary>
    Handshake,

    /// <summary>Which pieces we have: bitfield (BEP 3), have-all or have-none (BEP 6).</summary>
    Pieces,

    /// <summary>The extended handshake (BEP 10).</summary>
    Extended,

    /// <summary>All said.</summary>
    Finished,
}
