namespace EdgeSeed.Engine.SuperSeeding;

/// <summary>A piece that one peer was told of and has not been sent wholly.</summary>
internal struct Reveal
{
    /// <summary>Which piece.</summary>
    public int Piece;

    /// <summary>Bytes of it not sent yet.</summary>
    public int UnsentBytes;

    /// <summary>When it was told of, or last sent a block of it: session milliseconds.</summary>
    public long TouchedAt;

    /// <summary>Nobody else is offered it meanwhile.</summary>
    public bool IsExclusive;
}
