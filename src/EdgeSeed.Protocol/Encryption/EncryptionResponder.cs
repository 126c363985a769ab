using System.Buffers.Binary;
using System.Security.Cryptography;

namespace EdgeSeed.Protocol.Encryption;

/// <summary>
/// The side that was connected to. It spends two exponentiations as soon as the 96 bytes of a key have come: the caller bounds how often that
/// happens. Of the methods offered it selects plaintext when that is accepted: who must have RC4 offers nothing else.
/// </summary>
/// <param name="accepted">Methods that we agree to.</param>
/// <param name="torrents">Finds the torrent that the other side means.</param>
/// <param name="padding">Lengths of our padding.</param>
public sealed class EncryptionResponder(EncryptionMethods accepted, TorrentKeyLookup torrents, EncryptionPadding padding) : EncryptionHandshake(padding)
{
    private Step _step;
    private EncryptionMethods _offered;

    private enum Step : byte
    {
        Key,
        Mark,
        Torrent,
        Offer,
        Padding,
        PayloadLength,
    }

    /// <inheritdoc/>
    private protected override bool TryStep(ref ReadOnlySpan<byte> rest, ref Span<byte> room) => _step switch
    {
        Step.Key => TryKey(ref rest, ref room),
        Step.Mark => TryMark(ref rest),
        Step.Torrent => TryTorrent(ref rest),
        Step.Offer => TryOffer(ref rest),
        Step.Padding => TryPassPadding(ref rest) && GoTo(Step.PayloadLength),
        _ => TryPayloadLength(ref rest, ref room),
    };

    private bool GoTo(Step step)
    {
        _step = step;
        return true;
    }

    private bool TryKey(ref ReadOnlySpan<byte> rest, ref Span<byte> room)
    {
        if (!TryTake(ref rest, KeyBytes, out ReadOnlySpan<byte> theirKey)) return false;
        Span<byte> secret = stackalloc byte[DiffieHellman.SecretLength];
        RandomNumberGenerator.Fill(secret);
        if (!TryAgree(secret, theirKey)) return false;
        WriteKey(secret, ref room);
        return GoTo(Step.Mark);
    }

    private bool TryMark(ref ReadOnlySpan<byte> rest)
    {
        Span<byte> mark = stackalloc byte[SHA1.HashSizeInBytes];
        EncryptionKeys.Hash("req1"u8, Shared, mark);
        return TryPassMark(mark, ref rest) && GoTo(Step.Torrent);
    }

    private bool TryTorrent(ref ReadOnlySpan<byte> rest)
    {
        if (!TryTake(ref rest, InfoHash.Length, out ReadOnlySpan<byte> masked)) return false;
        Span<byte> key = stackalloc byte[SHA1.HashSizeInBytes];
        EncryptionKeys.Hash("req3"u8, Shared, key);
        for (int i = 0; i < key.Length; i++) key[i] ^= masked[i];
        if (!torrents(new TorrentKeyHash(new InfoHash(key)), out InfoHash infoHash)) return Fail(EncryptionFault.UnknownTorrent);
        InfoHash = infoHash;
        Ciphers = new EncryptedStream(EncryptionKeys.Cipher("keyA"u8, Shared, infoHash), EncryptionKeys.Cipher("keyB"u8, Shared, infoHash));
        return GoTo(Step.Offer);
    }

    private bool TryOffer(ref ReadOnlySpan<byte> rest)
    {
        if (!TryTake(ref rest, OfferBytes, out ReadOnlySpan<byte> encrypted)) return false;
        Span<byte> offer = stackalloc byte[OfferBytes];
        Ciphers!.Incoming.Apply(encrypted, offer);
        if (offer[..VerificationBytes].ContainsAnyExcept((byte)0)) return Fail(EncryptionFault.NotVerified);
        _offered = (EncryptionMethods)BinaryPrimitives.ReadUInt32BigEndian(offer[VerificationBytes..]) & accepted;
        PaddingLeft = BinaryPrimitives.ReadUInt16BigEndian(offer[(OfferBytes - sizeof(ushort))..]);
        if (_offered == EncryptionMethods.None) return Fail(EncryptionFault.NoCommonMethod);
        return PaddingLeft <= MaxPaddingBytes ? GoTo(Step.Padding) : Fail(EncryptionFault.PaddingTooLong);
    }

    private bool TryPayloadLength(ref ReadOnlySpan<byte> rest, ref Span<byte> room)
    {
        if (!TryTake(ref rest, sizeof(ushort), out ReadOnlySpan<byte> encrypted)) return false;
        Span<byte> length = stackalloc byte[sizeof(ushort)];
        Ciphers!.Incoming.Apply(encrypted, length);
        EncryptionMethods selected = _offered.HasFlag(EncryptionMethods.Plaintext) ? EncryptionMethods.Plaintext : EncryptionMethods.Rc4;
        WriteOffer(selected, ref room);
        return Complete(selected, BinaryPrimitives.ReadUInt16BigEndian(length));
    }
}

/// <summary>Finds the torrent that a connecting peer means; called once in a handshake.</summary>
/// <param name="key">What the peer sent, unmasked.</param>
/// <param name="infoHash">The torrent.</param>
/// <returns>False when it is not known: the handshake ends.</returns>
public delegate bool TorrentKeyLookup(TorrentKeyHash key, out InfoHash infoHash);
