using EdgeSeed.Engine.Sockets;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol.Encryption;

namespace EdgeSeed.Engine.Peers.Writing;

internal sealed partial class PeerWriteLoop
{
    /// <summary>Sends protocol messages, encrypted behind what belongs to the encrypted handshake.</summary>
    private TurnOutcome SendEncryptedOutbox(PeerConnection peer, PeerEncryption encryption)
    {
        ReadOnlySpan<byte> waiting = peer.Outbox.Waiting;
        bool isSealing = encryption.IsSealing;
        int most = isSealing ? SendBytes : encryption.HandshakeBytes > 0 ? encryption.HandshakeBytes : waiting.Length;
        int granted = peer.Lane.Budget.TryTake(peer.Lane.Share, Math.Min(waiting.Length, most), peer.SegmentPayload, isData: false);
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
            outcome = peer.Socket.Send(waiting, out sent);
            encryption.HandshakeBytes = Math.Max(0, encryption.HandshakeBytes - sent);
        }
        peer.Outbox.Consume(sent);
        if (peer.IsReadable || peer.HasUnparsed) turns.QueueRead(peer);
        return Account(peer, outcome, granted, sent);
    }

    /// <summary>
    /// Encrypts and sends the front of <see cref="_bytes"/>. What the socket does not take is forgotten and the cipher taken back to there: so no
    /// peer holds encrypted bytes, and a buffer can still be taken from one whose socket is full.
    /// </summary>
    private SocketOutcome SendSealed(PeerConnection peer, PeerEncryption encryption, int length, out int sent)
    {
        Span<byte> bytes = _bytes.AsSpan(0, length);
        ref Rc4 cipher = ref encryption.Stream!.Outgoing;
        Rc4 before = cipher;
        cipher.Apply(bytes, bytes);
        SocketOutcome outcome = peer.Socket.Send(bytes, out sent);
        if (sent == length) return outcome;
        cipher = before;
        cipher.Skip(sent);
        return outcome;
    }
}
