using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Encryption;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Fuzz;

public sealed class EncryptionHandshakeFuzz
{
    private static readonly InfoHash s_torrent = new("aaaaaaaaaaaaaaaaaaaa"u8);

    [Fact]
    public void Responder_never_throws_and_completes_only_with_who_knows_the_torrent()
    {
        var mutator = new Mutator(31);
        var reply = new byte[EncryptionHandshake.MaxReplyBytes];
        var offer = new byte[EncryptionHandshake.MaxReplyBytes];
        var seen = new int[3];
        for (int i = Mutator.Iterations(2_000); i > 0; i--)
        {
            var initiator = new EncryptionInitiator(s_torrent, EncryptionMethods.Rc4, "initial payload"u8, new(i % 40, i % 7));
            var responder = new EncryptionResponder(EncryptionMethods.Rc4, Find, new(i % 30, 0));
            initiator.Advance([], offer, out _, out int keyLength);
            ParseStatus status = responder.Advance(offer.AsSpan(0, keyLength), reply, out int consumed, out int replyLength);
            byte[] rest = offer[consumed..keyLength];
            Assert.Equal(ParseStatus.NeedMore, initiator.Advance(reply.AsSpan(0, replyLength), offer, out _, out int offerLength));
            byte[] sent = i % 16 == 0 ? mutator.Bytes(800) : i % 4 == 0 ? offer[..offerLength] : mutator.Mutate(offer.AsSpan(0, offerLength));
            foreach (byte[] part in sent.Chunk(mutator.Random.Next(1, 200)))
            {
                byte[] received = [.. rest, .. part];
                status = responder.Advance(received, reply, out consumed, out replyLength);
                Assert.InRange(consumed, 0, received.Length);
                rest = received[consumed..];
                if (status != ParseStatus.NeedMore) break;
            }
            seen[(int)status]++;
            Assert.Equal(status == ParseStatus.Complete, responder.Stream is not null);
            Assert.Equal(status == ParseStatus.Invalid, responder.Fault != EncryptionFault.None);
            // A change behind the lengths is the stream's business; whoever completes has shown that it knows the secret and the torrent.
            if (status == ParseStatus.Complete) Assert.Equal(s_torrent, responder.InfoHash);
        }
        Assert.DoesNotContain(0, seen);
    }

    [Fact]
    public void Initiator_never_throws_and_waits_fails_or_completes()
    {
        var mutator = new Mutator(32);
        byte[] toResponder = new byte[EncryptionHandshake.MaxReplyBytes], toInitiator = new byte[EncryptionHandshake.MaxReplyBytes];
        var seen = new int[3];
        for (int i = Mutator.Iterations(2_000); i > 0; i--)
        {
            var initiator = new EncryptionInitiator(s_torrent, EncryptionMethods.Rc4, [], new(0, 0));
            var responder = new EncryptionResponder(EncryptionMethods.Rc4, Find, new(0, i % 50));
            initiator.Advance([], toResponder, out _, out int length);
            responder.Advance(toResponder.AsSpan(0, length), toInitiator, out _, out int keyLength);
            initiator.Advance(toInitiator.AsSpan(0, keyLength), toResponder, out _, out length);
            Assert.Equal(ParseStatus.Complete, responder.Advance(toResponder.AsSpan(0, length), toInitiator, out _, out length));
            byte[] received = i % 16 == 0 ? mutator.Bytes(800) : i % 4 == 0 ? toInitiator[..length] : mutator.Mutate(toInitiator.AsSpan(0, length));
            ParseStatus status = initiator.Advance(received, toResponder, out int consumed, out _);
            seen[(int)status]++;
            Assert.InRange(consumed, 0, received.Length);
            Assert.Equal(status == ParseStatus.Invalid, initiator.Fault != EncryptionFault.None);
        }
        Assert.DoesNotContain(0, seen);
    }

    private static bool Find(TorrentKeyHash key, out InfoHash infoHash)
    {
        infoHash = s_torrent;
        return key == TorrentKeyHash.Of(s_torrent);
    }
}
