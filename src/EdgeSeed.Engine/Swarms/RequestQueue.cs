using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Engine.Swarms;

/// <summary>
/// What one peer has asked for and not yet got: 12 bytes a request, never data. A ring that grows to its bound; when it is full, a request
/// is
/// refused (BEP 6 reject, or for peers without BEP 6 we stop reading until there is room).
/// </summary>
/// <param name="capacity">Requests held at most, positive.</param>
internal sealed class RequestQueue(int capacity)
{
    private const int FirstCapacity = 16;

    /// <summary>Requests from the end among which one is looked for to be cancelled: else a flood of cancels costs the whole queue each.</summary>
    private const int CancelLooks = 512;

    private const int RequestBytes = 12;

    private BlockRequest[] _ring = [];
    private int _head;

    /// <summary>Requests held at most.</summary>
    public int Capacity { get; } = capacity;

    /// <summary>Requests held.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the next <see cref="TryEnqueue"/> would be refused.</summary>
    public bool IsFull => Count >= Capacity || (IsHeldSmall && Count >= Math.Max(FirstCapacity, _ring.Length));

    /// <summary>The <paramref name="index"/>th request from the front.</summary>
    public BlockRequest this[int index] => _ring[(_head + index) & (_ring.Length - 1)];

    /// <summary>Bytes of memory held.</summary>
    public int HeldBytes => _ring.Length * RequestBytes;

    /// <summary>Whether memory is short: then it does not grow beyond its first few requests.</summary>
    public bool IsHeldSmall { get; set; }

    /// <summary>Puts a request at the end.</summary>
    /// <returns>False when <see cref="IsFull"/>.</returns>
    public bool TryEnqueue(in BlockRequest request)
    {
        if (IsFull) return false;
        if (Count == _ring.Length) Grow();
        _ring[(_head + Count) & (_ring.Length - 1)] = request;
        Count++;
        return true;
    }

    /// <summary>Puts the request that was taken last back to the front; it has room even where <see cref="IsFull"/>.</summary>
    public void PutBack(in BlockRequest request)
    {
        if (Count == _ring.Length) Grow();
        _head = (_head - 1) & (_ring.Length - 1);
        _ring[_head] = request;
        Count++;
    }

    /// <summary>Takes the request at the front.</summary>
    public bool TryDequeue(out BlockRequest request)
    {
        if (Count == 0)
        {
            request = default;
            return false;
        }
        request = _ring[_head];
        _head = (_head + 1) & (_ring.Length - 1);
        Count--;
        return true;
    }

    /// <summary>Removes the last request equal to this one (BEP 3 cancel); the order of the others stays.</summary>
    /// <returns>False when there is none among the last 512: it was sent already or is far in front, or was never asked for.</returns>
    public bool TryCancel(in BlockRequest request)
    {
        for (int i = Count - 1; i >= Math.Max(0, Count - CancelLooks); i--)
        {
            if (this[i] != request) continue;
            for (int next = i + 1; next < Count; next++)
            {
                _ring[(_head + next - 1) & (_ring.Length - 1)] = this[next];
            }
            Count--;
            return true;
        }
        return false;
    }

    /// <summary>Gives the memory of a long queue up while it is empty.</summary>
    public void TrimExcess()
    {
        if (Count == 0 && _ring.Length > FirstCapacity) Clear();
    }

    /// <summary>Forgets all requests and gives the memory up.</summary>
    public void Clear()
    {
        _ring = [];
        _head = Count = 0;
    }

    private void Grow()
    {
        var larger = new BlockRequest[Math.Max(FirstCapacity, _ring.Length * 2)];
        for (int i = 0; i < Count; i++) larger[i] = this[i];
        _ring = larger;
        _head = 0;
    }
}
