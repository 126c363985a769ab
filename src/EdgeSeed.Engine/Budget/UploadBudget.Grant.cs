namespace EdgeSeed.Engine.Budget;

public sealed partial class UploadBudget
{
    private const int LargestGrantBytes = 64 * 1024;
    private const int SmallestGrantBytes = 2048;
    private const int SmallestSliceBytes = 1024;
    private const int GrantsPerSecond = 20;

    /// <summary>A refused party that has not asked again for this long no longer holds the others back.</summary>
    private static readonly TimeSpan s_waitingExpiry = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Bytes that open the bucket: a twentieth of a second's worth, but on a slow line a whole packet, of which a whole number fills a
    /// second: else
    /// the last part of each second would be too short for one more.
    /// </summary>
    private double GrantBytes
    {
        get
        {
            double grants = Math.Clamp(Math.Ceiling(_bytesPerSecond / (double)SmallestGrantBytes), 1, GrantsPerSecond);
            return Math.Min(_bytesPerSecond / grants, LargestGrantBytes);
        }
    }

    /// <summary>No less is granted in one go, unless less is wanted: a slice of few bytes is mostly headers.</summary>
    private int SliceBytes => (int)Math.Min(SmallestSliceBytes, GrantBytes / 2);

    /// <summary>Two grants, because what is too short for a slice is left over; the log of the last second keeps it from being a burst.</summary>
    private double Capacity => 2 * GrantBytes + _bytesPerSecond * WindowHeadroom;

    private long WindowBytes => (long)(_bytesPerSecond * (1 + WindowHeadroom));

    internal void Withdraw(BudgetShare share)
    {
        lock (_gate) share.IsWaiting = false;
    }

    internal void Close(BudgetShare share)
    {
        lock (_gate)
        {
            share.IsWaiting = false;
            _shares.Remove(share);
        }
    }

    private int TakeLocked(BudgetShare share, int wanted, int segmentPayload, long now)
    {
        Refill(now);
        if (_tokens >= GrantBytes) _isOpen = true;
        int room = (int)Math.Min(Math.Min(_tokens, _lastSecond.Room(now, WindowBytes)), int.MaxValue / 2);
        int granted = _isOpen && !IsOwedToAnother(share, now) ? PayloadWithin(room, wanted, segmentPayload) : 0;
        if (granted < Math.Min(wanted, SliceBytes))
        {
            if (room < SliceBytes + PacketOverhead.SegmentBytes) _isOpen = false;
            if (!share.IsWaiting) JoinQueue(share);
            share.IsWaiting = true;
            share.WaitingSince = now;
            return 0;
        }
        int cost = granted + PacketOverhead.Of(granted, segmentPayload);
        _tokens -= cost;
        _lastSecond.Add(now, cost);
        Interlocked.Add(ref _totalBytes, cost);
        share.VirtualBytes += cost / (double)share.Weight;
        share.IsWaiting = granted < wanted;
        share.WaitingSince = now;
        if (granted < wanted) _isOpen = false;
        return granted;
    }

    private static int PayloadWithin(int room, int wanted, int segmentPayload)
    {
        if (wanted + PacketOverhead.Of(wanted, segmentPayload) <= room) return wanted;
        int full = room / (segmentPayload + PacketOverhead.SegmentBytes);
        int rest = room - full * (segmentPayload + PacketOverhead.SegmentBytes) - PacketOverhead.SegmentBytes;
        return Math.Min(wanted, full * segmentPayload + Math.Max(0, rest));
    }

    private bool IsOwedToAnother(BudgetShare asking, long now)
    {
        foreach (BudgetShare other in _shares)
        {
            if (other.IsWaiting && !ReferenceEquals(other, asking) && other.VirtualBytes < asking.VirtualBytes
                && _time.GetElapsedTime(other.WaitingSince, now) < s_waitingExpiry)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>A party that was idle does not get back what it did not ask for while it was away.</summary>
    private void JoinQueue(BudgetShare share) => share.VirtualBytes = Math.Max(share.VirtualBytes, LowestVirtualBytes());

    private double LowestVirtualBytes()
    {
        double lowest = double.MaxValue;
        foreach (BudgetShare share in _shares)
        {
            if (share.IsWaiting) lowest = Math.Min(lowest, share.VirtualBytes);
        }
        if (lowest < double.MaxValue) return lowest;
        foreach (BudgetShare share in _shares) lowest = Math.Min(lowest, share.VirtualBytes);
        return lowest < double.MaxValue ? lowest : 0;
    }

    private void Refill(long now)
    {
        double seconds = (now - _refilledAt) / (double)_time.TimestampFrequency;
        _refilledAt = now;
        if (_bytesPerSecond == Unlimited) return;
        _tokens = Math.Min(_tokens + seconds * _bytesPerSecond, Capacity);
    }
}
