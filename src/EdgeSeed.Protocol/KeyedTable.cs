using System.Diagnostics.CodeAnalysis;

namespace EdgeSeed.Protocol;

/// <summary>
/// Objects found by a key that each of them knows itself: some 16 bytes an object, where a dictionary from info-hashes takes 44 to 88. Enumerated
/// in the order in which they were added, until one is removed. Grows with what its owner puts in. Not safe for threads.
/// </summary>
/// <typeparam name="TKey">The key; its hash code should be well spread.</typeparam>
/// <typeparam name="T">What is kept.</typeparam>
/// <param name="keyOf">An object's key, which must not change while the object is in the table.</param>
public sealed class KeyedTable<TKey, T>(Func<T, TKey> keyOf)
    where TKey : IEquatable<TKey>
    where T : class
{
    private const int LeastSlots = 16;

    private T[] _items = [];
    private int _count;

    /// <summary>Places in <see cref="_items"/> plus one, 0 for a free slot; a power of two of them, at most three quarters in use.</summary>
    private int[] _slots = new int[LeastSlots];

    /// <summary>Number of objects.</summary>
    public int Count => _count;

    /// <summary>The objects; good until the next change.</summary>
    public ReadOnlySpan<T> Values => _items.AsSpan(0, _count);

    /// <summary>The object with a key, or null.</summary>
    public T? Find(TKey key) => _slots[SlotOf(key)] is var place and > 0 ? _items[place - 1] : null;

    /// <summary>Whether there is an object with a key.</summary>
    public bool TryGetValue(TKey key, [NotNullWhen(true)] out T? item) => (item = Find(key)) is not null;

    /// <summary>Whether there is an object with a key.</summary>
    public bool ContainsKey(TKey key) => Find(key) is not null;

    /// <summary>Puts an object in, in the place of one with the same key.</summary>
    /// <returns>The object whose place it takes; null when there was none.</returns>
    public T? Set(T item)
    {
        ref int slot = ref _slots[SlotOf(keyOf(item))];
        if (slot > 0)
        {
            (T before, _items[slot - 1]) = (_items[slot - 1], item);
            return before;
        }
        if (_count == _items.Length) Array.Resize(ref _items, Math.Max(LeastSlots / 2, _count + _count / 2));
        _items[_count++] = item;
        slot = _count;
        if (_count > _slots.Length / 4 * 3) Widen();
        return null;
    }

    /// <summary>Takes the object with a key out.</summary>
    /// <returns>The object; null when there was none.</returns>
    public T? Remove(TKey key)
    {
        int slot = SlotOf(key);
        int place = _slots[slot] - 1;
        if (place < 0) return null;
        T removed = _items[place];
        Free(slot);
        T last = _items[--_count];
        if (place < _count)
        {
            _slots[SlotOf(keyOf(last))] = place + 1;
            _items[place] = last;
        }
        _items[_count] = null!;
        if (_count == 0) (_items, _slots) = ([], new int[LeastSlots]);
        return removed;
    }

    /// <summary>The slot of a key, or the free one where it would be.</summary>
    private int SlotOf(TKey key)
    {
        for (int slot = HomeOf(key); ; slot = (slot + 1) & (_slots.Length - 1))
        {
            int place = _slots[slot];
            if (place == 0 || keyOf(_items[place - 1]).Equals(key)) return slot;
        }
    }

    private int HomeOf(TKey key) => (int)((uint)key.GetHashCode() * 2654435769u >> 7) & (_slots.Length - 1);

    /// <summary>Frees a slot, and moves up those behind it that would otherwise not be found any more.</summary>
    private void Free(int free)
    {
        int mask = _slots.Length - 1;
        for (int slot = (free + 1) & mask; _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            int home = HomeOf(keyOf(_items[_slots[slot] - 1]));
            if (((slot - home) & mask) < ((slot - free) & mask)) continue;
            _slots[free] = _slots[slot];
            free = slot;
        }
        _slots[free] = 0;
    }

    private void Widen()
    {
        _slots = new int[_slots.Length * 2];
        for (int place = 0; place < _count; place++) _slots[SlotOf(keyOf(_items[place]))] = place + 1;
    }
}
