using System.Buffers.Binary;

namespace EdgeSeed.Protocol.Encryption;

/// <summary>
/// The key exchange of Message Stream Encryption: Diffie-Hellman over a 768-bit prime with generator 2. It hides a stream from who merely looks at
/// it; it proves nobody's identity, and 768 bits are few. Numbers travel as 96 bytes, most significant first.
/// </summary>
public static class DiffieHellman
{
    /// <summary>Bytes of a public key and of what both sides agree on.</summary>
    public const int KeyLength = MontgomeryField.Limbs * sizeof(ulong);

    /// <summary>Bytes of a secret: 160 bits, more than 180 would not make this prime stronger.</summary>
    public const int SecretLength = 20;

    private const int WindowBits = 4;

    /// <summary>Writes the public key of a secret: 2 to its power.</summary>
    /// <param name="secret">Random bytes, <see cref="SecretLength"/> of them, used once.</param>
    /// <param name="publicKey">Where to; <see cref="KeyLength"/> bytes.</param>
    public static void WriteKey(ReadOnlySpan<byte> secret, Span<byte> publicKey)
    {
        Span<ulong> number = stackalloc ulong[MontgomeryField.Limbs];
        number.Clear();
        number[0] = 2;
        Raise(number, secret);
        Write(number, publicKey);
    }

    /// <summary>Writes what both sides agree on: the other's public key to the power of our secret.</summary>
    /// <param name="secret">Our secret, as given to <see cref="WriteKey"/>.</param>
    /// <param name="theirKey">The other side's public key, <see cref="KeyLength"/> bytes.</param>
    /// <param name="shared">Where to; <see cref="KeyLength"/> bytes.</param>
    /// <returns>False when the key is no number from 2 to the prime less 2: whoever sends another wants the result to be known beforehand.</returns>
    public static bool TryAgree(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> theirKey, Span<byte> shared)
    {
        Span<ulong> number = stackalloc ulong[MontgomeryField.Limbs];
        for (int i = 0; i < number.Length; i++) number[i] = BinaryPrimitives.ReadUInt64BigEndian(theirKey[(KeyLength - ((i + 1) * sizeof(ulong)))..]);
        if (!MontgomeryField.IsProperKey(number)) return false;
        Raise(number, secret);
        Write(number, shared);
        return true;
    }

    private static void Write(ReadOnlySpan<ulong> number, Span<byte> bytes)
    {
        for (int i = 0; i < number.Length; i++) BinaryPrimitives.WriteUInt64BigEndian(bytes[(KeyLength - ((i + 1) * sizeof(ulong)))..], number[i]);
    }

    /// <summary>Raises a number to the power of a secret, four bits of it at a time.</summary>
    private static void Raise(Span<ulong> number, ReadOnlySpan<byte> secret)
    {
        const int limbs = MontgomeryField.Limbs;
        Span<ulong> powers = stackalloc ulong[limbs << WindowBits];
        MontgomeryField.One.CopyTo(powers);
        MontgomeryField.Enter(number, powers.Slice(limbs, limbs));
        for (int i = 2; i < 1 << WindowBits; i++)
            MontgomeryField.Multiply(powers.Slice((i - 1) * limbs, limbs), powers.Slice(limbs, limbs), powers.Slice(i * limbs, limbs));

        Span<ulong> result = stackalloc ulong[limbs];
        MontgomeryField.One.CopyTo(result);
        for (int i = 0; i < secret.Length * 8 / WindowBits; i++)
        {
            for (int bit = 0; bit < WindowBits; bit++) MontgomeryField.Multiply(result, result, result);
            int digit = (i & 1) == 0 ? secret[i / 2] >> WindowBits : secret[i / 2] & ((1 << WindowBits) - 1);
            MontgomeryField.Multiply(result, powers.Slice(digit * limbs, limbs), result);
        }
        MontgomeryField.Leave(result, number);
    }
}
