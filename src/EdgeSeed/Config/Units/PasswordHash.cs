using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EdgeSeed.Config.Units;

/// <summary>
/// A password that cannot be read back: PBKDF2 (RFC 8018) with HMAC-SHA-256. As text <c>pbkdf2-sha256$ROUNDS$SALT$HASH</c>, the last two in base64.
/// </summary>
internal sealed class PasswordHash
{
    /// <summary>Longest password, in bytes of UTF-8. A longer one is refused where it is set, and wrong where it is tried.</summary>
    public const int MaxPasswordBytes = 256;

    /// <summary>What one try costs: about a quarter of a second on a Raspberry Pi 4.</summary>
    private const int Rounds = 200_000;

    private const int LeastRounds = 10_000, MostRounds = 5_000_000, SaltBytes = 16, HashBytes = 32;
    private const string Scheme = "pbkdf2-sha256";

    private readonly int _rounds;
    private readonly byte[] _salt;
    private readonly byte[] _hash;

    private PasswordHash(int rounds, byte[] salt, byte[] hash) => (_rounds, _salt, _hash) = (rounds, salt, hash);

    /// <summary>Makes one, with a salt of its own.</summary>
    /// <param name="password">Not empty, at most <see cref="MaxPasswordBytes"/>.</param>
    public static PasswordHash Of(string password)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return new PasswordHash(Rounds, salt, Derive(password, salt, Rounds));
    }

    /// <summary>Reads the text; false when it is not one, or asks for too little or too much work.</summary>
    public static bool TryParse(string text, out PasswordHash? hash)
    {
        hash = null;
        string[] parts = text.Split('$');
        if (parts is not [Scheme, var rounds, var salt, var digest] || !int.TryParse(rounds, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            || count is < LeastRounds or > MostRounds) return false;
        byte[] saltBytes = new byte[SaltBytes], digestBytes = new byte[HashBytes];
        if (!Convert.TryFromBase64String(salt, saltBytes, out int saltLength) || !Convert.TryFromBase64String(digest, digestBytes, out int digestLength)
            || (saltLength, digestLength) != (SaltBytes, HashBytes)) return false;
        hash = new PasswordHash(count, saltBytes, digestBytes);
        return true;
    }

    /// <summary>Whether it is of this password. Takes as long for a wrong one, and is meant to take long.</summary>
    public bool IsOf(string password) => Encoding.UTF8.GetByteCount(password) <= MaxPasswordBytes && CryptographicOperations.FixedTimeEquals(Derive(password, _salt, _rounds), _hash);

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Scheme}${_rounds}${Convert.ToBase64String(_salt)}${Convert.ToBase64String(_hash)}");

    private static byte[] Derive(string password, byte[] salt, int rounds) => Rfc2898DeriveBytes.Pbkdf2(password, salt, rounds, HashAlgorithmName.SHA256, HashBytes);
}
