using EdgeSeed.Protocol.Encryption;
using EdgeSeed.Protocol.Wire;
using FsCheck.Fluent;

namespace EdgeSeed.Protocol.Tests.Encryption;

public class EncryptionHandshakeTests
{
    private const EncryptionMethods Both = EncryptionMethods.Plaintext | EncryptionMethods.Rc4;

    private static readonly InfoHash s_torrent = new("aaaaaaaaaaaaaaaaaaaa"u8);
    private static readonly InfoHash s_otherTorrent = new("bbbbbbbbbbbbbbbbbbbb"u8);
    private static readonly EncryptionPadding s_none = new(0, 0);

    [Fact]
    public void Both_sides_understand_each_other_however_padded_and_cut() =>
        (from offered in Gen.Elements(EncryptionMethods.Plaintext, EncryptionMethods.Rc4, Both)
         from accepted in Gen.Elements(offered, Both)
         from paddings in Gen.ArrayOf(Gen.Choose(0, 512).Or(0, 1, 511, 512), 4)
         from payload in Generate.BytesUpTo(EncryptionHandshake.MaxInitialPayloadBytes)
         from fragments in Gen.NonEmptyListOf(Gen.Choose(1, 700).Or(1, 2, 96, 1400))
         from question in Generate.BytesUpTo(300)
         from answer in Generate.BytesUpTo(300)
         select (offered, accepted, paddings, payload, fragments, question, answer)).Holds(sample =>
        {
            var initiator = new EncryptionSide(new EncryptionInitiator(s_torrent, sample.offered, sample.payload, new(sample.paddings[0], sample.paddings[1])));
            EncryptionSide responder = Responder(sample.accepted, new(sample.paddings[2], sample.paddings[3]));
            EncryptionSide.Converse(initiator, responder, sample.fragments);
            Assert.Equal(ParseStatus.Complete, initiator.Status);
            Assert.Equal(ParseStatus.Complete, responder.Status);
            initiator.Take(responder.Seal(sample.answer));
            responder.Take(initiator.Seal(sample.question));

            EncryptionMethods expected = sample.offered.HasFlag(EncryptionMethods.Plaintext) ? EncryptionMethods.Plaintext : EncryptionMethods.Rc4;
            Assert.Equal((expected, expected), (initiator.Handshake.Method, responder.Handshake.Method));
            Assert.Equal(s_torrent, responder.Handshake.InfoHash);
            Assert.Equal([.. sample.payload, .. sample.question], responder.Text);
            Assert.Equal(sample.answer, initiator.Text);
            Assert.True(expected == EncryptionMethods.Rc4 || (initiator.Handshake.Stream!.IsFinished && responder.Handshake.Stream!.IsFinished));
            return Math.Max(initiator.MostUnread, responder.MostUnread) < EncryptionHandshake.KeyBytes;
        });

    [Fact]
    public void Nothing_recognisable_is_sent()
    {
        byte[] payload = new byte[Handshake.Length];
        new Handshake(0, s_torrent, new PeerId("-ES0100-abcdefghijkl"u8)).Write(payload);
        var initiator = new EncryptionSide(new EncryptionInitiator(s_torrent, EncryptionMethods.Rc4, payload, s_none));
        EncryptionSide responder = Responder(EncryptionMethods.Rc4, s_none);
        byte[] key = initiator.Take();
        byte[] offer = initiator.Take(responder.Take(key));
        Assert.Equal(-1, offer.AsSpan().IndexOf("BitTorrent"u8));
        Assert.Equal(-1, offer.AsSpan().IndexOf(s_torrent.Span));
        Assert.Equal(-1, offer.AsSpan().IndexOf(new byte[4]));
        Assert.NotEqual(key, new EncryptionSide(new EncryptionInitiator(s_torrent, EncryptionMethods.Rc4, payload, s_none)).Take());
    }

    [Fact]
    public void Torrent_that_the_responder_does_not_know_ends_the_handshake()
    {
        var initiator = new EncryptionSide(new EncryptionInitiator(s_otherTorrent, Both, [], s_none));
        EncryptionSide responder = Responder(Both, s_none);
        EncryptionSide.Converse(initiator, responder, [1000]);
        Assert.Equal((ParseStatus.Invalid, EncryptionFault.UnknownTorrent), (responder.Status, responder.Handshake.Fault));
        Assert.Equal(ParseStatus.NeedMore, initiator.Status);
    }

    [Fact]
    public void Responder_with_another_torrent_is_never_taken_for_the_right_one()
    {
        var initiator = new EncryptionSide(new EncryptionInitiator(s_torrent, Both, [], s_none));
        var responder = new EncryptionSide(new EncryptionResponder(Both, Confuse, new(0, 512)));
        EncryptionSide.Converse(initiator, responder, [1000]);
        Assert.Equal((ParseStatus.Invalid, EncryptionFault.NotVerified), (responder.Status, responder.Handshake.Fault));

        static bool Confuse(TorrentKeyHash key, out InfoHash infoHash)
        {
            infoHash = s_otherTorrent;
            return true;
        }
    }

    [Theory]
    [InlineData(EncryptionMethods.Rc4, EncryptionMethods.Plaintext)]
    [InlineData(EncryptionMethods.Plaintext, EncryptionMethods.Rc4)]
    public void Methods_without_a_common_one_end_the_handshake(EncryptionMethods offered, EncryptionMethods accepted)
    {
        var initiator = new EncryptionSide(new EncryptionInitiator(s_torrent, offered, [], s_none));
        EncryptionSide responder = Responder(accepted, s_none);
        EncryptionSide.Converse(initiator, responder, [1000]);
        Assert.Equal((ParseStatus.Invalid, EncryptionFault.NoCommonMethod), (responder.Status, responder.Handshake.Fault));
    }

