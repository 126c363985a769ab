namespace EdgeSeed.Engine.Swarms;

/// <summary>All connections, by slot. A slot's number is used again, but never with the same key, so a late event finds nobody.</summary>
/// <param name="capacity">Connections at most.</param>
internal sealed class PeerTable(int capacity)
{
    private const int FirstSlots = 64;

    private PeerConnection?[] _slots = new PeerConnection?[FirstSlots];
    private uint[] _generations = new uint[FirstSlots];
    private readonly Stack<int> _free = new();
    private int _used;

    /// <summary>Connections at most; those above a lower value stay until they leave.</summary>
    public int Capacity { get; set; } = capacity;

    /// <summary>Connections in the table.</summary>
    public int Count { get; private set; }

    /// <summary>Those of them that have not finished their handshake.</summary>
    public int Pending { get; set; }

    /// <summary>Slots ever used; every connection's slot is below it.</summary>
    public int SlotCount => _used;

    /// <summary>The connection in a slot, if any.</summary>
    public PeerConnection? this[int slot] => _slots[slot];

    /// <summary>Reserves a slot for a connection that <see cref="Put"/> will bring.</summary>
    /// <returns>False when the table is full.</returns>
    public bool TryReserve(out int slot)
    {
        slot = _used;
        if (Count >= Capacity) return false;
        if (_free.TryPop(out slot)) return true;
        slot = _used++;
        if (slot < _slots.Length) return true;
        Array.Resize(ref _slots, _slots.Length * 2);
        Array.Resize(ref _generations, _slots.Length);
        return true;
    }

    /// <summary>Puts a connection into the slot reserved for it and returns the key under which the poll shall know it.</summary>
    public ulong Put(PeerConnection peer)
    {
        _slots[peer.Slot] = peer;
        Count++;
        return ((ulong)_generations[peer.Slot] << 32) | (uint)peer.Slot;
    }

    /// <summary>The connection that the poll knows under a key; null when it has gone.</summary>
    public PeerConnection? Find(ulong key)
    {
        int slot = (int)(uint)key;
        return slot < _used && _generations[slot] == (uint)(key >> 32) ? _slots[slot] : null;
    }

    /// <summary>Takes a connection out.</summary>
    public void Remove(PeerConnection peer)
    {
        _slots[peer.Slot] = null;
        _generations[peer.Slot]++;
        _free.Push(peer.Slot);
        Count--;
    }
}
