using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace EdgeSeed.Protocol.Names;

/// <summary>A name server's answer to one question for addresses (RFC 1035, 4.1; RFC 3596).</summary>
public sealed class DnsAnswer
{
    /// <summary>Addresses taken from one answer, 16; further ones are left out.</summary>
    public const int MaxAddresses = 16;

    /// <summary>Aliases followed within one answer, 8; a longer chain has no end for us.</summary>
    public const int MaxAliases = 8;

    private const int MaxRecords = 128;
    private const ushort IsReply = 0x8000, OperationMask = 0x7800, TruncatedFlag = 0x0200;
    private const ushort AliasKind = 5;
    private const byte PointerMark = 0xC0;

    private DnsAnswer(DnsOutcome outcome, IReadOnlyList<IPAddress> addresses, string? alias) => (Outcome, Addresses, Alias) = (outcome, addresses, alias);

    /// <summary>What it comes to.</summary>
    public DnsOutcome Outcome { get; }

    /// <summary>The host's addresses of the kind asked for, in the server's order.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; }

    /// <summary>The host's other name, where the server told that and none of its addresses: it may be asked for in its turn. Null otherwise.</summary>
    public string? Alias { get; }

    /// <summary>Reads a message.</summary>
    /// <param name="message">As it came, without the length before it over TCP.</param>
    /// <param name="question">The message it answers: its id and its question must be repeated, letters in either case.</param>
    /// <param name="answer">What it says.</param>
    /// <returns>False when it answers another question, or is malformed: then the right answer may still come.</returns>
    public static bool TryRead(ReadOnlySpan<byte> message, ReadOnlySpan<byte> question, out DnsAnswer? answer)
    {
        answer = null;
        if (message.Length < question.Length || question.Length <= DnsQuestion.HeaderBytes) return false;
        ushort flags = BinaryPrimitives.ReadUInt16BigEndian(message[2..]);
        bool isOurs = message[..2].SequenceEqual(question[..2]) && (flags & (IsReply | OperationMask)) == IsReply
            && BinaryPrimitives.ReadUInt16BigEndian(message[4..]) == 1
            && Ascii.EqualsIgnoreCase(message[DnsQuestion.HeaderBytes..question.Length], question[DnsQuestion.HeaderBytes..]);
        if (!isOurs) return false;
        DnsOutcome outcome = (flags & TruncatedFlag) != 0 ? DnsOutcome.Truncated : (flags & 0xF) switch
        {
            0 => DnsOutcome.Answered,
            3 => DnsOutcome.NoSuchName,
            _ => DnsOutcome.Failed,
        };
        if (outcome != DnsOutcome.Answered)
        {
            answer = new DnsAnswer(outcome, [], null);
            return true;
        }
        return TryReadRecords(message, question, out answer);
    }

    /// <summary>The records in the order in which they stand: an alias comes before what it leads to (RFC 1034, 4.3.2), and servers keep to that.</summary>
    private static bool TryReadRecords(ReadOnlySpan<byte> message, ReadOnlySpan<byte> question, out DnsAnswer? answer)
    {
        answer = null;
        ushort kind = BinaryPrimitives.ReadUInt16BigEndian(question[^4..]);
        int records = Math.Min(MaxRecords, (int)BinaryPrimitives.ReadUInt16BigEndian(message[6..]));
        int at = DnsQuestion.HeaderBytes;
        if (!TryReadName(message, ref at, out string? wanted)) return false;
        at = question.Length;
        string asked = wanted;
        int aliases = 0;
        var addresses = new List<IPAddress>();
        for (int i = 0; i < records; i++)
        {
            if (!TryReadName(message, ref at, out string? owner) || message.Length - at < 10) return false;
            ushort type = BinaryPrimitives.ReadUInt16BigEndian(message[at..]), of = BinaryPrimitives.ReadUInt16BigEndian(message[(at + 2)..]);
            int length = BinaryPrimitives.ReadUInt16BigEndian(message[(at + 8)..]), data = at + 10;
            if (message.Length - data < length) return false;
            at = data + length;
            if (of != DnsQuestion.Internet || !owner.Equals(wanted, StringComparison.OrdinalIgnoreCase)) continue;
            if (type == AliasKind)
            {
                if (++aliases > MaxAliases || !TryReadName(message, ref data, out wanted)) return false;
            }
            else if (type == kind && length == (kind == (ushort)DnsKind.IPv4 ? 4 : 16) && addresses.Count < MaxAddresses)
                addresses.Add(new IPAddress(message.Slice(data, length)));
        }
        answer = new DnsAnswer(DnsOutcome.Answered, addresses, addresses.Count == 0 && wanted != asked ? wanted : null);
        return true;
    }

    /// <summary>Reads a name; its tail may stand elsewhere, always farther to the front, so that it ends (RFC 1035, 4.1.4).</summary>
    private static bool TryReadName(ReadOnlySpan<byte> message, ref int at, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? name)
    {
        name = null;
        var text = new StringBuilder();
        int place = at, lowest = at, bytes = 0;
        bool isElsewhere = false;
        while (true)
        {
            if (place >= message.Length) return false;
            byte length = message[place];
            if (length >= PointerMark)
            {
                if (place + 1 >= message.Length) return false;
                int target = ((length & ~PointerMark) << 8) | message[place + 1];
                if (!isElsewhere) at = place + 2;
                if (target >= lowest) return false;
                (isElsewhere, place, lowest) = (true, target, target);
                continue;
            }
            if (length > 63 || message.Length - place - 1 < length || (bytes += length + 1) > DnsQuestion.MaxNameBytes) return false;
            if (length == 0) break;
            if (text.Length > 0) text.Append('.');
            text.Append(Encoding.Latin1.GetString(message.Slice(place + 1, length)));
            place += length + 1;
        }
        if (!isElsewhere) at = place + 1;
        name = text.ToString();
        return true;
    }
}

/// <summary>What a name server's answer comes to.</summary>
public enum DnsOutcome
{
    /// <summary>It knows; there may be no address of the kind.</summary>
    Answered,

    /// <summary>There is no such name.</summary>
    NoSuchName,

    /// <summary>It cannot or will not say: another may.</summary>
    Failed,

    /// <summary>The answer is longer than a datagram: it is to be asked for over TCP.</summary>
    Truncated,
}
