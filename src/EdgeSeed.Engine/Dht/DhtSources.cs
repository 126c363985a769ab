using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Dht;

/// <summary>
/// Who asks how often, so that nobody who forges an address has others sent more than a few answers: an address that has not proven itself is answered
/// <see cref="MaxUnproven"/> times a minute, as newcomers must be (BEP 5), and has to answer a question of ours for more. A fixed table; who shares a place in
/// it with somebody else is new again.
/// </summary>
/// <param name="random">A secret, so that nobody can choose whose place he shares.</param>
internal sealed class DhtSources(Random random)
{
    /// <summary>Addresses remembered.</summary>
    public const int Places = 512;

    /// <summary>Answers a minute to an address that may be forged.</summary>
    public const int MaxUnproven = 4;

    /// <summary>Answers a minute to one that is not.</summary>
    public const int MaxProven = 120;

    private const long PeriodMilliseconds = 60_000;
    private const long ProvenMilliseconds = 900_000;

    private readonly Source[] _sources = new Source[Places];
    private readonly int _secret = random.Next();

    /// <summary>An address has answered a question of ours, or shown a token: it is its own.</summary>
    public void Prove(in PeerEndPoint source, long now) => Of(source, now).ProvenUntil = now + ProvenMilliseconds;

    /// <summary>Whether an address is known to be its own.</summary>
    public bool IsProven(in PeerEndPoint source, long now) => IsOfThisMachine(source) || Of(source, now).ProvenUntil > now;

    /// <summary>Somebody asks.</summary>
    /// <returns>What he gets.</returns>
    public SourceVerdict Asks(in PeerEndPoint from, long now)
    {
        if (IsOfThisMachine(from)) return SourceVerdict.Answer;
        ref Source source = ref Of(from, now);
        if (now - source.Since >= PeriodMilliseconds) (source.Since, source.Asked) = (now, 0);
        source.Asked = Math.Min(source.Asked + 1, MaxProven + 1);
        if (source.ProvenUntil > now) return source.Asked <= MaxProven ? SourceVerdict.Answer : SourceVerdict.Nothing;
        if (source.Asked <= MaxUnproven) return SourceVerdict.Answer;
        return source.Asked == MaxUnproven + 1 ? SourceVerdict.Question : SourceVerdict.Nothing;
    }

    /// <summary>Nobody else can have such an address.</summary>
    private static bool IsOfThisMachine(in PeerEndPoint endPoint) => AddressScopes.Of(endPoint) == AddressScope.Loopback;

    private ref Source Of(in PeerEndPoint endPoint, long now)
    {
        AddressBlock block = AddressBlock.Of(endPoint);
        ref Source source = ref _sources[(uint)HashCode.Combine(block, _secret) % Places];
        if (source.Block != block) source = new Source { Block = block, Since = now };
        return ref source;
    }

    private struct Source
    {
        public AddressBlock Block;
        public long Since;
        public long ProvenUntil;
        public int Asked;
    }
}

/// <summary>What somebody gets who asks.</summary>
internal enum SourceVerdict
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>A question by which he can prove himself, which is shorter than his own.</summary>
    Question,

    /// <summary>An answer.</summary>
    Answer,
}
