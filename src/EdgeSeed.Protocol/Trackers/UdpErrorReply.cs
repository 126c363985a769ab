namespace EdgeSeed.Protocol.Trackers;

/// <summary>The answer to a UDP request that failed (BEP 15): the answer header, then a message to the packet's end.</summary>
public static class UdpErrorReply
{
    /// <summary>A longer message is cut off here, both when it is read and when it is written.</summary>
    public const int MaxMessageBytes = 512;

    /// <summary>Reads an answer; false when it is another.</summary>
    /// <param name="packet">The whole datagram.</param>
    /// <param name="transactionId">The request's.</param>
    /// <param name="message">Any bytes the tracker likes: to be made printable before it is shown.</param>
    public static bool TryParse(ReadOnlySpan<byte> packet, out uint transactionId, out ReadOnlySpan<byte> message)
    {
        bool isWanted = UdpReplyHeader.TryParse(packet, UdpTrackerAction.Error, UdpReplyHeader.Length, out transactionId);
        message = isWanted ? packet[UdpReplyHeader.Length..] : default;
        if (message.Length > MaxMessageBytes) message = message[..MaxMessageBytes];
        return isWanted;
    }

    /// <summary>Writes the packet and returns its length.</summary>
    public static int Write(uint transactionId, ReadOnlySpan<byte> message, Span<byte> destination)
    {
        if (message.Length > MaxMessageBytes) message = message[..MaxMessageBytes];
        int length = new UdpReplyHeader(UdpTrackerAction.Error, transactionId).Write(destination);
        message.CopyTo(destination[length..]);
        return length + message.Length;
    }
}
