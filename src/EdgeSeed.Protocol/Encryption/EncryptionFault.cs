namespace EdgeSeed.Protocol.Encryption;

/// <summary>Why an <see cref="EncryptionHandshake"/> came to nothing.</summary>
public enum EncryptionFault : byte
{
    /// <summary>It did not.</summary>
    None,

    /// <summary>The other side's public key is one that makes the shared secret known to all.</summary>
    WeakKey,

    /// <summary>The mark after the first padding did not come within its limit: not this protocol, or another torrent.</summary>
    NotSynchronised,

    /// <summary>The other side means a torrent that is not known here.</summary>
    UnknownTorrent,

    /// <summary>The eight zero bytes did not decrypt to zero.</summary>
    NotVerified,

    /// <summary>A padding is said to be longer than the protocol allows.</summary>
    PaddingTooLong,

    /// <summary>No method is acceptable to both sides, or one was selected that was not offered.</summary>
    NoCommonMethod,
}
