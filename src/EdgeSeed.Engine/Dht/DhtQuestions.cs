using System.Buffers.Binary;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Dht;

namespace EdgeSeed.Engine.Dht;

/// <summary>Questions that wait for an answer: at most <see cref="MaxWaiting"/>; when so many wait none is asked. An answer counts only from whom it was asked for.</summary>
/// <param name="wire">Sends them.</param>
/// <param name="pace">How many bytes there are for it.</param>
/// <param name="random">Chooses the numbers by which answers are known.</param>
internal sealed class DhtQuestions(IDhtWire wire, DhtPace pace, Random random)
{
    /// <summary>Questions under way at a time.</summary>
    public const int MaxWaiting = 256;

    /// <summary>After so long another node is asked as well.</summary>
    public const long SlowMilliseconds = 1500;

    /// <summary>After so long no answer is expected any more.</summary>
    public const long LostMilliseconds = 6000;

    private readonly List<DhtQuestion> _waiting = [];

    /// <summary>Questions asked since the start.</summary>
    public long Asked { get; private set; }

    /// <summary>Asks a node, if there is room and a byte for it.</summary>
    /// <param name="to">Whom.</param>
    /// <param name="query">What.</param>
    /// <param name="lookup">For whom; null for nobody in particular.</param>
    /// <param name="now">Milliseconds of the clock.</param>
    /// <returns>False: not now.</returns>
    public bool TryAsk(in PeerEndPoint to, in DhtQuery query, DhtLookup? lookup, long now)
    {
        if (_waiting.Count >= MaxWaiting) return false;
        Span<byte> datagram = stackalloc byte[DhtMessage.MaxBytes], transaction = stackalloc byte[sizeof(ushort)];
        ushort number = (ushort)random.Next(ushort.MaxValue + 1);
        BinaryPrimitives.WriteUInt16BigEndian(transaction, number);
        int length = DhtWriter.WriteQuery(datagram, transaction, query);
        int bytes = length + PacketOverhead.DatagramBytes;
        if (!pace.MayAsk(bytes, now) || !wire.TrySend(datagram[..length], to)) return false;
        pace.Asked(bytes);
        Asked++;
        _waiting.Add(new DhtQuestion(number, to, query.Method, lookup, now));
        return true;
    }

    /// <summary>Takes the question to which something is the answer.</summary>
    /// <returns>False when nobody asked.</returns>
    public bool TryTake(ReadOnlySpan<byte> transaction, in PeerEndPoint from, out DhtQuestion question)
    {
        question = default;
        if (transaction.Length != sizeof(ushort)) return false;
        ushort number = BinaryPrimitives.ReadUInt16BigEndian(transaction);
        for (int i = 0; i < _waiting.Count; i++)
        {
            if (_waiting[i].Number != number || _waiting[i].To != from) continue;
            question = _waiting[i];
            _waiting.RemoveAt(i);
            return true;
        }
        return false;
    }

    /// <summary>The next question whose answer does not come, as long as there is one: to be taken for lost, or only slow, once each.</summary>
    public bool TryTakeLate(long now, out DhtQuestion question, out bool isLost)
    {
        for (int i = 0; i < _waiting.Count; i++)
        {
            question = _waiting[i];
            isLost = now - question.At >= LostMilliseconds;
            if (isLost) _waiting.RemoveAt(i);
            else if (question.IsSlow || now - question.At < SlowMilliseconds) continue;
            else _waiting[i] = question with { IsSlow = true };
            return true;
        }
        (question, isLost) = (default, false);
        return false;
    }
}

/// <summary>A question that waits for its answer.</summary>
/// <param name="Number">Its transaction.</param>
/// <param name="To">Who was asked.</param>
/// <param name="Method">What.</param>
/// <param name="Lookup">For whom; null for nobody in particular.</param>
/// <param name="At">When.</param>
internal readonly record struct DhtQuestion(ushort Number, PeerEndPoint To, DhtMethod Method, DhtLookup? Lookup, long At)
{
    /// <summary>It has been said of it that it is slow.</summary>
    public bool IsSlow { get; init; }
}

/// <summary>By what datagrams of the DHT go out.</summary>
internal interface IDhtWire
{
    /// <summary>Sends a datagram, if there is room for it beside everything else that is sent.</summary>
    /// <param name="datagram">Borrowed for the call.</param>
    /// <param name="to">Where to.</param>
    /// <returns>False: not now, and nothing was sent.</returns>
    bool TrySend(ReadOnlySpan<byte> datagram, in PeerEndPoint to);
}