    [Fact]
    public void Mark_is_looked_for_up_to_its_limit_and_no_further()
    {
        foreach (int step in new[] { 1, 7, 2000 })
        {
            EncryptionSide responder = Responder(Both, s_none);
            responder.Take(Key());
            var garbage = new byte[EncryptionHandshake.MaxPaddingBytes + 19];
            new Random(step).NextBytes(garbage);
            foreach (byte[] part in garbage.Chunk(step)) responder.Take(part);
            Assert.Equal(ParseStatus.NeedMore, responder.Status);
            responder.Take(0);
            Assert.Equal((ParseStatus.Invalid, EncryptionFault.NotSynchronised), (responder.Status, responder.Handshake.Fault));
        }
    }

    [Fact]
    public void Initiator_gives_up_on_garbage_after_the_key()
    {
        var initiator = new EncryptionSide(new EncryptionInitiator(s_torrent, Both, [], s_none));
        initiator.Take();
        initiator.Take(Key());
        initiator.Take(new byte[EncryptionHandshake.MaxPaddingBytes + 7]);
        Assert.Equal(ParseStatus.NeedMore, initiator.Status);
        initiator.Take(0);
        Assert.Equal((ParseStatus.Invalid, EncryptionFault.NotSynchronised), (initiator.Status, initiator.Handshake.Fault));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Key_that_makes_the_secret_known_is_refused_before_anything_is_sent(byte lowest, bool isProper)
    {
        EncryptionSide responder = Responder(Both, s_none);
        byte[] key = new byte[EncryptionHandshake.KeyBytes];
        key[^1] = lowest;
        byte[] reply = responder.Take(key);
        Assert.Equal(isProper ? EncryptionFault.None : EncryptionFault.WeakKey, responder.Handshake.Fault);
        Assert.Equal(isProper ? EncryptionHandshake.KeyBytes : 0, reply.Length);
    }

    [Fact]
    public void Handshake_cut_short_anywhere_waits_for_more()
    {
        var initiator = new EncryptionSide(new EncryptionInitiator(s_torrent, Both, [], new(3, 5)));
        EncryptionSide witness = Responder(Both, s_none);
        byte[] key = initiator.Take();
        byte[] offer = initiator.Take(witness.Take(key));
        foreach (byte part in offer[..^1])
        {
            Assert.Empty(witness.Take(part));
            Assert.Equal(ParseStatus.NeedMore, witness.Status);
        }
        byte[] answer = witness.Take(offer[^1]);
        Assert.Equal(ParseStatus.Complete, witness.Status);
        foreach (byte part in answer[..^1])
        {
            Assert.Empty(initiator.Take(part));
            Assert.Equal(ParseStatus.NeedMore, initiator.Status);
        }
        initiator.Take(answer[^1]);
        Assert.Equal(ParseStatus.Complete, initiator.Status);
    }

    [Theory]
    [InlineData(0, 0u, 0, EncryptionFault.NoCommonMethod)]
    [InlineData(0, 4u, 0, EncryptionFault.NoCommonMethod)]
    [InlineData(0, 3u, 513, EncryptionFault.PaddingTooLong)]
    [InlineData(0, 3u, 65535, EncryptionFault.PaddingTooLong)]
    [InlineData(1, 3u, 0, EncryptionFault.NotVerified)]
    [InlineData(0, 0xFFFFFFFFu, 512, EncryptionFault.None)]
    public void Offer_is_taken_apart_strictly(byte verification, uint methods, int padding, EncryptionFault expected)
    {
        EncryptionSide responder = Responder(Both, s_none);
        byte[] secret = new byte[DiffieHellman.SecretLength], key = new byte[DiffieHellman.KeyLength], shared = new byte[DiffieHellman.KeyLength];
        secret[^1] = 77;
        DiffieHellman.WriteKey(secret, key);
        byte[] theirs = responder.Take(key);
        Assert.True(DiffieHellman.TryAgree(secret, theirs.AsSpan(0, DiffieHellman.KeyLength), shared));
        byte[] offer = [.. new byte[7], verification, (byte)(methods >> 24), (byte)(methods >> 16), (byte)(methods >> 8), (byte)methods, (byte)(padding >> 8), (byte)padding];
        Rc4 cipher = new(Sha1("keyA"u8, shared, s_torrent.Span));
        cipher.Skip(1024);
        cipher.Apply(offer, offer);
        byte[] masked = Sha1("req2"u8, s_torrent.Span, []);
        byte[] mask = Sha1("req3"u8, shared, []);
        for (int i = 0; i < mask.Length; i++) masked[i] ^= mask[i];
        responder.Take([.. Sha1("req1"u8, shared, []), .. masked, .. offer]);
        Assert.Equal(expected, responder.Handshake.Fault);
    }

    [Theory]
    [InlineData(513, 0)]
    [InlineData(-1, 0)]
    [InlineData(0, 513)]
    public void Padding_that_the_protocol_forbids_is_never_sent(int key, int options) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new EncryptionResponder(Both, Find, new(key, options)));

    private static byte[] Sha1(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third) =>
        System.Security.Cryptography.SHA1.HashData([.. first, .. second, .. third]);

    private static byte[] Key()
    {
        var key = new byte[EncryptionHandshake.KeyBytes];
        DiffieHellman.WriteKey([9, 8, 7, 6, 5], key);
        return key;
    }

    private static EncryptionSide Responder(EncryptionMethods accepted, EncryptionPadding padding) => new(new EncryptionResponder(accepted, Find, padding));

    private static bool Find(TorrentKeyHash key, out InfoHash infoHash)
    {
        infoHash = s_torrent;
        return key == TorrentKeyHash.Of(s_torrent);
    }
}
