namespace EdgeSeed.Protocol.Wire;

/// <summary>Why a peer message is invalid.</summary>
public enum MessageFault : byte
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>The length prefix exceeds every limit, or this message's limit.</summary>
    TooLong,

    /// <summary>The length prefix is not the one this message has.</summary>
    WrongLength,
}
