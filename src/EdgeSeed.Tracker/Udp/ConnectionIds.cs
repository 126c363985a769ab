using EdgeSeed.Protocol;

namespace EdgeSeed.Tracker.Udp;

/// <summary>
/// Connection ids (BEP 15) that need no memory: each is a keyed hash of the client's address, so only who receives packets at an address can
/// know the id for it. The key changes every minute, and the one before stays good: an id holds for one to two minutes. Thread-safe.
/// </summary>
internal sealed class ConnectionIds
{
    private const int PeriodSeconds = 60;

    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly Lock _lock = new();
    private volatile Keys _keys;

    public ConnectionIds(TimeProvider time)
    {
        _time = time;
        _start = time.GetTimestamp();
        _keys = new Keys(0, SipKey.Create(), SipKey.Create());
    }

    /// <summary>The id to give to an address now.</summary>
    public ulong Issue(in PeerEndPoint client)
    {
        Keys keys = Current();
        return Sign(keys.Now, keys.Period, client);
    }

    /// <summary>Whether an id was issued to this address within the last minute or two.</summary>
    public bool IsValid(ulong id, in PeerEndPoint client)
    {
        Keys keys = Current();
        // The lowest bit says which of the two keys made the id.
        bool isCurrent = ((uint)id & 1) == ((uint)keys.Period & 1);
        return id == (isCurrent ? Sign(keys.Now, keys.Period, client) : Sign(keys.Before, keys.Period - 1, client));
    }

    private static ulong Sign(in SipKey key, long period, in PeerEndPoint client)
    {
        Span<byte> address = stackalloc byte[16];
        client.WriteAddress(address);
        return (key.Sign(address) & ~1UL) | ((ulong)period & 1);
    }

    private Keys Current()
    {
        long period = (long)_time.GetElapsedTime(_start).TotalSeconds / PeriodSeconds;
        Keys keys = _keys;
        return keys.Period == period ? keys : Rotate(period);
    }

    private Keys Rotate(long period)
    {
        lock (_lock)
        {
            Keys keys = _keys;
            if (keys.Period >= period) return keys;
            return _keys = new Keys(period, SipKey.Create(), keys.Period + 1 == period ? keys.Now : SipKey.Create());
        }
    }

    private sealed record Keys(long Period, SipKey Now, SipKey Before);
}
