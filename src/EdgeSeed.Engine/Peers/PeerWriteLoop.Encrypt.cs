using EdgeSeed.Engine.Sockets;
using EdgeSeed.Protocol.Encryption;

namespace EdgeSeed.Engine.Peers;

internal sealed partial class PeerWriteLoop
{
    /// <summary>Bytes encrypted at once: a block and its header.</summary>
    private const int SealedBytes = 16 * 1024 + 96;

    /// <summary>Where all peers' bytes are encrypted just before they are sent; made for the first encrypted peer.</summary>
    private byte[] _sealed = [];

    /// <summary>Sends protocol messages, encrypted behind what belongs to the encrypted handshake.</summary>
    private TurnOutcome SendEncryptedOutbox(PeerConnection peer, PeerEncryption encryption)
    {
        ReadOnlySpan<byte> waiting = peer.Outbox.Waiting;
        bool isSealing = encryption.IsSealing;
        int most = isSealing ? SealedBytes : encryption.HandshakeBytes > 0 ? encryption.HandshakeBytes : waiting.Length;
        int granted = peer.Lane.Budget.TryTake(peer.Lane.Share, Math.Min(waiting.Length, most), peer.SegmentPayload);
        if (granted == 0) return TurnOutcome.BudgetEmpty;
        waiting = waiting[..granted];
        int sent;
        SocketOutcome outcome;
        if (isSealing)
        {
            waiting.CopyTo(Room(granted));
            outcome = SendSealed(peer, encryption, granted, out sent);
        }
        else
        {
            outcome = peer.Socket.Send(waiting, isMoreComing: false, out sent);
            encryption.HandshakeBytes = Math.Max(0, encryption.HandshakeBytes - sent);
        }
        peer.Outbox.Consume(sent);
        if (peer.IsReadable || peer.HasUnparsed) context.QueueRead(peer);
        return Account(peer, outcome, granted, sent);
    }

    /// <summary>Sends a part of a message encrypted: its data comes from a drive's read, or is copied out of the page cache.</summary>
    private TurnOutcome SendSealedPart(
        PeerConnection peer, PeerEncryption encryption, int granted, int header, int data, ReadOnlySpan<byte> bytes)
    {
        ref SendItem item = ref peer.Item;
        Span<byte> room = Room(SealedBytes);
        if (header > 0) item.Header.Slice(item.Sent, header).CopyTo(room);
        Span<byte> body = room.Slice(header, Math.Min(data, SealedBytes - header));
        int length = Math.Min(bytes.Length, body.Length);
        int sent = 0;
        SocketOutcome outcome = SocketOutcome.Done;
        if (bytes.IsEmpty && data > 0) outcome = PageCache.Read(_lease.Descriptor, _lease.Position(item.DataPosition), body, out length);
        else bytes[..length].CopyTo(body);
        if (outcome == SocketOutcome.Done) outcome = SendSealed(peer, encryption, header + length, out sent);
        else FailRead(peer.Torrent!, ReadProblem(outcome));
        item.Sent += sent;
        Count(peer, Math.Max(0, sent - header));
        return Account(peer, outcome, granted, sent);
    }

    private Span<byte> Room(int length)
    {
        if (_sealed.Length == 0) _sealed = GC.AllocateUninitializedArray<byte>(SealedBytes, pinned: true);
        return _sealed.AsSpan(0, length);
    }

    /// <summary>
    /// Encrypts and sends the front of <see cref="_sealed"/>. What the socket does not take is forgotten and the cipher taken back to there: so no
    /// peer holds encrypted bytes, and a buffer can still be taken from one whose socket is full.
    /// </summary>
    private SocketOutcome SendSealed(PeerConnection peer, PeerEncryption encryption, int length, out int sent)
    {
        Span<byte> bytes = _sealed.AsSpan(0, length);
        ref Rc4 cipher = ref encryption.Stream!.Outgoing;
        Rc4 before = cipher;
        cipher.Apply(bytes, bytes);
        SocketOutcome outcome = peer.Socket.Send(bytes, isMoreComing: false, out sent);
        if (sent == length) return outcome;
        cipher = before;
        cipher.Skip(sent);
        return outcome;
    }
}
