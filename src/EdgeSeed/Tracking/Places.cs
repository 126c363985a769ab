using EdgeSeed.Protocol;

namespace EdgeSeed.Tracking;

/// <summary>
/// Places that strangers hold, at most so many. When all are taken, the address that holds most of them gives one up, that of its connections which has
/// been still for longest; it may be the newcomer's own address. While every address holds but one, only a connection that has been still for
/// <paramref name="patience"/> gives way, so that a full house of people who are being served is not sent home by those who come after. Safe to use
/// from any thread.
/// </summary>
/// <param name="capacity">Places, at least 1.</param>
/// <param name="patience">How long a connection that is the only one of its address may be still; zero, and a newcomer always gets in.</param>
internal sealed class Places(int capacity, TimeSpan patience)
{
    private readonly Lock _gate = new();
    private readonly List<IPlaceHolder> _holders = [];
    private readonly Dictionary<AddressBlock, int> _counts = [];

    /// <summary>Places that are taken.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _holders.Count;
        }
    }

    /// <summary>Takes a place, which the newcomer must <see cref="Leave"/>.</summary>
    /// <returns>False when there is none.</returns>
    public bool TryEnter(IPlaceHolder newcomer)
    {
        IPlaceHolder? evicted = null;
        lock (_gate)
        {
            if (_holders.Count == capacity && (evicted = FindUseless(newcomer.Block)) is null) return false;
            if (evicted is not null) Remove(_holders.IndexOf(evicted));
            _holders.Add(newcomer);
            _counts[newcomer.Block] = _counts.GetValueOrDefault(newcomer.Block) + 1;
        }
        evicted?.GiveWay();
        return true;
    }

    /// <summary>Gives a place back; does nothing for who had to give way.</summary>
    public void Leave(IPlaceHolder holder)
    {
        lock (_gate)
        {
            int index = _holders.IndexOf(holder);
            if (index >= 0) Remove(index);
        }
    }

    private IPlaceHolder? FindUseless(AddressBlock newcomer)
    {
        IPlaceHolder? worst = null;
        int most = 0;
        foreach (IPlaceHolder holder in _holders)
        {
            int count = _counts[holder.Block] + (holder.Block == newcomer ? 1 : 0);
            if (count < most || (count == most && holder.ActiveAt >= worst!.ActiveAt)) continue;
            (worst, most) = (holder, count);
        }
        return most > 1 || Environment.TickCount64 - worst!.ActiveAt >= patience.TotalMilliseconds ? worst : null;
    }

    private void Remove(int index)
    {
        AddressBlock block = _holders[index].Block;
        _holders.RemoveAt(index);
        if (--_counts[block] == 0) _counts.Remove(block);
    }
}
