using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Swarms;

/// <summary>Who left a torrent last, for peer exchange (BEP 11). Older departures are forgotten: whoever connects to such a peer finds out.</summary>
internal sealed class PeerDepartures
{
    /// <summary>Departures remembered.</summary>
    public const int Capacity = 16;

    private readonly PeerEndPoint[] _peers = new PeerEndPoint[Capacity];
    private readonly long[] _times = new long[Capacity];
    private int _next;

    /// <summary>Notes that a peer is gone.</summary>
    public void Add(in PeerEndPoint peer, long now)
    {
        _peers[_next] = peer;
        _times[_next] = now;
        _next = (_next + 1) % Capacity;
    }

    /// <summary>Copies those who left after a moment, and returns how many.</summary>
    /// <param name="time">Session milliseconds, positive.</param>
    /// <param name="destination">Room for <see cref="Capacity"/>.</param>
    public int CopySince(long time, Span<PeerEndPoint> destination)
    {
        int count = 0;
        for (int i = 0; i < Capacity; i++)
        {
            if (_times[i] > time) destination[count++] = _peers[i];
        }
        return count;
    }
}
