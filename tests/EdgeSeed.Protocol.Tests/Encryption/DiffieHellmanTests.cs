using System.Globalization;
using System.Numerics;
using EdgeSeed.Protocol.Encryption;
using FsCheck.Fluent;

namespace EdgeSeed.Protocol.Tests.Encryption;

public class DiffieHellmanTests
{
    private static readonly BigInteger s_prime = BigInteger.Parse(
        "0FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245"
        + "E485B576625E7EC6F44C42E9A63A36210000000000090563",
        NumberStyles.HexNumber,
        CultureInfo.InvariantCulture);

    [Fact]
    public void Keys_and_agreement_equal_those_of_big_integers() =>
        (from secret in Generate.Bytes(DiffieHellman.SecretLength)
         from theirs in Generate.Bytes(DiffieHellman.KeyLength).Or(Key(2), Key(s_prime - 2), Key(BigInteger.One << 767), Key((BigInteger.One << 704) - 1))
         select (secret, theirs)).Where(pair => Number(pair.theirs) < s_prime - 1).Holds(pair =>
        {
            byte[] key = new byte[DiffieHellman.KeyLength], shared = new byte[DiffieHellman.KeyLength];
            DiffieHellman.WriteKey(pair.secret, key);
            bool agreed = DiffieHellman.TryAgree(pair.secret, pair.theirs, shared);
            return agreed && Number(key) == BigInteger.ModPow(2, Number(pair.secret), s_prime)
                && Number(shared) == BigInteger.ModPow(Number(pair.theirs), Number(pair.secret), s_prime);
        });

    [Fact]
    public void Secret_of_zero_or_one_bits_only_is_raised_rightly()
    {
        byte[] secret = new byte[DiffieHellman.SecretLength], key = new byte[DiffieHellman.KeyLength];
        DiffieHellman.WriteKey(secret, key);
        Assert.Equal(BigInteger.One, Number(key));
        Array.Fill(secret, (byte)0xff);
        DiffieHellman.WriteKey(secret, key);
        Assert.Equal(BigInteger.ModPow(2, Number(secret), s_prime), Number(key));
    }

    [Fact]
    public void Keys_that_make_the_secret_known_to_all_are_refused()
    {
        byte[] secret = Key(12345)[^DiffieHellman.SecretLength..], shared = new byte[DiffieHellman.KeyLength];
        foreach (BigInteger weak in new[] { 0, 1, s_prime - 1, s_prime, s_prime + 1, (BigInteger.One << 768) - 1 })
            Assert.False(DiffieHellman.TryAgree(secret, Key(weak), shared), weak.ToString(CultureInfo.InvariantCulture));
        foreach (BigInteger proper in new[] { 2, s_prime - 2 })
            Assert.True(DiffieHellman.TryAgree(secret, Key(proper), shared), proper.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Exchange_allocates_nothing()
    {
        byte[] secret = Key(987654321)[^DiffieHellman.SecretLength..], key = new byte[DiffieHellman.KeyLength], shared = new byte[DiffieHellman.KeyLength];
        Assert.Equal(0, Allocation.Of(() =>
        {
            DiffieHellman.WriteKey(secret, key);
            return DiffieHellman.TryAgree(secret, key, shared);
        }));
    }

    private static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static byte[] Key(BigInteger number)
    {
        var key = new byte[DiffieHellman.KeyLength];
        byte[] bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        bytes.CopyTo(key, key.Length - bytes.Length);
        return key;
    }
}
