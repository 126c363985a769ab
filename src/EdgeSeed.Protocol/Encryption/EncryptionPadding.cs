using System.Security.Cryptography;

namespace EdgeSeed.Protocol.Encryption;

/// <summary>How many bytes of padding we put into a handshake, so that its lengths tell nothing.</summary>
/// <param name="KeyBytes">After the public key, 0 to <see cref="EncryptionHandshake.MaxPaddingBytes"/> (PadA, PadB).</param>
/// <param name="OptionBytes">After the choice of methods, 0 to the same (PadC, PadD).</param>
public readonly record struct EncryptionPadding(int KeyBytes, int OptionBytes)
{
    /// <summary>A random length after the key; nothing after the methods, where the encrypted bytes that follow hide the length anyway.</summary>
    public static EncryptionPadding Random() => new(RandomNumberGenerator.GetInt32(EncryptionHandshake.MaxPaddingBytes + 1), 0);
}
