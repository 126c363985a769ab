using EdgeSeed.Linux.Supervision;

namespace EdgeSeed.Engine.Budget;

/// <summary>
/// The one cap over everything this process sends: blocks, protocol messages, web downloads, tracker answers and the packet headers
/// around them. A token bucket makes the average, a log of the last second makes the promise: no window of one second exceeds the
/// rate by more than <see cref="WindowHeadroom"/>, from 4 KB/s to line rate. With demand 98.6 % of the rate is used: what the kernel adds unasked comes
/// on top. Safe to use from any thread.
/// </summary>
/// <remarks>
/// The bucket opens once it holds a whole grant and then gives until it is empty: at 4 KB/s that is one packet three times a second, because many
/// small packets would spend a third of a slow line on headers.
/// </remarks>
public sealed partial class UploadBudget
{
    /// <summary>The rate that means no limit: nothing is delayed, only counted.</summary>
    public const long Unlimited = long.MaxValue;

    /// <summary>The least rate that can be kept, in bytes per second: one small packet a second.</summary>
    public const long MinimumBytesPerSecond = 512;

    /// <summary>How far one second may exceed the rate, as a fraction: makes good what a late timer left unused.</summary>
    public const double WindowHeadroom = 0.03;

    /// <summary>The part of a limited rate that acknowledgements of what strangers send may take.</summary>
    public const double AcknowledgedPart = 0.08;

    /// <summary>Parties that may hold a share at once; <see cref="Open"/> refuses more.</summary>
    public const int MaximumShares = 256;

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Supervisor? _supervisor;
    private readonly SecondLog _lastSecond;
    private readonly SecondLog _lastSecondCharged;
    private readonly SecondLog _lastSecondAside;
    private readonly List<BudgetShare> _shares = [];
    private long _bytesPerSecond;
    private double _tokens;
    private long _refilledAt;
    private bool _isOpen;
    private bool _isPaused;
    private long _totalBytes;

    /// <summary>A budget that starts empty, so that the first second is like any other.</summary>
    /// <param name="bytesPerSecond">
    /// Bytes per second, at least <see cref="MinimumBytesPerSecond"/> (less is raised to it), or <see cref="Unlimited"/>.
    /// </param>
    /// <param name="time">The clock; only differences matter.</param>
    /// <param name="supervisor">Runs the timer of those who wait; by default the process ends when that fails.</param>
    public UploadBudget(long bytesPerSecond, TimeProvider time, Supervisor? supervisor = null)
    {
        ArgumentNullException.ThrowIfNull(time);
        (_time, _supervisor) = (time, supervisor);
        _lastSecond = new SecondLog(time.TimestampFrequency);
        _lastSecondCharged = new SecondLog(time.TimestampFrequency);
        _lastSecondAside = new SecondLog(time.TimestampFrequency);
        _refilledAt = time.GetTimestamp();
        BytesPerSecond = bytesPerSecond;
    }

    /// <summary>
    /// The rate in bytes per second, or <see cref="Unlimited"/>. May be changed while in use; the change holds from the next grant.
    /// </summary>
    public long BytesPerSecond
    {
        get => Volatile.Read(ref _bytesPerSecond);
        set
        {
            lock (_gate)
            {
                Refill(_time.GetTimestamp());
                Volatile.Write(ref _bytesPerSecond, Math.Max(value, MinimumBytesPerSecond));
                _isPaused = false;
                _tokens = Math.Min(_tokens, Capacity);
                _asideTokens = Math.Min(_asideTokens, AsideCapacity);
            }
            PumpWaiters();
        }
    }

    /// <summary>
    /// Whether data is held back, after <see cref="Pause"/>: peers are choked and downloads refused. What keeps connections alive, and tracker
    /// answers, still go out at <see cref="MinimumBytesPerSecond"/>.
    /// </summary>
    public bool IsPaused => Volatile.Read(ref _isPaused);

    /// <summary>Whether there is no limit.</summary>
    public bool IsUnlimited => BytesPerSecond == Unlimited;

    /// <summary>Bytes granted and charged since the start, packet headers included, refunds deducted.</summary>
    public long TotalBytes => Volatile.Read(ref _totalBytes);

    /// <summary>Holds data back until <see cref="BytesPerSecond"/> is set again.</summary>
    public void Pause()
    {
        lock (_gate)
        {
            BytesPerSecond = MinimumBytesPerSecond;
            Volatile.Write(ref _isPaused, true);
        }
    }

