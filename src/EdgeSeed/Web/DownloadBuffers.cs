namespace EdgeSeed.Web;

/// <summary>
/// The buffers through which downloads travel from drives to sockets: at most so many at a time, made on first use. A buffer is out until its drive
/// is done with it, whether its download still wants it or not: so a drive is never asked for more than these.
/// </summary>
internal sealed class DownloadBuffers : IDisposable
{
    /// <summary>Buffers at most. When all are out, a download waits for one; it holds none while it waits for its client.</summary>
    public const int Capacity = 8;

    /// <summary>Bytes in each.</summary>
    public const int BufferBytes = 64 * 1024;

    private readonly SemaphoreSlim _turns = new(Capacity);
    private readonly Stack<byte[]> _free = new(Capacity);

    /// <summary>Buffers that are not out.</summary>
    public int Free => _turns.CurrentCount;

    /// <summary>Rents a buffer, which must be given back by <see cref="Return"/>.</summary>
    public async Task<byte[]> RentAsync(CancellationToken cancellation)
    {
        await _turns.WaitAsync(cancellation).ConfigureAwait(false);
        lock (_free) return _free.TryPop(out byte[]? buffer) ? buffer : GC.AllocateUninitializedArray<byte>(BufferBytes);
    }

    /// <summary>Gives a buffer back, to which nothing is written any more.</summary>
    public void Return(byte[] buffer)
    {
        lock (_free) _free.Push(buffer);
        _turns.Release();
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();
}
