using EdgeSeed.Protocol.Wire;

namespace Simulation.Peers;

/// <summary>Cuts what the session sends into the handshake and messages.</summary>
internal abstract class MessageStream
{
    private readonly byte[] _head = new byte[Handshake.Length];
    private PeerMessage _message;
    private int _held;
    private int _left;
    private bool _isGreeted;

    /// <summary>How large messages may be; set with the handshake.</summary>
    protected MessageLimits Limits { get; set; } = new(MessageLimits.UnknownPieceCount);

    /// <summary>Takes what came next.</summary>
    public void Take(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_left > 0)
            {
                int count = Math.Min(_left, bytes.Length);
                int at = _message.PayloadLength - _left;
                _left -= count;
                Payload(_message, at, bytes[..count]);
                bytes = bytes[count..];
                if (_left == 0) Ended(_message);
                continue;
            }
            int before = _held, added = Math.Min(_head.Length - _held, bytes.Length);
            bytes[..added].CopyTo(_head.AsSpan(_held));
            _held += added;
            int consumed = _isGreeted ? ReadMessage() : ReadHandshake();
            if (consumed == 0)
            {
                bytes = bytes[added..];
                continue;
            }
            bytes = bytes[(consumed - before)..];
            _held = 0;
        }
    }

    /// <summary>Begins anew, for a new connection.</summary>
    protected void Restart() => (_held, _left, _isGreeted, _message) = (0, 0, false, default);

    /// <summary>The session has said hello.</summary>
    protected abstract void Greeted(in Handshake handshake);

    /// <summary>A message has come, whose payload, if it has any, comes later.</summary>
    protected abstract void Said(in PeerMessage message);

    /// <summary>A part of a message's payload has come.</summary>
    protected virtual void Payload(in PeerMessage message, int at, ReadOnlySpan<byte> bytes)
    {
    }

    /// <summary>A message's payload has come to its end.</summary>
    protected virtual void Ended(in PeerMessage message)
    {
    }

    private int ReadHandshake()
    {
        ParseStatus status = Handshake.TryRead(_head.AsSpan(0, _held), out Handshake handshake, out int consumed);
        if (status == ParseStatus.Invalid) throw new BrokenPromiseException("The session said something that is no handshake.");
        if (status != ParseStatus.Complete) return 0;
        _isGreeted = true;
        Greeted(handshake);
        return consumed;
    }

    private int ReadMessage()
    {
        ParseStatus status = MessageParser.TryRead(_head.AsSpan(0, _held), Limits, out _message, out int consumed);
        if (status == ParseStatus.Invalid) throw new BrokenPromiseException($"The session sent a message that is none: {_message.Id} {_message.Fault}.");
        if (status != ParseStatus.Complete) return 0;
        _left = _message.PayloadLength;
        Said(_message);
        return consumed;
    }
}
