using System.Security.Cryptography;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Protocol.Encryption;

/// <summary>
/// One side of the handshake of Message Stream Encryption (the Azureus/Vuze specification): both exchange keys and random padding, find each other
/// again by a mark, and agree on what follows. Fed with bytes as they come, it holds a few hundred bytes itself and leaves unfinished parts, never
/// more than 96 bytes, with the caller. Whoever has failed stays failed.
/// </summary>
public abstract class EncryptionHandshake
{
    /// <summary>Bytes of a padding at most; a longer one ends the handshake.</summary>
    public const int MaxPaddingBytes = 512;

    /// <summary>Bytes of the public key that comes first from each side.</summary>
    public const int KeyBytes = DiffieHellman.KeyLength;

    /// <summary>Bytes that the connecting side may send along with its last part.</summary>
    public const int MaxInitialPayloadBytes = 128;

    /// <summary>Bytes that one <see cref="Advance"/> may have to send.</summary>
    public const int MaxReplyBytes = KeyBytes + MaxPaddingBytes + (2 * SHA1.HashSizeInBytes) + OfferBytes + MaxPaddingBytes + sizeof(ushort) + MaxInitialPayloadBytes;

    /// <summary>Zero bytes by which a side shows that it decrypts rightly.</summary>
    private protected const int VerificationBytes = 8;

    /// <summary>Verification, methods, and the length of the padding that follows.</summary>
    private protected const int OfferBytes = VerificationBytes + sizeof(uint) + sizeof(ushort);

    private readonly byte[] _shared = new byte[KeyBytes];
    private readonly EncryptionPadding _padding;
    private int _passedBytes;

