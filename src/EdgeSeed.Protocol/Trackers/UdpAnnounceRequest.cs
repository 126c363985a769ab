using System.Buffers.Binary;

namespace EdgeSeed.Protocol.Trackers;

/// <summary>
/// A UDP announce (BEP 15): 98 bytes, big-endian, then options (BEP 41). The packet is the same over IPv4 and IPv6; its address field is
/// IPv4 only.
/// </summary>
public static class UdpAnnounceRequest
{
    /// <summary>Bytes before the options.</summary>
    public const int Length = 98;

    /// <summary>Reads an announce; the header has been read and the connection id checked by the caller.</summary>
    /// <param name="packet">The whole datagram.</param>
    /// <param name="request">The announce: a negative <c>left</c> is <see cref="AnnounceRequest.UnknownLeft"/>, an event not known here is
    /// <see cref="AnnounceEvent.None"/>, and an address of 0 is no claim.</param>
    /// <returns>False when the packet is shorter than <see cref="Length"/> or not an announce.</returns>
    public static bool TryParse(ReadOnlySpan<byte> packet, out AnnounceRequest request)
    {
        request = new AnnounceRequest();
        if (packet.Length < Length || BinaryPrimitives.ReadUInt32BigEndian(packet[8..]) != (uint)UdpTrackerAction.Announce) return false;
        request.InfoHash = new InfoHash(packet.Slice(16, InfoHash.Length));
        request.PeerId = new PeerId(packet.Slice(36, PeerId.Length));
        request.Downloaded = ReadCount(packet[56..]);
        request.Left = ReadCount(packet[64..]);
        request.Uploaded = ReadCount(packet[72..]);
        uint reason = BinaryPrimitives.ReadUInt32BigEndian(packet[80..]);
        request.Event = reason <= (uint)AnnounceEvent.Paused ? (AnnounceEvent)reason : AnnounceEvent.None;
        uint address = BinaryPrimitives.ReadUInt32BigEndian(packet[84..]);
        request.Key = BinaryPrimitives.ReadUInt32BigEndian(packet[88..]);
        request.PeersWanted = Math.Max(AnnounceRequest.PeersNotSaid, BinaryPrimitives.ReadInt32BigEndian(packet[92..]));
        request.Port = BinaryPrimitives.ReadUInt16BigEndian(packet[96..]);
        if (address != 0) request.ClaimedAddress = PeerEndPoint.FromIPv4(address, request.Port);
        return true;
    }

    /// <summary>The options after an announce (BEP 41), for <see cref="UdpTrackerOptions"/>; empty when there are none.</summary>
    /// <param name="packet">A packet that <see cref="TryParse"/> has accepted.</param>
    public static ReadOnlySpan<byte> Options(ReadOnlySpan<byte> packet) => packet[Length..];

    /// <summary>
    /// Writes an announce and returns <see cref="Length"/>; options may follow (<see cref="UdpTrackerOptions.WriteUrlData"/>).
    /// </summary>
    /// <param name="connectionId">From the tracker's <see cref="UdpConnectReply"/>.</param>
    /// <param name="transactionId">Any number; random, so that strangers cannot forge the answer.</param>
    /// <param name="request">What to say; of the claimed addresses only an IPv4 <see cref="AnnounceRequest.ClaimedAddress"/> has a place in
    /// the packet.</param>
    /// <param name="destination">At least <see cref="Length"/> bytes.</param>
    public static int Write(ulong connectionId, uint transactionId, in AnnounceRequest request, Span<byte> destination)
    {
        InfoHash infoHash = request.InfoHash;
        PeerId peerId = request.PeerId;
        new UdpRequestHeader(connectionId, UdpTrackerAction.Announce, transactionId).Write(destination);
        infoHash.Span.CopyTo(destination[16..]);
        peerId.Span.CopyTo(destination[36..]);
        BinaryPrimitives.WriteInt64BigEndian(destination[56..], request.Downloaded);
        BinaryPrimitives.WriteInt64BigEndian(destination[64..], request.Left == AnnounceRequest.UnknownLeft ? -1 : request.Left);
        BinaryPrimitives.WriteInt64BigEndian(destination[72..], request.Uploaded);
        BinaryPrimitives.WriteUInt32BigEndian(destination[80..], (uint)request.Event);
        BinaryPrimitives.WriteUInt32BigEndian(destination[84..], request.ClaimedAddress is { IsIPv4: true } v4 ? v4.IPv4Address : 0);
        BinaryPrimitives.WriteUInt32BigEndian(destination[88..], request.Key);
        BinaryPrimitives.WriteInt32BigEndian(destination[92..], request.PeersWanted);
        BinaryPrimitives.WriteUInt16BigEndian(destination[96..], request.Port);
        return Length;
    }

    /// <summary>Clients send -1 for "unknown"; read as unsigned it is the largest count there is.</summary>
    private static long ReadCount(ReadOnlySpan<byte> field) => (long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(field), long.MaxValue);
}
