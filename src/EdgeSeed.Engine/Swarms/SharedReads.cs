namespace EdgeSeed.Engine.Swarms;

/// <summary>How often a peer, of late, asked for what was read already: often where it follows suggestions (BEP 6), hardly ever where it has an order of its own.</summary>
internal struct SharedReads
{
    /// <summary>The last of so many weighs as much as all before.</summary>
    private const int Memory = 8;

    /// <summary>From here on a peer is taken to follow, of <see cref="Whole"/>.</summary>
    private const int Enough = Whole / 4;

    private const int Whole = 1024;

    private int _share;

    /// <summary>Whether it is likely to ask for what it is told of.</summary>
    public readonly bool IsLikely => _share >= Enough;

    /// <summary>Notes that it began a piece, or a window.</summary>
    public void Note(bool isShared) => _share += ((isShared ? Whole : 0) - _share) / Memory;
}
