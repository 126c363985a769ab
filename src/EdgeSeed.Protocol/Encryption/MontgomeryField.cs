namespace EdgeSeed.Protocol.Encryption;

/// <summary>
/// Multiplication modulo the prime of Message Stream Encryption, in Montgomery's form: a number x stands as x·2^768, which turns every division by
/// the prime into shifts. Numbers are twelve 64-bit limbs, least significant first; nothing is allocated. Not constant in time: the secrets live
/// for one handshake.
/// </summary>
internal static class MontgomeryField
{
    /// <summary>64-bit limbs of a number.</summary>
    public const int Limbs = 12;

    // The specification's prime.
    private static readonly ulong[] s_prime =
    [
        0x0000000000090563, 0xF44C42E9A63A3621, 0xE485B576625E7EC6, 0x4FE1356D6D51C245, 0x302B0A6DF25F1437, 0xEF9519B3CD3A431B,
        0x514A08798E3404DD, 0x020BBEA63B139B22, 0x29024E088A67CC74, 0xC4C6628B80DC1CD1, 0xC90FDAA22168C234, 0xFFFFFFFFFFFFFFFF,
    ];

    private static readonly ulong s_factor = NegativeInverse(s_prime[0]);
    private static readonly ulong[] s_one = ComputeOne();
    private static readonly ulong[] s_entry = ComputeEntry();

    /// <summary>The number 1 in Montgomery's form.</summary>
    public static ReadOnlySpan<ulong> One => s_one;

    /// <summary>Whether a plain number is from 2 to the prime less 2.</summary>
    public static bool IsProperKey(ReadOnlySpan<ulong> number)
    {
        Span<ulong> last = stackalloc ulong[Limbs];
        s_prime.CopyTo(last);
        last[0]--;
        return number[1..].ContainsAnyExcept(0ul) ? IsBelow(number, last) : number[0] > 1;
    }

    /// <summary>Brings a plain number below the prime into Montgomery's form.</summary>
    public static void Enter(ReadOnlySpan<ulong> number, Span<ulong> result) => Multiply(number, s_entry, result);

    /// <summary>Brings a number back from Montgomery's form.</summary>
    public static void Leave(ReadOnlySpan<ulong> number, Span<ulong> result)
    {
        Span<ulong> one = stackalloc ulong[Limbs];
        one.Clear();
        one[0] = 1;
        Multiply(number, one, result);
    }

    /// <summary>Multiplies two numbers in Montgomery's form; the result may lie where a factor does.</summary>
    public static void Multiply(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right, Span<ulong> result)
    {
        ReadOnlySpan<ulong> prime = s_prime;
        Span<ulong> sum = stackalloc ulong[Limbs];
        sum.Clear();
        ulong top = 0;
        for (int i = 0; i < Limbs; i++)
        {
            // Adds left times a limb of right, and a multiple of the prime that clears the lowest limb, which is thereby shifted out.
            ulong factor = right[i];
            UInt128 product = ((UInt128)left[0] * factor) + sum[0];
            ulong multiple = (ulong)product * s_factor;
            UInt128 reduced = ((UInt128)multiple * prime[0]) + (ulong)product;
            for (int j = 1; j < Limbs; j++)
            {
                product = ((UInt128)left[j] * factor) + sum[j] + (ulong)(product >> 64);
                reduced = ((UInt128)multiple * prime[j]) + (ulong)product + (ulong)(reduced >> 64);
                sum[j - 1] = (ulong)reduced;
            }
            reduced = (UInt128)top + (ulong)(product >> 64) + (ulong)(reduced >> 64);
            sum[Limbs - 1] = (ulong)reduced;
            top = (ulong)(reduced >> 64);
        }
        if (top != 0 || !IsBelow(sum, prime)) SubtractPrime(sum);
        sum.CopyTo(result);
    }

    private static bool IsBelow(ReadOnlySpan<ulong> number, ReadOnlySpan<ulong> bound)
    {
        for (int i = Limbs - 1; i >= 0; i--)
        {
            if (number[i] != bound[i]) return number[i] < bound[i];
        }
        return false;
    }

    private static void SubtractPrime(Span<ulong> number)
    {
        ulong borrow = 0;
        for (int i = 0; i < Limbs; i++)
        {
            ulong before = number[i];
            number[i] = before - s_prime[i] - borrow;
            borrow = before < s_prime[i] || (before == s_prime[i] && borrow != 0) ? 1ul : 0ul;
        }
    }

    /// <summary>-1/x modulo 2^64 for odd x, by Newton's iteration: each round doubles the bits that are right, from three.</summary>
    private static ulong NegativeInverse(ulong value)
    {
        ulong inverse = value;
        for (int round = 0; round < 5; round++) inverse *= 2 - (value * inverse);
        return 0 - inverse;
    }

    /// <summary>2^768 modulo the prime, whose highest bit is set: one subtraction from zero with the overflow dropped.</summary>
    private static ulong[] ComputeOne()
    {
        var one = new ulong[Limbs];
        SubtractPrime(one);
        return one;
    }

    /// <summary>2^1536 modulo the prime, by doubling.</summary>
    private static ulong[] ComputeEntry()
    {
        ulong[] number = [.. s_one];
        for (int doubling = 0; doubling < Limbs * 64; doubling++)
        {
            ulong carry = 0;
            for (int i = 0; i < Limbs; i++)
            {
                ulong before = number[i];
                number[i] = (before << 1) | carry;
                carry = before >> 63;
            }
            if (carry != 0 || !IsBelow(number, s_prime)) SubtractPrime(number);
        }
        return number;
    }
}
