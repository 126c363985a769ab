using System.Buffers.Binary;

namespace EdgeSeed.Protocol.Names;

/// <summary>A question for the addresses of a host (RFC 1035, 4.1), big-endian.</summary>
public static class DnsQuestion
{
    /// <summary>Bytes of the header.</summary>
    public const int HeaderBytes = 12;

    /// <summary>Bytes of a name at most, in the form of messages, its end included (RFC 1035, 2.3.4).</summary>
    public const int MaxNameBytes = 255;

    /// <summary>Bytes of a question's message at most.</summary>
    public const int MaxBytes = HeaderBytes + MaxNameBytes + 4;

    /// <summary>Class IN.</summary>
    internal const ushort Internet = 1;

    private const int MaxLabelBytes = 63;
    private const ushort RecursionDesired = 0x0100;

    /// <summary>Writes a message with one question.</summary>
    /// <param name="destination">At least <see cref="MaxBytes"/>.</param>
    /// <param name="id">Which the answer repeats.</param>
    /// <param name="host">A host name in ASCII (of other scripts the A-labels); a dot at its end is passed over.</param>
    /// <param name="kind">Which addresses.</param>
    /// <returns>Bytes written; 0 when the text can be no host's name.</returns>
    public static int Write(Span<byte> destination, ushort id, ReadOnlySpan<char> host, DnsKind kind)
    {
        if (host is [.., '.']) host = host[..^1];
        // Each label costs a byte before it, and the end one more.
        if (host.Length is 0 or > MaxNameBytes - 2) return 0;
        destination[..HeaderBytes].Clear();
        BinaryPrimitives.WriteUInt16BigEndian(destination, id);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], RecursionDesired);
        BinaryPrimitives.WriteUInt16BigEndian(destination[4..], 1);
        int at = HeaderBytes;
        foreach (Range range in host.Split('.'))
        {
            ReadOnlySpan<char> label = host[range];
            if (label.Length is 0 or > MaxLabelBytes) return 0;
            destination[at++] = (byte)label.Length;
            foreach (char c in label)
            {
                if (c is <= ' ' or > '~') return 0;
                destination[at++] = (byte)c;
            }
        }
        destination[at++] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(destination[at..], (ushort)kind);
        BinaryPrimitives.WriteUInt16BigEndian(destination[(at + 2)..], Internet);
        return at + 4;
    }
}

/// <summary>What is asked for (RFC 1035, 3.2.2; RFC 3596, 2.1): the value is its number in messages.</summary>
public enum DnsKind : ushort
{
    /// <summary>A: IPv4 addresses.</summary>
    IPv4 = 1,

    /// <summary>AAAA: IPv6 addresses.</summary>
    IPv6 = 28,
}
