using System.Buffers.Binary;
using EdgeSeed.Protocol.Bencode;

namespace EdgeSeed.Protocol.Trackers;

/// <summary>
/// The answer to an HTTP announce as a client sees it (BEP 3, 7, 23, 24, 31): slices of the body, nothing copied. Keys may come in any
/// order, unknown ones are ignored, and a value of the wrong type is as if it were not there.
/// </summary>
public ref struct AnnounceReplyView
{
    /// <summary>A longer body is refused unread: room for some 50,000 IPv6 peers.</summary>
    public const int MaxBodyBytes = 1 << 20;

    private ReadOnlySpan<byte> _peers;
    private ReadOnlySpan<byte> _peers6;
    private ReadOnlySpan<byte> _peerList;

    /// <summary>The interval and the counts; an interval that is not said is 0.</summary>
    public AnnounceReply Reply { get; private set; }

    /// <summary>Whether the tracker refused; then only <see cref="FailureReason"/> and <see cref="RetryMinutes"/> mean something.</summary>
    public bool IsFailure { get; private set; }

    /// <summary>Why, in the tracker's words: to be made printable before it is shown.</summary>
    public ReadOnlySpan<byte> FailureReason { get; private set; }

    /// <summary>
    /// Minutes until it makes sense to ask again (BEP 31), <see cref="AnnounceReply.RetryNever"/> or
    /// <see cref="AnnounceReply.RetryNotSaid"/>.
    /// </summary>
    public int RetryMinutes { get; private set; }

    /// <summary>A message for the user; empty when there is none. To be made printable before it is shown.</summary>
    public ReadOnlySpan<byte> Warning { get; private set; }

    /// <summary>To be sent back as <c>trackerid</c> with further announces; empty when there is none.</summary>
    public ReadOnlySpan<byte> TrackerId { get; private set; }

    /// <summary>Reads a body.</summary>
    /// <param name="body">The decoded HTTP body; bytes behind the dictionary are ignored, as some trackers send a line end.</param>
    /// <param name="view">The answer; borrows <paramref name="body"/>.</param>
    /// <param name="error">What is wrong and at which byte.</param>
    /// <returns>Whether the body is a bencoded dictionary.</returns>
    public static bool TryParse(ReadOnlySpan<byte> body, out AnnounceReplyView view, out BencodeError error)
    {
        view = new AnnounceReplyView { Reply = new AnnounceReply(IntervalSeconds: 0) };
        var reader = new BencodeReader(body, BencodeLimits.Message with { MaxLength = MaxBodyBytes });
        if (reader.ReadDictionaryStart())
        {
            while (reader.ReadKey(out ReadOnlySpan<byte> key) && reader.Read())
            {
                int start = reader.Offset;
                switch (reader.Token)
                {
                    case BencodeToken.Integer:
                        view.TakeInteger(key, reader.Integer);
                        break;
                    case BencodeToken.String:
                        view.TakeString(key, reader.String);
                        break;
                    default:
                        if (reader.SkipChildren() && key.SequenceEqual("peers"u8)) view._peerList = body[start..reader.Position];
                        break;
                }
            }
        }
        error = reader.Error;
        return error.Fault == BencodeFault.None;
    }

    /// <summary>
    /// Copies the peers, of all forms and families, as many as there is room for; peers without a port or with a host name are left out.
    /// </summary>
    /// <returns>How many were copied.</returns>
    public readonly int CopyPeers(Span<PeerEndPoint> destination)
    {
        int count = 0;
        foreach (PeerEndPoint peer in CompactPeers.IPv4(_peers)) Add(peer, destination, ref count);
        foreach (PeerEndPoint peer in CompactPeers.IPv6(_peers6)) Add(peer, destination, ref count);
        if (_peerList.IsEmpty) return count;
        var reader = new BencodeReader(_peerList, BencodeLimits.Message);
        if (!reader.ReadListStart()) return count;
        while (count < destination.Length && reader.Read() && reader.Token != BencodeToken.End)
        {
            if (reader.Token == BencodeToken.DictionaryStart) Add(ReadPeer(ref reader), destination, ref count);
            else reader.SkipChildren();
        }
        return count;
    }

    private static void Add(PeerEndPoint peer, Span<PeerEndPoint> destination, ref int count)
    {
        if (peer.Port != 0 && count < destination.Length) destination[count++] = peer;
    }

    private static PeerEndPoint ReadPeer(ref BencodeReader reader)
    {
        PeerEndPoint address = default;
        ushort port = 0;
        bool isAddress = false;
        while (reader.ReadKey(out ReadOnlySpan<byte> key) && reader.Read())
        {
            BencodeToken token = reader.Token;
            if (token == BencodeToken.String && key.SequenceEqual("ip"u8)) isAddress = AddressText.TryParse(reader.String, out address);
            else if (token == BencodeToken.Integer && key.SequenceEqual("port"u8)) port = (ushort)Math.Clamp(reader.Integer, 0, 65535);
            else reader.SkipChildren();
        }
        return isAddress ? address.WithPort(port) : default;
    }

    private void TakeInteger(ReadOnlySpan<byte> key, long value)
    {
        int number = (int)Math.Clamp(value, 0, int.MaxValue);
        if (key.SequenceEqual("interval"u8)) Reply = Reply with { IntervalSeconds = number };
        else if (key.SequenceEqual("min interval"u8)) Reply = Reply with { MinIntervalSeconds = number };
        else if (key.SequenceEqual("complete"u8)) Reply = Reply with { Complete = number };
        else if (key.SequenceEqual("incomplete"u8)) Reply = Reply with { Incomplete = number };
        else if (key.SequenceEqual("downloaded"u8)) Reply = Reply with { Downloaded = number };
        else if (key.SequenceEqual("retry in"u8)) RetryMinutes = number;
    }

    private void TakeString(ReadOnlySpan<byte> key, ReadOnlySpan<byte> text)
    {
        if (key.SequenceEqual("peers"u8)) _peers = text;
        else if (key.SequenceEqual("peers6"u8)) _peers6 = text;
        else if (key.SequenceEqual("warning message"u8)) Warning = text;
        else if (key.SequenceEqual("tracker id"u8)) TrackerId = text;
        else if (key.SequenceEqual("retry in"u8) && text.SequenceEqual("never"u8)) RetryMinutes = AnnounceReply.RetryNever;
        else if (key.SequenceEqual("external ip"u8)) Reply = Reply with { ExternalAddress = ReadAddress(text) };
        else if (key.SequenceEqual("failure reason"u8))
        {
            FailureReason = text;
            IsFailure = true;
        }
    }

    private static PeerEndPoint? ReadAddress(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        4 => PeerEndPoint.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes), 0),
        16 => PeerEndPoint.FromIPv6(bytes, 0),
        _ => null,
    };
}
