using System.Buffers.Binary;
using System.Security.Cryptography;

namespace EdgeSeed.Protocol.Encryption;

/// <summary>The side that connects. It spends one exponentiation at once and one when the other side's key has come.</summary>
public sealed class EncryptionInitiator : EncryptionHandshake
{
    private readonly EncryptionMethods _offered;
    private readonly byte[] _initialPayload;
    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(DiffieHellman.SecretLength);
    private Step _step;

    /// <summary>Prepares; the first <see cref="EncryptionHandshake.Advance"/> gives what to send.</summary>
    /// <param name="infoHash">The torrent, which the other side must know too.</param>
    /// <param name="offered">Methods for the other side to select from; at least one.</param>
    /// <param name="initialPayload">The first bytes of the stream, sent along with the handshake's last part; at most
    /// <see cref="EncryptionHandshake.MaxInitialPayloadBytes"/>.</param>
    /// <param name="padding">Lengths of our padding.</param>
    /// <exception cref="ArgumentException">The payload is too long, or no method is offered.</exception>
    public EncryptionInitiator(InfoHash infoHash, EncryptionMethods offered, ReadOnlySpan<byte> initialPayload, EncryptionPadding padding)
        : base(padding)
    {
        if (initialPayload.Length > MaxInitialPayloadBytes) throw new ArgumentException("The initial payload is too long.", nameof(initialPayload));
        if (offered == EncryptionMethods.None) throw new ArgumentException("A method must be offered.", nameof(offered));
        InfoHash = infoHash;
        _offered = offered;
        _initialPayload = initialPayload.ToArray();
    }

    private enum Step : byte
    {
        Begin,
        Key,
        Mark,
        Selection,
        Padding,
    }

    private EncryptionMethods Selected { get; set; }

    /// <inheritdoc/>
    private protected override bool TryStep(ref ReadOnlySpan<byte> rest, ref Span<byte> room)
    {
        switch (_step)
        {
            case Step.Begin:
                WriteKey(_secret, ref room);
                return GoTo(Step.Key);
            case Step.Key:
                return TryKey(ref rest, ref room);
            case Step.Mark:
                return TryMark(ref rest);
            case Step.Selection:
                return TrySelection(ref rest);
            default:
                return TryPassPadding(ref rest) && Complete(Selected, 0);
        }
    }

    private bool GoTo(Step step)
    {
        _step = step;
        return true;
    }

    private bool TryKey(ref ReadOnlySpan<byte> rest, ref Span<byte> room)
    {
        if (!TryTake(ref rest, KeyBytes, out ReadOnlySpan<byte> theirKey) || !TryAgree(_secret, theirKey)) return false;
        EncryptionKeys.Hash("req1"u8, Shared, room);
        room = room[SHA1.HashSizeInBytes..];
        Span<byte> mask = stackalloc byte[SHA1.HashSizeInBytes];
        EncryptionKeys.Hash("req3"u8, Shared, mask);
        EncryptionKeys.Hash("req2"u8, InfoHash.Span, room);
        for (int i = 0; i < mask.Length; i++) room[i] ^= mask[i];
        room = room[SHA1.HashSizeInBytes..];

        Ciphers = new EncryptedStream(EncryptionKeys.Cipher("keyB"u8, Shared, InfoHash), EncryptionKeys.Cipher("keyA"u8, Shared, InfoHash));
        WriteOffer(_offered, ref room);
        Span<byte> payload = room[..(sizeof(ushort) + _initialPayload.Length)];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)_initialPayload.Length);
        _initialPayload.CopyTo(payload[sizeof(ushort)..]);
        Ciphers.Outgoing.Apply(payload, payload);
        room = room[payload.Length..];
        return GoTo(Step.Mark);
    }

    /// <summary>The mark is the verification as it looks encrypted, so it is known beforehand.</summary>
    private bool TryMark(ref ReadOnlySpan<byte> rest)
    {
        Span<byte> mark = stackalloc byte[VerificationBytes];
        mark.Clear();
        Rc4 cipher = Ciphers!.Incoming;
        cipher.Apply(mark, mark);
        if (!TryPassMark(mark, ref rest)) return false;
        Ciphers.Incoming = cipher;
        return GoTo(Step.Selection);
    }

    private bool TrySelection(ref ReadOnlySpan<byte> rest)
    {
        if (!TryTake(ref rest, OfferBytes - VerificationBytes, out ReadOnlySpan<byte> encrypted)) return false;
        Span<byte> selection = stackalloc byte[OfferBytes - VerificationBytes];
        Ciphers!.Incoming.Apply(encrypted, selection);
        Selected = (EncryptionMethods)BinaryPrimitives.ReadUInt32BigEndian(selection);
        PaddingLeft = BinaryPrimitives.ReadUInt16BigEndian(selection[sizeof(uint)..]);
        bool isOffered = Selected is EncryptionMethods.Plaintext or EncryptionMethods.Rc4 && _offered.HasFlag(Selected);
        if (!isOffered) return Fail(EncryptionFault.NoCommonMethod);
        return PaddingLeft <= MaxPaddingBytes ? GoTo(Step.Padding) : Fail(EncryptionFault.PaddingTooLong);
    }
}
