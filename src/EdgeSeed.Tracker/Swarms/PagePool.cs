using System.Runtime.InteropServices;

namespace EdgeSeed.Tracker.Swarms;

/// <summary>
/// Memory for peers, in pages of 4 KiB outside the garbage collector's heap. Pages come back when swarms shrink and are used again by any
/// shard; to the system they return only when the pool is disposed. How much there can be is bounded by who stores peers, see
/// <see cref="SwarmStore"/>. Thread-safe; taken inside a shard's lock, never the other way round.
/// </summary>
internal sealed unsafe class PagePool : IDisposable
{
    /// <summary>Bytes in a page.</summary>
    public const int PageBytes = 4096;

    private const int PagesPerChunk = 64;

    private readonly Lock _lock = new();
    private readonly List<nint> _chunks = [];
    private readonly Stack<nint> _free = new();
    private int _untouched;

    /// <summary>Bytes asked from the system; those of pages not used so far are not resident.</summary>
    public long ReservedBytes
    {
        get
        {
            lock (_lock) return (long)_chunks.Count * PagesPerChunk * PageBytes;
        }
    }

    /// <summary>A page with any content.</summary>
    public nint Take()
    {
        lock (_lock)
        {
            if (_free.TryPop(out nint page)) return page;
            if (_untouched == 0)
            {
                _chunks.Add((nint)NativeMemory.AlignedAlloc(PagesPerChunk * PageBytes, PageBytes));
                _untouched = PagesPerChunk;
            }
            return _chunks[^1] + ((PagesPerChunk - _untouched--) * PageBytes);
        }
    }

    /// <summary>Takes a page back.</summary>
    public void Return(nint page)
    {
        lock (_lock) _free.Push(page);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (nint chunk in _chunks) NativeMemory.AlignedFree((void*)chunk);
            _chunks.Clear();
            _free.Clear();
            _untouched = 0;
        }
    }
}
