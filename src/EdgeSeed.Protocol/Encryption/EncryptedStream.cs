namespace EdgeSeed.Protocol.Encryption;

/// <summary>The two ciphers of a connection after its <see cref="EncryptionHandshake"/>. Held only as long as something is encrypted.</summary>
public sealed class EncryptedStream
{
    private Rc4 _incoming;
    private Rc4 _outgoing;
    private int? _incomingLeft;

    internal EncryptedStream(in Rc4 incoming, in Rc4 outgoing) => (_incoming, _outgoing) = (incoming, outgoing);

    /// <summary>Whether what we send is encrypted; if not, only the first bytes that come are.</summary>
    public bool IsOutgoingEncrypted => _incomingLeft is null;

    /// <summary>Whether nothing more is encrypted in either direction: this object can be dropped.</summary>
    public bool IsFinished => _incomingLeft == 0;

    /// <summary>The cipher of what we send; use it in place, a copy of it continues on its own.</summary>
    public ref Rc4 Outgoing => ref _outgoing;

    internal ref Rc4 Incoming => ref _incoming;

    /// <summary>Decrypts, in place, what came next.</summary>
    /// <param name="received">Bytes in the order received, none left out, none twice.</param>
    public void Decrypt(Span<byte> received)
    {
        if (_incomingLeft is { } left)
        {
            received = received[..Math.Min(left, received.Length)];
            _incomingLeft = left - received.Length;
        }
        _incoming.Apply(received, received);
    }

    /// <summary>Plaintext was selected: only so many bytes more come encrypted.</summary>
    internal void EndAfter(int incomingBytes) => _incomingLeft = incomingBytes;
}
