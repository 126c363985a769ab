namespace EdgeSeed.Engine.Budget;

public sealed partial class UploadBudget
{
    private const int LargestGrantBytes = 64 * 1024;
    private const int SmallestSliceBytes = 1024;

    /// <summary>
    /// So small a part of a grant is a slice on a slow line, where it is seldom needed: an acknowledgement that came between two packets would else keep
    /// the whole second one back.
    /// </summary>
    private const int SlicesGrant = 4;

    private const int GrantsPerSecond = 20;

    /// <summary>Bytes on the wire of a packet that is full on any path.</summary>
    private const int WholePacketBytes = 1400;

    /// <summary>
    /// The bucket fills at this part of the rate. The rest is for packets that the kernel sends unasked, and for what one more grant at the end of a
    /// stretch makes of its average.
    /// </summary>
    private const double FillFraction = 0.986;

    /// <summary>How late a timer may be for the bucket to hold all that it has missed, in seconds.</summary>
    private const double LateSeconds = 0.05;

    private const int MostLateBytes = 4 * LargestGrantBytes;

    /// <summary>Bare acknowledgements that the kernel may add at any moment: the window is left so much below its limit.</summary>
    private const int UnaskedBytes = 2 * PacketOverhead.SegmentBytes;

    /// <summary>But there is always a little room for what a late timer left unused.</summary>
    private const double LeastHeadroom = 0.01;

    /// <summary>
    /// This part of what was charged in the last second is expected again before the next grant: on a slow line there are a few grants in a second.
    /// </summary>
    private const int UnaskedDivisor = 2;

    /// <summary>A refused party that has not asked again for this long no longer holds the others back.</summary>
    private static readonly TimeSpan s_waitingExpiry = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Bytes that open the bucket: a twentieth of a second's worth, but on a slow line one packet, of which a whole number fills a second: so packets
    /// leave evenly, and no second holds one more than another.
    /// </summary>
    private double GrantBytes
    {
        get
        {
            double grants = Math.Clamp(Math.Ceiling(_bytesPerSecond / (double)WholePacketBytes), 1, GrantsPerSecond);
            return Math.Min(_bytesPerSecond / grants, LargestGrantBytes);
        }
    }

    /// <summary>No less is granted in one go, unless less is wanted: a slice of few bytes is mostly headers.</summary>
    private int SliceBytes => (int)Math.Min(SmallestSliceBytes, GrantBytes / SlicesGrant);

    /// <summary>One grant and what comes in while a timer is late; the log of the last second keeps it from being a burst.</summary>
    private double Capacity => GrantBytes + Math.Min(_bytesPerSecond * LateSeconds, MostLateBytes);

    private double FillPerSecond => _bytesPerSecond * FillFraction;

    /// <summary>What the last second may hold for more to be granted.</summary>
    private long WindowBytes(long now) =>
        Math.Max((long)(_bytesPerSecond * (1 + LeastHeadroom)), (long)(_bytesPerSecond * (1 + WindowHeadroom)) - UnaskedBytes) - _lastSecondCharged.Sum(now) / UnaskedDivisor;

    /// <summary>The same for all but the packet whose turn it is.</summary>
    private long OpenBytes(long now) => WindowBytes(now) - KeptForPacket;

    /// <summary>What a slice costs that is worth a packet's headers.</summary>
    private static int CostOf(int payload, int segmentPayload) => payload + PacketOverhead.Of(payload, segmentPayload);

    internal void Withdraw(BudgetShare share)
    {
        lock (_gate) share.IsWaiting = false;
    }

    internal void Close(BudgetShare share)
    {
        lock (_gate)
        {
            _shares.Remove(share);
        }
    }

    /// <summary>For a share of data, or without one for everything else.</summary>
    private int Take(BudgetShare? share, int wanted, int segmentPayload, bool isData = true)
    {
        if (IsUnlimited)
        {
            Interlocked.Add(ref _totalBytes, wanted + PacketOverhead.Of(wanted, segmentPayload));
            return wanted;
        }
        lock (_gate) return TakeLocked(share, wanted, segmentPayload, isData, _time.GetTimestamp());
    }

    private void GiveBack(BudgetShare? share, int cost)
    {
        Interlocked.Add(ref _totalBytes, -cost);
        if (IsUnlimited) return;
        lock (_gate)
        {
            _tokens = Math.Min(_tokens + cost, Capacity);
            _lastSecond.Remove(cost);
            if (share is not null) share.VirtualBytes -= cost / (double)share.Weight;
            else _lastSecondAside.Remove(cost);
        }
    }

    private int TakeLocked(BudgetShare? share, int wanted, int segmentPayload, bool isData, long now)
    {
        Refill(now);
        if (share is null) return TakeAsideLocked(wanted, segmentPayload, now);
        if (_tokens >= GrantBytes) _isOpen = true;
        int room = (int)Math.Min(Math.Min(_tokens, _lastSecond.Room(now, OpenBytes(now)) - KeptAside(now)), int.MaxValue / 2);
        int granted = _isOpen && !IsOwedToAnother(share, now) ? PayloadWithin(room, wanted, segmentPayload) : 0;
        int least = Math.Min(wanted, SliceBytes);
        if (granted < least)
        {
            if (room < CostOf(least, segmentPayload)) _isOpen = false;
            if (!share.IsWaiting) JoinQueue(share);
            share.IsWaiting = true;
            share.WaitingSince = now;
            NoteHunger(share, now, SecondsUntilGrant(now), isData);
            return 0;
        }
        int cost = CostOf(granted, segmentPayload);
        _tokens -= cost;
        _lastSecond.Add(now, cost);
        Interlocked.Add(ref _totalBytes, cost);
        share.VirtualBytes += cost / (double)share.Weight;
        share.IsWaiting = granted < wanted;
        share.WaitingSince = now;
        if (granted < wanted)
        {
            _isOpen = false;
            NoteHunger(share, now, 0, isData);
        }
        return granted;
    }

    /// <summary>A party wants more until it has had the time to ask again, and a little longer: the next request may be on its way.</summary>
    private void NoteHunger(BudgetShare share, long now, double secondsUntilGrant, bool isData)
    {
        share.HungryUntil = now + (long)((secondsUntilGrant + s_waitingExpiry.TotalSeconds) * _time.TimestampFrequency);
        if (isData) share.HungryForDataUntil = share.HungryUntil;
    }

    private static int PayloadWithin(int room, int wanted, int segmentPayload)
    {
        if (CostOf(wanted, segmentPayload) <= room) return wanted;
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
        _tokens = Math.Min(_tokens + seconds * FillPerSecond, Capacity);
        _asideTokens = Math.Min(_asideTokens + seconds * _bytesPerSecond * AsidePart, AsideCapacity);
    }
}
