using System.Buffers.Binary;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Dht;

/// <summary>
/// What a node has to show before anything of it is kept (BEP 5): only who has heard our answer at its address and port can know it. Made from these and a
/// secret that changes every five minutes, and good until the next one has; nothing is kept for it.
/// </summary>
/// <param name="secret">Makes them.</param>
internal sealed class DhtTokens(SipKey secret)
{
    /// <summary>Bytes of a token.</summary>
    public const int Length = 4;

    private const long ChangeMilliseconds = 300_000;

    /// <summary>Writes the token of an address and port.</summary>
    /// <param name="to">Who is given it.</param>
    /// <param name="now">Milliseconds of the clock.</param>
    /// <param name="token">Exactly <see cref="Length"/> bytes.</param>
    public void Write(in PeerEndPoint to, long now, Span<byte> token) => BinaryPrimitives.WriteUInt32LittleEndian(token, Make(to, Period(now)));

    /// <summary>Whether a token was given to this address, and not too long ago.</summary>
    public bool IsGood(in PeerEndPoint from, long now, ReadOnlySpan<byte> token) =>
        token.Length == Length && BinaryPrimitives.ReadUInt32LittleEndian(token) is var shown && (shown == Make(from, Period(now)) || shown == Make(from, Period(now) - 1));

    private static long Period(long now) => now / ChangeMilliseconds;

    private uint Make(in PeerEndPoint to, long period)
    {
        Span<byte> when = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(when, period);
        return (uint)secret.Sign(to, when);
    }
}
