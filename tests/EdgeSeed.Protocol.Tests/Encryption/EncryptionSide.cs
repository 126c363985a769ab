using EdgeSeed.Protocol.Encryption;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Protocol.Tests.Encryption;

/// <summary>One side of a connection as a program would run it: a handshake, then a stream, whatever pieces the bytes come in.</summary>
internal sealed class EncryptionSide(EncryptionHandshake handshake)
{
    private byte[] _unread = [];

    public EncryptionHandshake Handshake { get; } = handshake;

    public ParseStatus Status { get; private set; } = ParseStatus.NeedMore;

    /// <summary>What came after the handshake, decrypted.</summary>
    public List<byte> Text { get; } = [];

    /// <summary>The most bytes that a handshake left with its caller.</summary>
    public int MostUnread { get; private set; }

    /// <summary>Takes some bytes and returns what to send for them.</summary>
    public byte[] Take(params byte[] bytes)
    {
        if (Status == ParseStatus.Complete)
        {
            Read(bytes);
            return [];
        }
        byte[] received = [.. _unread, .. bytes], reply = new byte[EncryptionHandshake.MaxReplyBytes];
        Status = Handshake.Advance(received, reply, out int consumed, out int replyLength);
        _unread = received[consumed..];
        if (Status == ParseStatus.Complete) Read(_unread);
        else MostUnread = Math.Max(MostUnread, _unread.Length);
        return reply[..replyLength];
    }

    /// <summary>The bytes as they are sent after the handshake.</summary>
    public byte[] Seal(byte[] text)
    {
        byte[] sealedText = [.. text];
        if (Handshake.Stream!.IsOutgoingEncrypted) Handshake.Stream.Outgoing.Apply(sealedText, sealedText);
        return sealedText;
    }

    /// <summary>Runs both sides against each other until neither has anything to send.</summary>
    /// <param name="fragments">Lengths, at least 1, in which bytes arrive, in turn.</param>
    public static void Converse(EncryptionSide initiator, EncryptionSide responder, IReadOnlyList<int> fragments)
    {
        int next = 0;
        byte[] toResponder = initiator.Take();
        while (toResponder.Length > 0)
        {
            byte[] toInitiator = Deliver(toResponder, responder);
            toResponder = Deliver(toInitiator, initiator);
        }

        byte[] Deliver(byte[] bytes, EncryptionSide side)
        {
            List<byte> replies = [];
            for (int at = 0; at < bytes.Length;)
            {
                int length = Math.Min(fragments[next++ % fragments.Count], bytes.Length - at);
                replies.AddRange(side.Take(bytes[at..(at + length)]));
                at += length;
            }
            return [.. replies];
        }
    }

    private void Read(byte[] bytes)
    {
        byte[] text = [.. bytes];
        Handshake.Stream!.Decrypt(text);
        Text.AddRange(text);
    }
}
