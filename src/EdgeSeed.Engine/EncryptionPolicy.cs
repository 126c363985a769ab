namespace EdgeSeed.Engine;

/// <summary>
/// Whether connections are encrypted (Message Stream Encryption, RC4). Encryption keeps who merely looks at the wire from recognising
/// BitTorrent; it costs the processor some 1.5 s a GB, where plain data goes out untouched.
/// </summary>
public enum EncryptionPolicy
{
    /// <summary>
    /// Both kinds are taken. We connect with an encrypted handshake first, and plainly to who ends it. Data is encrypted only for peers
    /// that insist: where the other side offers plaintext behind an encrypted handshake, that is selected.
    /// </summary>
    Prefer,

    /// <summary>Only connections that are encrypted throughout.</summary>
    Require,

    /// <summary>Only plain connections.</summary>
    Off,
}
