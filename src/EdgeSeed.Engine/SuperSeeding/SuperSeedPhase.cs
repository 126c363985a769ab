namespace EdgeSeed.Engine.SuperSeeding;

/// <summary>How far the first copy of a torrent is spread.</summary>
internal enum SuperSeedPhase : byte
{
    /// <summary>Pieces that nobody has are offered, each to one peer.</summary>
    Exclusive,

    /// <summary>Everything has been given to somebody; for a moment peers are left to share it.</summary>
    Draining,

    /// <summary>Every peer is offered what it lacks, rarest first; who comes from now on is told of all pieces.</summary>
    Open,
}
