using System.Buffers.Binary;
using System.Security.Cryptography;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Dht;

/// <summary>
/// What a node has to show before anything of it is kept (BEP 5): only who has heard our answer at its address and port can know it. Made from these and a
/// secret that changes every five minutes, and good until the next one has; nothing is kept for it.
/// </summary>
internal sealed class DhtTokens
{
    /// <summary>Bytes of a token.</summary>
    public const int Length = 4;

    private const long ChangeMilliseconds = 300_000;

    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(16);

    /// <summary>Writes the token of an address and port.</summary>
    /// <param name="to">Who is given it.</param>
    /// <param name="now">Milliseconds of the clock.</param>
    /// <param name="token">Exactly <see cref="Length"/> bytes.</param>
    public void Write(in PeerEndPoint to, long now, Span<byte> token) => Make(to, Period(now), token);

    /// <summary>Whether a token was given to this address, and not too long ago.</summary>
    public bool IsGood(in PeerEndPoint from, long now, ReadOnlySpan<byte> token)
    {
        Span<byte> ours = stackalloc byte[Length];
        for (long period = Period(now); period >= Period(now) - 1; period--)
        {
            Make(from, period, ours);
            if (CryptographicOperations.FixedTimeEquals(ours, token)) return true;
        }
        return false;
    }

    private static long Period(long now) => now / ChangeMilliseconds;

    private void Make(in PeerEndPoint to, long period, Span<byte> token)
    {
        Span<byte> said = stackalloc byte[16 + 16 + 8 + 2], hash = stackalloc byte[SHA1.HashSizeInBytes];
        _secret.CopyTo(said);
        to.WriteAddress(said[16..]);
        BinaryPrimitives.WriteInt64LittleEndian(said[32..], period);
        BinaryPrimitives.WriteUInt16LittleEndian(said[40..], to.Port);
        SHA1.HashData(said, hash);
        hash[..Length].CopyTo(token);
    }
}
