namespace EdgeSeed.Engine.Budget;

/// <summary>
/// How many bytes were sent in the last second, in slots of 1/256 s. It looks back over one slot more than a second, so that no window
/// of exactly one second, wherever it starts, can hold more than it says.
/// </summary>
internal sealed class SecondLog(long ticksPerSecond)
{
    private const int SlotsPerSecond = 256;

    private readonly long[] _bytes = new long[SlotsPerSecond + 1];
    private long _newestSlot;
    private long _sum;

    /// <summary>Counts bytes sent at <paramref name="now"/> (a timestamp).</summary>
    public void Add(long now, long bytes)
    {
        Advance(now);
        _bytes[_newestSlot % _bytes.Length] += bytes;
        _sum += bytes;
    }

    /// <summary>Takes back bytes counted last that were not sent after all; never below what the newest slot holds.</summary>
    public void Remove(long bytes)
    {
        ref long slot = ref _bytes[_newestSlot % _bytes.Length];
        long removed = Math.Min(slot, bytes);
        slot -= removed;
        _sum -= removed;
    }

    /// <summary>Bytes counted in the last second.</summary>
    public long Sum(long now)
    {
        Advance(now);
        return _sum;
    }

    /// <summary>Bytes that may still be sent so that the last second holds at most <paramref name="limit"/>; may be negative.</summary>
    public long Room(long now, long limit)
    {
        Advance(now);
        return limit - _sum;
    }

    /// <summary>Seconds until some room appears below <paramref name="limit"/>; 0 when there is room now.</summary>
    public double SecondsUntilRoom(long now, long limit)
    {
        Advance(now);
        long sum = _sum;
        int slots = 0;
        while (sum >= limit && slots < _bytes.Length)
        {
            slots++;
            sum -= _bytes[(_newestSlot + slots) % _bytes.Length];
        }
        if (slots == 0) return 0;
        double position = now / (double)ticksPerSecond * SlotsPerSecond;
        return (_newestSlot + slots - position) / SlotsPerSecond;
    }

    private void Advance(long now)
    {
        long slot = (long)((Int128)now * SlotsPerSecond / ticksPerSecond);
        long steps = Math.Min(slot - _newestSlot, _bytes.Length);
        for (long i = 0; i < steps; i++)
        {
            ref long oldest = ref _bytes[(slot - i) % _bytes.Length];
            _sum -= oldest;
            oldest = 0;
        }
        if (slot > _newestSlot) _newestSlot = slot;
    }
}
