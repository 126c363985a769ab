using System.Buffers.Binary;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Dht;

/// <summary>
/// Who asks how often, and whose address is known to be his own: who has answered a question of ours at it, or shown the token that it was sent. Two fixed
/// tables; who shares a place with somebody else is new again.
/// </summary>
/// <param name="secret">Chooses places, so that nobody can choose whose he shares.</param>
internal sealed class DhtSources(SipKey secret)
{
    /// <summary>Places of either table.</summary>
    public const int Places = 512;

    /// <summary>Questions a minute that are heard from an address that may be forged.</summary>
    public const int MaxUnproven = 12;

    /// <summary>Questions a minute that are heard from one that is not.</summary>
    public const int MaxProven = 120;

    private const long PeriodMilliseconds = 60_000;
    private const long ProvenMilliseconds = 900_000;

    private readonly Source[] _sources = new Source[Places];
    private readonly Proof[] _proofs = new Proof[Places];

    /// <summary>An address and port have answered a question of ours, or shown a token: they are the sender's own.</summary>
    public void Prove(in PeerEndPoint source, long now) => _proofs[PlaceOf(source)] = new Proof(source, now + ProvenMilliseconds);

    /// <summary>Whether an address and port are known to be the sender's own. Nobody else can have one of this machine.</summary>
    public bool IsProven(in PeerEndPoint source, long now)
    {
        if (AddressScopes.Of(source) == AddressScope.Loopback) return true;
        Proof proof = _proofs[PlaceOf(source)];
        return proof.Source == source && proof.Until > now;
    }

    /// <summary>Somebody asks.</summary>
    /// <returns>Whether he is heard: all of an address, or /64, ask together.</returns>
    public bool MayAsk(in PeerEndPoint from, long now)
    {
        if (AddressScopes.Of(from) == AddressScope.Loopback) return true;
        AddressBlock block = AddressBlock.Of(from);
        ref Source source = ref _sources[PlaceOf(block)];
        if (source.Block != block || now - source.Since >= PeriodMilliseconds) source = new Source { Block = block, Since = now };
        source.Asked = Math.Min(source.Asked + 1, MaxProven + 1);
        return source.Asked <= (IsProven(from, now) ? MaxProven : MaxUnproven);
    }

    private int PlaceOf(in PeerEndPoint source) => (int)(secret.Sign(source) % Places);

    private int PlaceOf(in AddressBlock block)
    {
        Span<byte> said = stackalloc byte[sizeof(ulong) + 1];
        BinaryPrimitives.WriteUInt64LittleEndian(said, block.Network);
        said[8] = block.IsIPv4 ? (byte)4 : (byte)6;
        return (int)(secret.Sign(said) % Places);
    }

    private readonly record struct Proof(PeerEndPoint Source, long Until);

    private struct Source
    {
        public AddressBlock Block;
        public long Since;
        public int Asked;
    }
}
