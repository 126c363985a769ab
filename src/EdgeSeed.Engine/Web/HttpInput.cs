using System.Buffers;

namespace EdgeSeed.Engine.Web;

/// <summary>What comes in over one connection, with enough of it held to find the end of a line or of a header.</summary>
internal sealed class HttpInput(Stream stream) : IDisposable
{
    /// <summary>Bytes held at most; a line or header that does not fit is an error of whoever sent it.</summary>
    public const int MaxHeldBytes = 16 * 1024;

    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(MaxHeldBytes);
    private int _start, _end;
    private long _bytes;
    private int _reads;

    /// <summary>Bytes that may come at most, framing and header included; beyond it reading is an error. Unlimited at first.</summary>
    public long MaxBytes { get; set; } = long.MaxValue;

    /// <summary>Pieces in which they may come at most, so that who sends single bytes cannot keep us busy. Unlimited at first.</summary>
    public int MaxReads { get; set; } = int.MaxValue;

    /// <summary>Bytes that came and were not taken; valid until the next call.</summary>
    public ReadOnlySpan<byte> Held => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Takes from the front of <see cref="Held"/>.</summary>
    public void Take(int bytes) => _start += bytes;

    /// <summary>Waits for more to hold, for which there must be room.</summary>
    /// <returns>False when the other side has ended.</returns>
    public async ValueTask<bool> HoldMoreAsync(CancellationToken cancellation)
    {
        Held.CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        int read = await stream.ReadAsync(_buffer.AsMemory(_end, MaxHeldBytes - _end), cancellation).ConfigureAwait(false);
        _end += read;
        Count(read);
        return read > 0;
    }

    /// <summary>Reads what is held, or else what comes next; 0 bytes when the other side has ended.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> into, CancellationToken cancellation)
    {
        if (_start == _end)
        {
            int read = await stream.ReadAsync(into, cancellation).ConfigureAwait(false);
            Count(read);
            return read;
        }
        int count = Math.Min(into.Length, _end - _start);
        Held[..count].CopyTo(into.Span);
        Take(count);
        return count;
    }

    private void Count(int read)
    {
        (_bytes, _reads) = (_bytes + read, _reads + 1);
        if (_bytes > MaxBytes) throw new InvalidDataException("its answer is too long");
        if (_reads > MaxReads) throw new InvalidDataException("its answer comes in too small pieces");
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);
}
