using System.Security.Cryptography;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Dht;

namespace EdgeSeed.Engine.Dht;

/// <summary>
/// Questions from addresses that may be forged. Each waits while its sender is asked a shorter one, whether he is there (BEP 5: ping), and is answered when
/// he has shown that he heard it; so whoever forges an address has nobody sent more than he sent himself. A fixed table of <see cref="Places"/> questions;
/// one that comes to another's place takes it, and the other has to be asked again.
/// </summary>
/// <param name="wire">Sends.</param>
/// <param name="pace">How many bytes there are for it.</param>
/// <param name="random">A secret, so that nobody can choose whose place he takes.</param>
internal sealed class DhtChallenges(IDhtWire wire, DhtPace pace, Random random)
{
    /// <summary>Questions that can wait.</summary>
    public const int Places = 64;

    /// <summary>Bytes of a question that can wait: clients' have 140 at most.</summary>
    public const int MaxBytes = 192;

    /// <summary>Who has not shown himself is asked again after so long; till then he may be one that answers nobody.</summary>
    public const long AgainMilliseconds = 60_000;

    /// <summary>Bytes of the number by which the answer is known: nobody guesses it. Those of other questions of ours are shorter.</summary>
    private const int NumberBytes = 4;

    private readonly Challenge[] _places = new Challenge[Places];
    private readonly byte[] _questions = new byte[Places * MaxBytes];
    private readonly int _secret = random.Next();

    /// <summary>Has a question wait, and asks its sender whether he is there.</summary>
    /// <param name="question">As it came.</param>
    /// <param name="from">Who asks.</param>
    /// <param name="own">Our own name.</param>
    /// <param name="now">Milliseconds of the clock.</param>
    /// <returns>False when it cannot wait: it is too long or too short, its sender was asked lately, or there are no bytes for it.</returns>
    public bool TryAsk(ReadOnlySpan<byte> question, in PeerEndPoint from, in NodeId own, long now)
    {
        int place = PlaceOf(from);
        if (question.Length > MaxBytes || (_places[place].To == from && now - _places[place].At < AgainMilliseconds)) return false;
        Span<byte> datagram = stackalloc byte[DhtMessage.MaxBytes], number = stackalloc byte[NumberBytes];
        RandomNumberGenerator.Fill(number);
        int length = DhtWriter.WriteQuery(datagram, number, new DhtQuery(DhtMethod.Ping, own)), bytes = length + PacketOverhead.DatagramBytes;
        if (length > question.Length || !pace.MayAnswer(bytes, now) || !wire.TrySend(datagram[..length], from)) return false;
        pace.Answered(bytes);
        question.CopyTo(_questions.AsSpan(place * MaxBytes));
        _places[place] = new Challenge(from, BitConverter.ToUInt32(number), question.Length, now);
        return true;
    }

    /// <summary>Takes the question whose sender has shown that he is there.</summary>
    /// <param name="transaction">Of what came from him.</param>
    /// <param name="from">From where it came.</param>
    /// <param name="now">Milliseconds of the clock.</param>
    /// <param name="question">As it came once; good until another has to wait.</param>
    public bool TryTake(ReadOnlySpan<byte> transaction, in PeerEndPoint from, long now, out ReadOnlySpan<byte> question)
    {
        int place = PlaceOf(from);
        Challenge challenge = _places[place];
        question = _questions.AsSpan(place * MaxBytes, challenge.Length);
        if (challenge.Length == 0 || challenge.To != from || now - challenge.At >= DhtQuestions.LostMilliseconds) return false;
        if (transaction.Length != NumberBytes || BitConverter.ToUInt32(transaction) != challenge.Number) return false;
        _places[place] = challenge with { Length = 0 };
        return true;
    }

    private int PlaceOf(in PeerEndPoint source) => (int)((uint)HashCode.Combine(source, _secret) % Places);

    /// <param name="To">Who was asked.</param>
    /// <param name="Number">What he has to repeat.</param>
    /// <param name="Length">Bytes of the question that waits; 0 for none.</param>
    /// <param name="At">When he was asked.</param>
    private readonly record struct Challenge(PeerEndPoint To, uint Number, int Length, long At);
}