    /// <summary>Joins the budget; the share starts level with the one served least.</summary>
    /// <returns>Null when <see cref="MaximumShares"/> are open: the caller tells its client to come back later.</returns>
    public BudgetShare? Open()
    {
        lock (_gate)
        {
            if (_shares.Count == MaximumShares) return null;
            var share = new BudgetShare(this) { VirtualBytes = LowestVirtualBytes() };
            _shares.Add(share);
            return share;
        }
    }

    /// <summary>
    /// Takes up to <paramref name="wanted"/> bytes at once, if the rate allows and no other waiting party is owed them first.
    /// </summary>
    /// <param name="share">Who asks.</param>
    /// <param name="wanted">Payload bytes wanted, positive.</param>
    /// <param name="segmentPayload">Payload bytes per packet (<see cref="PacketOverhead.Of"/>): the headers are charged on top.</param>
    /// <param name="isData">Whether it is data, of which the rest has to leave enough; not what is only said.</param>
    /// <returns>Bytes to send now, at most <paramref name="wanted"/>; 0 means: ask again after <see cref="NextGrantDelay"/>.</returns>
    public int TryTake(BudgetShare share, int wanted, int segmentPayload = PacketOverhead.DefaultSegmentPayload, bool isData = true)
    {
        ArgumentNullException.ThrowIfNull(share);
        return Take(share, wanted, segmentPayload, isData);
    }

    /// <summary>Gives back what of a grant was not sent: its cost less that of what was, which had packets of its own.</summary>
    /// <param name="share">Whose grant.</param>
    /// <param name="granted">Payload bytes granted.</param>
    /// <param name="sent">Payload bytes of them that left.</param>
    /// <param name="segmentPayload">Payload bytes per packet, as when they were granted.</param>
    public void Refund(BudgetShare share, int granted, int sent, int segmentPayload = PacketOverhead.DefaultSegmentPayload)
    {
        ArgumentNullException.ThrowIfNull(share);
        GiveBack(share, CostOf(granted, segmentPayload) - CostOf(sent, segmentPayload));
    }

    /// <summary>
    /// Counts bytes that are sent whatever the budget says, because they are small and cannot wait: handshakes, bare ACKs.
    /// Grants after it are late by as much, so the average and the window hold.
    /// </summary>
    /// <param name="bytes">Bytes on the wire, headers included.</param>
    public void Charge(int bytes)
    {
        Interlocked.Add(ref _totalBytes, bytes);
        if (IsUnlimited) return;
        lock (_gate)
        {
            Refill(_time.GetTimestamp());
            _tokens -= bytes;
            _lastSecond.Add(_refilledAt, bytes);
            _lastSecondCharged.Add(_refilledAt, bytes);
        }
    }

    /// <summary>
    /// Counts a packet by which the kernel acknowledges what somebody sent, as long as such take no more than <see cref="AcknowledgedPart"/> of the rate:
    /// who sends many small packets takes no more of the line from others. What is beyond is the kernel's alone.
    /// </summary>
    public void ChargeAcknowledgement()
    {
        if (!IsUnlimited)
        {
            lock (_gate)
            {
                Refill(_time.GetTimestamp());
                if (_lastSecondCharged.Sum(_refilledAt) + PacketOverhead.SegmentBytes > Math.Max(_bytesPerSecond * AcknowledgedPart, 2 * PacketOverhead.SegmentBytes)) return;
            }
        }
        Charge(PacketOverhead.SegmentBytes);
    }

    /// <summary>How long from now until a refused party should ask again; zero when it may at once.</summary>
    public TimeSpan NextGrantDelay()
    {
        if (IsUnlimited) return TimeSpan.Zero;
        lock (_gate)
        {
            long now = _time.GetTimestamp();
            Refill(now);
            return TimeSpan.FromSeconds(SecondsUntilGrant(now));
        }
    }

    private double SecondsUntilGrant(long now)
    {
        double missing = (_isOpen ? 1 : GrantBytes) - _tokens;
        double untilRoom = _lastSecond.SecondsUntilRoom(now, OpenBytes(now) - KeptAside(now) - CostOf(SliceBytes, PacketOverhead.DefaultSegmentPayload));
        return Math.Max(0, Math.Max(missing / FillPerSecond, untilRoom));
    }
}
