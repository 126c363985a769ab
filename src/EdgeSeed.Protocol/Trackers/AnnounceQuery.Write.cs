using System.Buffers.Text;

namespace EdgeSeed.Protocol.Trackers;

public static partial class AnnounceQuery
{
    /// <summary>No written query is longer than this many bytes.</summary>
    public const int MaxWrittenBytes = 640;

    /// <summary>
    /// Writes the query of an announce, without the <c>?</c>, and returns its length; <see cref="TryParse"/> reads the same request back.
    /// </summary>
    /// <param name="request">What to say. An unknown <see cref="AnnounceRequest.Left"/> is written as -1, as clients do.</param>
    /// <param name="destination">At least <see cref="MaxWrittenBytes"/> bytes; with a tracker id, 11 and three times its length more.</param>
    /// <param name="trackerId">From an earlier <see cref="AnnounceReplyView.TrackerId"/>; left out when empty.</param>
    public static int Write(in AnnounceRequest request, Span<byte> destination, ReadOnlySpan<byte> trackerId = default)
    {
        InfoHash infoHash = request.InfoHash;
        PeerId peerId = request.PeerId;
        var writer = new Writer(destination);
        writer.Key(QueryKey.InfoHash);
        writer.Encoded(infoHash.Span);
        writer.Key(QueryKey.PeerId);
        writer.Encoded(peerId.Span);
        writer.Number(QueryKey.Port, request.Port);
        writer.Number(QueryKey.Uploaded, request.Uploaded);
        writer.Number(QueryKey.Downloaded, request.Downloaded);
        writer.Number(QueryKey.Left, request.Left == AnnounceRequest.UnknownLeft ? -1 : request.Left);
        writer.Number(QueryKey.Compact, request.Compact ? 1 : 0);
        if (request.NoPeerId) writer.Number(QueryKey.NoPeerId, 1);
        if (request.PeersWanted >= 0) writer.Number(QueryKey.PeersWanted, request.PeersWanted);
        writer.HexKey(request.Key);
        if (request.Event != AnnounceEvent.None)
        {
            writer.Key(QueryKey.Event);
            writer.Raw(EventName(request.Event));
        }
        if (request.ClaimedAddress is { } address) writer.EndPoint(QueryKey.Address, address, withPort: false);
        if (request.ClaimedIPv4 is { } v4) writer.EndPoint(QueryKey.IPv4, v4, v4.Port != request.Port);
        if (request.ClaimedIPv6 is { } v6) writer.EndPoint(QueryKey.IPv6, v6, v6.Port != request.Port);
        if (!trackerId.IsEmpty)
        {
            writer.Raw("&trackerid="u8);
            writer.Encoded(trackerId);
        }
        return writer.Length;
    }

    private static ReadOnlySpan<byte> EventName(AnnounceEvent value) => value switch
    {
        AnnounceEvent.Started => "started"u8,
        AnnounceEvent.Stopped => "stopped"u8,
        AnnounceEvent.Completed => "completed"u8,
        AnnounceEvent.Paused => "paused"u8,
        _ => default,
    };

    private ref struct Writer(Span<byte> destination)
    {
        private readonly Span<byte> _destination = destination;

        public int Length { get; private set; }

        public void Raw(scoped ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_destination[Length..]);
            Length += bytes.Length;
        }

        public void Encoded(scoped ReadOnlySpan<byte> bytes) => Length += PercentEncoding.Encode(bytes, _destination[Length..]);

        public void Key(QueryKey key)
        {
            if (Length > 0) Raw("&"u8);
            Raw(QueryKeyNames.Of(key));
            Raw("="u8);
        }

        public void Number(QueryKey key, long value)
        {
            Key(key);
            Utf8Formatter.TryFormat(value, _destination[Length..], out int written);
            Length += written;
        }

        public void HexKey(uint value)
        {
            Key(QueryKey.Key);
            Utf8Formatter.TryFormat(value, _destination[Length..], out int written, new System.Buffers.StandardFormat('X', 8));
            Length += written;
        }

        public void EndPoint(QueryKey key, PeerEndPoint endPoint, bool withPort)
        {
            Key(key);
            Span<byte> text = stackalloc byte[AddressText.MaxBytes];
            Encoded(text[..AddressText.Format(endPoint, withPort, text)]);
        }
    }
}
