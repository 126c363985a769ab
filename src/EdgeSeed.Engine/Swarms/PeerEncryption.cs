using EdgeSeed.Protocol.Encryption;

namespace EdgeSeed.Engine.Swarms;

/// <summary>What a connection holds while something of it is encrypted: some 700 bytes. A plain one holds none of this.</summary>
internal sealed class PeerEncryption(EncryptionHandshake handshake)
{
    /// <summary>Bytes of memory that one holds: numbers of the key exchange at first, then two ciphers.</summary>
    public const int HeldBytes = 700;

    /// <summary>The handshake; null when it is complete.</summary>
    public EncryptionHandshake? Handshake { get; private set; } = handshake;

    /// <summary>The ciphers; null until the handshake is complete.</summary>
    public EncryptedStream? Stream { get; private set; }

    /// <summary>Bytes in front of the outbox that belong to the handshake and are sent as they are.</summary>
    public int HandshakeBytes { get; set; }

    /// <summary>The next step computes a key exchange that a stranger asks for.</summary>
    public bool IsExchangeDue { get; set; } = handshake is EncryptionResponder;

    /// <summary>That step waits for the next second.</summary>
    public bool IsExchangeDelayed { get; set; }

    /// <summary>The socket family with which to connect once more, plainly, when the handshake fails; 0 for not at all.</summary>
    public int RetryFamily { get; init; }

    /// <summary>Whether what is in front to be sent must be encrypted.</summary>
    public bool IsSealing => HandshakeBytes == 0 && Stream is { IsOutgoingEncrypted: true };

    /// <summary>Whether the handshake can go on: its last answer is sent, and no exchange is delayed.</summary>
    public bool CanContinue => Handshake is null || (HandshakeBytes == 0 && !IsExchangeDelayed);

    /// <summary>Lets go of the complete handshake.</summary>
    public EncryptedStream Complete()
    {
        Stream = Handshake!.Stream!;
        Handshake = null;
        return Stream;
    }
}
