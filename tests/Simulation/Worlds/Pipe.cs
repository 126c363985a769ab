namespace Simulation.Worlds;

/// <summary>One direction of a TCP connection: bytes wait to be sent, travel, and wait to be read.</summary>
/// <param name="world">The world it is in.</param>
/// <param name="bytesPerSecond">How fast the line takes them.</param>
/// <param name="latency">How long they travel, in ticks.</param>
/// <param name="window">Bytes that may be on their way and unread; a little more where a chunk is large.</param>
internal sealed class Pipe(World world, long bytesPerSecond, long latency, int window)
{
    private const int ChunkBytes = 64 * 1024;

    private readonly Queue<byte[]> _unsent = new();
    private readonly Queue<byte[]> _arrived = new();
    private int _arrivedFrom;
    private int _inFlight;
    private int _arrivedBytes;
    private bool _isSending;
    private bool _isEnding;
    private bool _hasRefused;

    /// <summary>Bytes not yet sent from which on no more are taken (TCP_NOTSENT_LOWAT).</summary>
    public int LowWatermark { get; set; } = int.MaxValue;

    /// <summary>Bytes not yet sent.</summary>
    public int Unsent { get; private set; }

    /// <summary>Whether more would be taken.</summary>
    public bool IsWritable => Unsent < LowWatermark;

    /// <summary>Bytes that can be read.</summary>
    public int Readable => _arrivedBytes;

    /// <summary>All was read, and no more will come.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Nothing gets through any more, and nobody is told.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Told when bytes, or the end of them, have come; with how many.</summary>
    public Action<int>? Arrived { get; set; }

    /// <summary>Told when more is taken, after something was not.</summary>
    public Action? Drained { get; set; }

    /// <summary>Takes what there is room for.</summary>
    public int Write(ReadOnlySpan<byte> bytes)
    {
        int taken = 0;
        while (taken < bytes.Length && IsWritable)
        {
            int count = Math.Min(ChunkBytes, bytes.Length - taken);
            _unsent.Enqueue(bytes.Slice(taken, count).ToArray());
            Unsent += count;
            taken += count;
            Pump();
        }
        _hasRefused |= taken < bytes.Length;
        return taken;
    }

    /// <summary>Ends it behind what was written.</summary>
    public void End()
    {
        if (_isEnding) return;
        _isEnding = true;
        Pump();
    }

    /// <summary>Reads what is there.</summary>
    public int Read(Span<byte> buffer)
    {
        int read = 0;
        while (read < buffer.Length && _arrived.TryPeek(out byte[]? chunk))
        {
            int count = Math.Min(buffer.Length - read, chunk.Length - _arrivedFrom);
            chunk.AsSpan(_arrivedFrom, count).CopyTo(buffer[read..]);
            read += count;
            _arrivedFrom += count;
            if (_arrivedFrom < chunk.Length) continue;
            _arrived.Dequeue();
            _arrivedFrom = 0;
        }
        _arrivedBytes -= read;
        if (read > 0 && Unsent > 0 && !_isSending) world.After(latency, Pump);
        return read;
    }

    private void Pump()
    {
        if (_isSending || IsSilent) return;
        if (_unsent.Count == 0)
        {
            if (_isEnding) world.After(latency, Finish);
            return;
        }
        if (_inFlight + _arrivedBytes >= window) return;
        byte[] chunk = _unsent.Dequeue();
        Unsent -= chunk.Length;
        _isSending = true;
        _inFlight += chunk.Length;
        world.After((long)((double)chunk.Length / bytesPerSecond * TimeSpan.TicksPerSecond), () => Sent(chunk));
        // As the kernel does it: who was refused is told when half of it is sent.
        if (!_hasRefused || (long)Unsent * 2 >= LowWatermark) return;
        _hasRefused = false;
        Drained?.Invoke();
    }

    private void Sent(byte[] chunk)
    {
        _isSending = false;
        world.After(latency, () => Arrive(chunk));
        Pump();
    }

    private void Arrive(byte[] chunk)
    {
        if (IsSilent) return;
        _inFlight -= chunk.Length;
        _arrived.Enqueue(chunk);
        _arrivedBytes += chunk.Length;
        Arrived?.Invoke(chunk.Length);
    }

    private void Finish()
    {
        if (IsSilent || HasEnded) return;
        HasEnded = true;
        Arrived?.Invoke(0);
    }
}
