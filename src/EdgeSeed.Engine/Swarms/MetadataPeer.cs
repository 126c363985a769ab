namespace EdgeSeed.Engine.Swarms;

/// <summary>What a connection holds while the info dictionary is fetched from it (BEP 9).</summary>
internal sealed class MetadataPeer
{
    /// <summary>How large it says the info dictionary is.</summary>
    public int TotalBytes { get; set; }

    /// <summary>The piece it was asked for; -1 while none.</summary>
    public int Asked { get; set; } = -1;

    /// <summary>When it was asked last, or said first that it has it.</summary>
    public long AskedAt { get; set; }

    /// <summary>It has given a piece and not failed since: when one peer alone is asked, such a one comes first.</summary>
    public bool HasGiven { get; set; }

    /// <summary>It refused or did not answer: others are asked first.</summary>
    public bool IsLazy { get; set; }
}
