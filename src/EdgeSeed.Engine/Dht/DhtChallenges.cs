using System.Buffers.Binary;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Dht;

namespace EdgeSeed.Engine.Dht;

/// <summary>
/// Questions from addresses that may be forged. Each waits while its sender is asked a shorter one, whether he is there (BEP 5: ping), and is answered when
/// he has shown that he heard it; so whoever forges an address has nobody sent more than he sent himself. A fixed table of <see cref="Places"/> questions,
/// of one sender <see cref="MaxOfSender"/>; one that comes to another's place takes it, and the other has to be asked again.
/// </summary>
/// <param name="wire">Sends.</param>
/// <param name="pace">How many bytes there are for it.</param>
/// <param name="secret">Chooses places and numbers.</param>
internal sealed class DhtChallenges(IDhtWire wire, DhtPace pace, SipKey secret)
{
    /// <summary>Questions that can wait.</summary>
    public const int Places = 128;

    /// <summary>Questions of one sender that can wait.</summary>
    public const int MaxOfSender = 4;

    /// <summary>Bytes of a question that can wait: clients' have 140 at most.</summary>
    public const int MaxBytes = 192;

    /// <summary>Who has not shown himself in time is asked again only after so long: he may be one that answers nobody.</summary>
    public const long AgainMilliseconds = 60_000;

    /// <summary>Bytes of the number by which the answer is known: nobody guesses it. Those of other questions of ours are shorter.</summary>
    private const int NumberBytes = 4;

    private readonly Challenge[] _places = new Challenge[Places];
    private readonly byte[] _questions = new byte[Places * MaxBytes];
    private ulong _asked;

    /// <summary>Has a question wait, and asks its sender whether he is there.</summary>
    /// <param name="question">As it came.</param>
    /// <param name="from">Who asks.</param>
    /// <param name="own">Our own name.</param>
    /// <param name="now">Milliseconds of the clock.</param>
    /// <returns>False when it cannot wait: it is too long or too short, its sender has not answered lately or has others waiting, or there are no bytes for it.</returns>
    public bool TryAsk(ReadOnlySpan<byte> question, in PeerEndPoint from, in NodeId own, long now)
    {
        if (question.Length > MaxBytes || !TryFindPlace(from, now, out int place)) return false;
        Span<byte> datagram = stackalloc byte[DhtMessage.MaxBytes], number = stackalloc byte[NumberBytes];
        uint shown = NewNumber();
        BinaryPrimitives.WriteUInt32LittleEndian(number, shown);
        int length = DhtWriter.WriteQuery(datagram, number, new DhtQuery(DhtMethod.Ping, own)), bytes = length + PacketOverhead.DatagramBytes;
        if (length > question.Length || !pace.MayAnswer(bytes, now) || !wire.TrySend(datagram[..length], from)) return false;
        pace.Answered(bytes);
        question.CopyTo(_questions.AsSpan(place * MaxBytes));
        _places[place] = new Challenge(from, shown, question.Length, now);
        return true;
    }

    /// <summary>Takes the question whose sender has shown that he is there.</summary>
    /// <param name="transaction">Of what came from him.</param>
    /// <param name="from">From where it came.</param>
    /// <param name="now">Milliseconds of the clock.</param>
    /// <param name="question">As it came once; good until another has to wait.</param>
    public bool TryTake(ReadOnlySpan<byte> transaction, in PeerEndPoint from, long now, out ReadOnlySpan<byte> question)
    {
        question = default;
        if (transaction.Length != NumberBytes) return false;
        for (int i = 0; i < MaxOfSender; i++)
        {
            ref Challenge challenge = ref _places[PlaceOf(from, i)];
            if (!challenge.IsWaiting(from) || challenge.IsLate(now) || challenge.Number != BinaryPrimitives.ReadUInt32LittleEndian(transaction)) continue;
            question = _questions.AsSpan(PlaceOf(from, i) * MaxBytes, challenge.Length);
            challenge = default;
            return true;
        }
        return false;
    }

    /// <summary>One of the sender's places: that which was taken longest ago of those where no other question of his waits.</summary>
    private bool TryFindPlace(in PeerEndPoint from, long now, out int place)
    {
        place = -1;
        for (int i = 0; i < MaxOfSender; i++)
        {
            int next = PlaceOf(from, i);
            if (!_places[next].IsWaiting(from))
            {
                if (place < 0 || _places[next].At < _places[place].At) place = next;
            }
            else if (_places[next].IsLate(now))
            {
                if (now - _places[next].At < AgainMilliseconds) return false;
                _places[next] = default;
                place = next;
            }
        }
        return place >= 0;
    }

    /// <summary>The next of a row that nobody can continue.</summary>
    private uint NewNumber()
    {
        Span<byte> count = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(count, _asked++);
        return (uint)secret.Sign(count);
    }

    /// <summary>One of a sender's places; nobody can choose whose he takes.</summary>
    private int PlaceOf(in PeerEndPoint source, int number) => (int)(secret.Sign(source, [(byte)number]) % Places);

    /// <param name="To">Who was asked.</param>
    /// <param name="Number">What he has to repeat.</param>
    /// <param name="Length">Bytes of the question that waits; 0 for none.</param>
    /// <param name="At">When he was asked.</param>
    private readonly record struct Challenge(PeerEndPoint To, uint Number, int Length, long At)
    {
        public bool IsWaiting(in PeerEndPoint sender) => Length > 0 && To == sender;

        public bool IsLate(long now) => now - At >= DhtQuestions.LostMilliseconds;
    }
}
