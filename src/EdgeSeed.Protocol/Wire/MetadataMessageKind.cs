namespace EdgeSeed.Protocol.Wire;

/// <summary>What a metadata message says (BEP 9).</summary>
public enum MetadataMessageKind : byte
{
    /// <summary>The sender wants a piece of the info dictionary.</summary>
    Request = 0,

    /// <summary>A piece.</summary>
    Data = 1,

    /// <summary>The piece will not be sent.</summary>
    Reject = 2,

    /// <summary>A kind not known here, to be ignored (BEP 9).</summary>
    Unknown = 255,
}
