namespace EdgeSeed.Engine.Budget;

/// <content>
/// Packets of our own that leave in one piece, whenever that is: what trackers, web servers and name servers are asked. On a slow line one of them is a tenth of
/// a second's worth, so it waits until the second has room for the whole of it, which nobody else gets meanwhile. On a fast line there is room at any time.
/// </content>
public sealed partial class UploadBudget
{
    /// <summary>Whoever is first and finds no room for so long goes without: what cannot wait fills the line, and an answer is waited for.</summary>
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(3);

    private readonly Queue<Packet> _packets = [];
    private long _firstSince;

    /// <summary>Bytes of a second that are kept for the packet whose turn it is.</summary>
    private long KeptForPacket => _packets.TryPeek(out Packet? first) ? first.Bytes : 0;

    /// <summary>
    /// Waits until the second has room for something that leaves in one piece, in the order in which it is asked for, and counts it. It waits a second where others are
    /// served meanwhile, and three at most once it is the first.
    /// </summary>
    /// <param name="bytes">Bytes on the wire, headers included.</param>
    /// <param name="cancellation">Ends the wait; nothing is charged then.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async ValueTask MakeRoomAsync(int bytes, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        if (IsUnlimited)
        {
            Interlocked.Add(ref _totalBytes, bytes);
            return;
        }
        var packet = new Packet(bytes);
        using CancellationTokenRegistration registration = cancellation.UnsafeRegister(
            static (state, token) => ((Packet)state!).Completion.TrySetCanceled(token), packet);
        lock (_gate)
        {
            if (_packets.Count == 0) _firstSince = _time.GetTimestamp();
            _packets.Enqueue(packet);
        }
        PumpWaiters();
        await packet.Completion.Task.ConfigureAwait(false);
    }

    /// <summary>Lets those go for whom there is room.</summary>
    /// <returns>Seconds until there may be for the next; the most there are when nobody waits.</returns>
    private double PumpPackets(long now)
    {
        while (_packets.TryPeek(out Packet? first))
        {
            if (!first.Completion.Task.IsCompleted)
            {
                double seconds = SecondsUntilRoom(first.Bytes, now);
                if (seconds > 0) return seconds;
                if (first.Completion.TrySetResult()) CountPacket(first.Bytes, now);
            }
            _packets.Dequeue();
            _firstSince = now;
        }
        return double.MaxValue;
    }

    private void CountPacket(int bytes, long now)
    {
        Interlocked.Add(ref _totalBytes, bytes);
        if (IsUnlimited) return;
        _tokens -= bytes;
        _lastSecond.Add(now, bytes);
    }

    /// <summary>One that is larger than a second, or than the bucket, goes when that is empty, or full.</summary>
    private double SecondsUntilRoom(int bytes, long now)
    {
        if (IsUnlimited) return 0;
        Refill(now);
        long window = WindowBytes(now);
        double untilRoom = _lastSecond.SecondsUntilRoom(now, window - Math.Min(bytes, window) + 1);
        double untilTokens = (Math.Min(bytes, GrantBytes) - GrantBytes - _tokens) / FillPerSecond;
        return Math.Min(Math.Max(untilRoom, untilTokens), (s_longestWait - _time.GetElapsedTime(_firstSince, now)).TotalSeconds);
    }

    private sealed record Packet(int Bytes)
    {
        public TaskCompletionSource Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