    private protected EncryptionHandshake(EncryptionPadding padding)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)padding.KeyBytes, (uint)MaxPaddingBytes, nameof(padding));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)padding.OptionBytes, (uint)MaxPaddingBytes, nameof(padding));
        _padding = padding;
    }

    /// <summary>What went wrong; <see cref="EncryptionFault.None"/> so far.</summary>
    public EncryptionFault Fault { get; private set; }

    /// <summary>The torrent, once both sides know it.</summary>
    public InfoHash InfoHash { get; private protected set; }

    /// <summary>What was agreed on, when complete.</summary>
    public EncryptionMethods Method { get; private set; }

    /// <summary>The ciphers for what follows; null until complete.</summary>
    public EncryptedStream? Stream => Method == EncryptionMethods.None ? null : Ciphers;

    /// <summary>What both sides agreed on by their keys.</summary>
    private protected ReadOnlySpan<byte> Shared => _shared;

    private protected EncryptedStream? Ciphers { get; set; }

    /// <summary>Bytes of padding still to be passed over.</summary>
    private protected int PaddingLeft { get; set; }

    /// <summary>Takes what came next and says what to send. The connecting side begins with nothing received.</summary>
    /// <param name="received">Bytes that came, from the first not consumed before.</param>
    /// <param name="reply">Room for an answer: <see cref="MaxReplyBytes"/>.</param>
    /// <param name="consumed">Bytes that are not to be given again; when complete, the stream begins behind them, as yet encrypted.</param>
    /// <param name="replyLength">Bytes to send, in front of all else.</param>
    public ParseStatus Advance(ReadOnlySpan<byte> received, Span<byte> reply, out int consumed, out int replyLength)
    {
        ReadOnlySpan<byte> rest = received;
        Span<byte> room = reply;
        while (Method == EncryptionMethods.None && Fault == EncryptionFault.None && TryStep(ref rest, ref room)) { }
        consumed = received.Length - rest.Length;
        replyLength = reply.Length - room.Length;
        return Fault != EncryptionFault.None ? ParseStatus.Invalid : Method == EncryptionMethods.None ? ParseStatus.NeedMore : ParseStatus.Complete;
    }

    /// <summary>Does the next step, moving both spans behind what it took.</summary>
    /// <returns>False when it needs more bytes, or failed.</returns>
    private protected abstract bool TryStep(ref ReadOnlySpan<byte> rest, ref Span<byte> room);

    private protected bool Fail(EncryptionFault fault)
    {
        Fault = fault;
        return false;
    }

    /// <summary>Takes the first <paramref name="length"/> bytes if they are there.</summary>
    private protected static bool TryTake(ref ReadOnlySpan<byte> rest, int length, out ReadOnlySpan<byte> taken)
    {
        taken = rest.Length < length ? default : rest[..length];
        if (rest.Length < length) return false;
        rest = rest[length..];
        return true;
    }

    /// <summary>Writes our public key and padding.</summary>
    private protected void WriteKey(scoped ReadOnlySpan<byte> secret, ref Span<byte> room)
    {
        DiffieHellman.WriteKey(secret, room);
        RandomNumberGenerator.Fill(room.Slice(KeyBytes, _padding.KeyBytes));
        room = room[(KeyBytes + _padding.KeyBytes)..];
    }

    /// <summary>Computes the shared secret.</summary>
    private protected bool TryAgree(scoped ReadOnlySpan<byte> secret, scoped ReadOnlySpan<byte> theirKey) =>
        DiffieHellman.TryAgree(secret, theirKey, _shared) || Fail(EncryptionFault.WeakKey);

    /// <summary>Passes over padding of unknown length up to and with a mark.</summary>
    private protected bool TryPassMark(scoped ReadOnlySpan<byte> mark, ref ReadOnlySpan<byte> rest)
    {
        int within = MaxPaddingBytes - _passedBytes + mark.Length;
        int at = rest[..Math.Min(rest.Length, within)].IndexOf(mark);
        if (at >= 0)
        {
            rest = rest[(at + mark.Length)..];
            return true;
        }
        if (rest.Length >= within) return Fail(EncryptionFault.NotSynchronised);
        // The end may be the beginning of the mark.
        int passed = Math.Max(0, rest.Length - mark.Length + 1);
        _passedBytes += passed;
        rest = rest[passed..];
        return false;
    }

    /// <summary>Passes over padding of known length; it is encrypted, so the cipher moves along.</summary>
    private protected bool TryPassPadding(ref ReadOnlySpan<byte> rest)
    {
        int passed = Math.Min(PaddingLeft, rest.Length);
        Ciphers!.Incoming.Skip(passed);
        PaddingLeft -= passed;
        rest = rest[passed..];
        return PaddingLeft == 0;
    }

    /// <summary>Writes, encrypted, the verification, methods and padding.</summary>
    private protected void WriteOffer(EncryptionMethods methods, ref Span<byte> room)
    {
        Span<byte> offer = room[..(OfferBytes + _padding.OptionBytes)];
        offer.Clear();
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(offer[VerificationBytes..], (uint)methods);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(offer[(OfferBytes - sizeof(ushort))..], (ushort)_padding.OptionBytes);
        Ciphers!.Outgoing.Apply(offer, offer);
        room = room[offer.Length..];
    }

    /// <summary>Ends the handshake well.</summary>
    /// <param name="method">What was agreed on.</param>
    /// <param name="initialPayloadBytes">Bytes that come encrypted even when plaintext was agreed on.</param>
    private protected bool Complete(EncryptionMethods method, int initialPayloadBytes)
    {
        Method = method;
        if (method == EncryptionMethods.Plaintext) Ciphers!.EndAfter(initialPayloadBytes);
        return true;
    }
}

/// <summary>How many bytes of padding we put into a handshake, so that its lengths tell nothing.</summary>
/// <param name="KeyBytes">After the public key, 0 to <see cref="EncryptionHandshake.MaxPaddingBytes"/> (PadA, PadB).</param>
/// <param name="OptionBytes">After the choice of methods, 0 to the same (PadC, PadD).</param>
public readonly record struct EncryptionPadding(int KeyBytes, int OptionBytes)
{
    /// <summary>A random length after the key; nothing after the methods, where the encrypted bytes that follow hide the length anyway.</summary>
    public static EncryptionPadding Random() => new(RandomNumberGenerator.GetInt32(EncryptionHandshake.MaxPaddingBytes + 1), 0);
}

/// <summary>What may follow an encrypted handshake: the bits of <c>crypto_provide</c> and <c>crypto_select</c> (Message Stream Encryption).</summary>
[Flags]
public enum EncryptionMethods
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The handshake was hidden, what follows is not.</summary>
    Plaintext = 1,

    /// <summary>Everything is encrypted with RC4.</summary>
    Rc4 = 2,
}
