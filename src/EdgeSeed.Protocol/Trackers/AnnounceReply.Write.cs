using EdgeSeed.Protocol.Bencode;

namespace EdgeSeed.Protocol.Trackers;

public readonly partial record struct AnnounceReply
{
    /// <summary>A written answer has at most so many bytes besides its peers and its warning.</summary>
    public const int MaxFixedBytes = 256;

    /// <summary>Bytes of one peer in the dictionary form at most.</summary>
    public const int MaxDictionaryPeerBytes = 96;

    /// <summary>Writes the compact form (BEP 23, BEP 7) and returns its length. Allocates nothing.</summary>
    /// <param name="destination">At least <see cref="MaxFixedBytes"/>, the peers' and the warning's bytes.</param>
    /// <param name="peers">IPv4 peers, 6 bytes each.</param>
    /// <param name="peers6">IPv6 peers, 18 bytes each; the key is left out when there are none.</param>
    /// <param name="warning">A message for the user, UTF-8; left out when empty.</param>
    public int WriteCompact(
        Span<byte> destination, ReadOnlySpan<byte> peers, ReadOnlySpan<byte> peers6, ReadOnlySpan<byte> warning = default)
    {
        var writer = new BencodeSpanWriter(destination);
        WriteCounts(ref writer);
        writer.WriteKey("peers"u8);
        writer.WriteString(peers);
        if (!peers6.IsEmpty)
        {
            writer.WriteKey("peers6"u8);
            writer.WriteString(peers6);
        }
        return Finish(ref writer, warning);
    }

    /// <summary>Writes the dictionary form (BEP 3) and returns its length. Allocates nothing.</summary>
    /// <param name="destination">At least <see cref="MaxFixedBytes"/>, <see cref="MaxDictionaryPeerBytes"/> for each peer and the warning's
    /// bytes.</param>
    /// <param name="peers">IPv4 peers.</param>
    /// <param name="peers6">IPv6 peers, listed behind the others.</param>
    /// <param name="peerIds">The peers' ids in that order, or empty to leave them out as <c>no_peer_id</c> allows.</param>
    /// <param name="warning">A message for the user, UTF-8; left out when empty.</param>
    public int WriteDictionary(
        Span<byte> destination, CompactPeers peers, CompactPeers peers6,
        ReadOnlySpan<PeerId> peerIds = default, ReadOnlySpan<byte> warning = default)
    {
        var writer = new BencodeSpanWriter(destination);
        WriteCounts(ref writer);
        writer.WriteKey("peers"u8);
        writer.WriteListStart();
        Span<byte> text = stackalloc byte[AddressText.MaxBytes];
        for (int i = 0; i < peers.Count + peers6.Count; i++)
        {
            PeerEndPoint peer = i < peers.Count ? peers[i] : peers6[i - peers.Count];
            writer.WriteDictionaryStart();
            writer.WriteKey("ip"u8);
            writer.WriteString(text[..AddressText.Format(peer, withPort: false, text)]);
            if (i < peerIds.Length)
            {
                writer.WriteKey("peer id"u8);
                writer.WriteString(peerIds[i].Span);
            }
            writer.WriteKey("port"u8);
            writer.WriteInteger(peer.Port);
            writer.WriteEnd();
        }
        writer.WriteEnd();
        return Finish(ref writer, warning);
    }

    /// <summary>Writes a refusal (BEP 3, BEP 31) and returns its length; also the answer to a scrape that failed.</summary>
    /// <param name="destination">At least 64 bytes and the reason's.</param>
    /// <param name="reason">A sentence for the user, UTF-8.</param>
    /// <param name="retryMinutes">When it makes sense to ask again, <see cref="RetryNever"/> or <see cref="RetryNotSaid"/>.</param>
    public static int WriteFailure(Span<byte> destination, ReadOnlySpan<byte> reason, int retryMinutes = RetryNotSaid)
    {
        var writer = new BencodeSpanWriter(destination);
        writer.WriteDictionaryStart();
        writer.WriteKey("failure reason"u8);
        writer.WriteString(reason);
        if (retryMinutes != RetryNotSaid)
        {
            writer.WriteKey("retry in"u8);
            if (retryMinutes == RetryNever) writer.WriteString("never"u8);
            else writer.WriteInteger(retryMinutes);
        }
        writer.WriteEnd();
        return Length(writer);
    }

    private void WriteCounts(ref BencodeSpanWriter writer)
    {
        writer.WriteDictionaryStart();
        WriteCount(ref writer, "complete"u8, Complete);
        WriteCount(ref writer, "downloaded"u8, Downloaded);
        if (ExternalAddress is { } address)
        {
            Span<byte> bytes = stackalloc byte[16];
            address.WriteAddress(bytes);
            writer.WriteKey("external ip"u8);
            writer.WriteString(address.IsIPv4 ? bytes[12..] : bytes);
        }
        WriteCount(ref writer, "incomplete"u8, Incomplete);
        WriteCount(ref writer, "interval"u8, IntervalSeconds);
        if (MinIntervalSeconds > 0) WriteCount(ref writer, "min interval"u8, MinIntervalSeconds);
    }

    private static void WriteCount(ref BencodeSpanWriter writer, ReadOnlySpan<byte> key, int value)
    {
        if (value < 0) return;
        writer.WriteKey(key);
        writer.WriteInteger(value);
    }

    private static int Finish(ref BencodeSpanWriter writer, ReadOnlySpan<byte> warning)
    {
        if (!warning.IsEmpty)
        {
            writer.WriteKey("warning message"u8);
            writer.WriteString(warning);
        }
        writer.WriteEnd();
        return Length(writer);
    }

    /// <summary>A destination that is too short is the caller's bug, as with any span.</summary>
    private static int Length(BencodeSpanWriter writer) =>
        writer.Overflowed ? throw new ArgumentException("The destination is too short.") : writer.Length;
}
