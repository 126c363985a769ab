using EdgeSeed.Engine.Budget;

namespace Simulation.Worlds;

/// <summary>
/// What leaves on a line, headers included: the promise is that no window of one second, wherever it begins, holds more than the rate and 3 %.
/// </summary>
/// <param name="world">The world it is in.</param>
internal sealed class Wire(World world)
{
    private readonly Queue<(long At, int Bytes)> _lastSecond = new();
    private readonly Queue<(long At, double Limit)> _limits = new();
    private double _limit = double.PositiveInfinity;
    private long _sum;

    /// <summary>All bytes so far.</summary>
    public long TotalBytes { get; private set; }

    /// <summary>The fullest second as a part of what was allowed.</summary>
    public double Fullest { get; private set; }

    /// <summary>Sets the rate that is promised from now on; infinity for none.</summary>
    public void Limit(double bytesPerSecond)
    {
        if (TotalBytes > 0) _limits.Enqueue((world.Now, _limit));
        _limit = bytesPerSecond;
    }

    /// <summary>Notes bytes handed to a socket, with the headers of their packets.</summary>
    public void Send(int payload, int segmentPayload) => Add(payload + PacketOverhead.Of(payload, segmentPayload));

    /// <summary>Notes a packet that the kernel sends by itself.</summary>
    public void SendBare() => TotalBytes += PacketOverhead.SegmentBytes;

    private void Add(int bytes)
    {
        long second = world.Now - TimeSpan.TicksPerSecond;
        TotalBytes += bytes;
        _sum += bytes;
        _lastSecond.Enqueue((world.Now, bytes));
        while (_lastSecond.Peek().At <= second) _sum -= _lastSecond.Dequeue().Bytes;
        // A window that has seen a higher rate may hold what that allowed.
        double allowed = _limit;
        while (_limits.TryPeek(out (long At, double Limit) before) && before.At <= second) _limits.Dequeue();
        foreach ((long _, double limit) in _limits) allowed = Math.Max(allowed, limit);
        Fullest = Math.Max(Fullest, _sum / allowed);
    }
}
