namespace EdgeSeed.Protocol.Encryption;

/// <summary>What may follow an encrypted handshake: the bits of <c>crypto_provide</c> and <c>crypto_select</c> (Message Stream Encryption).</summary>
[Flags]
public enum EncryptionMethods
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The handshake was hidden, what follows is not.</summary>
    Plaintext = 1,

    /// <summary>Everything is encrypted with RC4.</summary>
    Rc4 = 2,
}
