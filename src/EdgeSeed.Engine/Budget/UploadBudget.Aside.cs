namespace EdgeSeed.Engine.Budget;

/// <content>
/// What is not the torrents' data: pages, info dictionaries, answers of the tracker, own announces. While data is wanted it gets
/// <see cref="AsidePart"/> of the rate, which is kept free for it as long as somebody asks; what data leaves, it gets besides.
/// </content>
public sealed partial class UploadBudget
{
    /// <summary>
    /// The part of a limited rate that goes to everything but data, while data is wanted: less than a fifth, so that data keeps four fifths of what it
    /// would get alone.
    /// </summary>
    public const double AsidePart = 0.15;

    /// <summary>So many seconds of that part can be saved up while nobody asks.</summary>
    private const double AsideSeconds = 2;

    /// <summary>A message that is reserved is paid for in so many seconds at most: 16 KiB at 4 KB/s.</summary>
    private const double LongestReserveSeconds = 26;

    /// <summary>How long the part is kept free after it was asked for.</summary>
    private static readonly TimeSpan s_asideExpiry = TimeSpan.FromSeconds(2);

    /// <summary>Data counts as waiting for so long after it has.</summary>
    private static readonly TimeSpan s_betweenBlocks = TimeSpan.FromSeconds(1);

    private double _asideTokens;
    private long _asideAskedAt = long.MinValue;

    private double AsideCapacity => _bytesPerSecond * AsidePart * AsideSeconds;

    /// <summary>Whether so much may be sent now that cannot be sent by and by, or later: an answer over UDP. If so, <see cref="ChargeAside"/> it.</summary>
    /// <param name="bytes">Bytes on the wire, headers included.</param>
    public bool MayGoAside(int bytes) => RoomAside() >= bytes;

    /// <summary>How much <see cref="MayGoAside"/> allows at present, in bytes on the wire; the largest number there is without a limit.</summary>
    public int RoomAside()
    {
        if (IsUnlimited) return int.MaxValue;
        lock (_gate)
        {
            long now = _time.GetTimestamp();
            Refill(now);
            _asideAskedAt = now;
            return (int)Math.Clamp(AsideRoom(now), 0, int.MaxValue);
        }
    }

    /// <summary>Counts what <see cref="MayGoAside"/> allowed, or what the kernel sends for strangers whom nobody asked.</summary>
    /// <param name="bytes">Bytes on the wire, headers included.</param>
    public void ChargeAside(int bytes)
    {
        Interlocked.Add(ref _totalBytes, bytes);
        if (IsUnlimited) return;
        lock (_gate)
        {
            Refill(_time.GetTimestamp());
            _tokens -= bytes;
            _lastSecond.Add(_refilledAt, bytes);
            SpendAside(bytes, _refilledAt);
        }
    }

    /// <summary>
    /// Counts what the kernel sends for a stranger who is refused, as long as the part for that lasts: a storm of such takes no more of the line from others.
    /// </summary>
    /// <param name="bytes">Bytes on the wire, headers included.</param>
    public void ChargeRefusal(int bytes)
    {
        if (!IsUnlimited)
        {
            lock (_gate)
            {
                Refill(_time.GetTimestamp());
                // Debt ends there: what goes beyond would be taken from data without being owed.
                if (_asideTokens - bytes < -AsideCapacity || _tokens < -_bytesPerSecond) return;
            }
        }
        ChargeAside(bytes);
    }

    /// <summary>
    /// Books bytes that will be taken as data, by a message that is larger than what may go aside at once: so many fewer go aside afterwards.
    /// </summary>
    /// <param name="bytes">Bytes on the wire, headers included.</param>
    /// <returns>False while the part is used up: ask again after a while.</returns>
    public bool TryReserveAside(int bytes)
    {
        if (IsUnlimited) return true;
        lock (_gate)
        {
            long now = _time.GetTimestamp();
            Refill(now);
            // Between two blocks nothing waits for a moment, and what is promised then is sent while data waits again.
            bool isDataWaiting = IsDataWaiting(now - (long)(s_betweenBlocks.TotalSeconds * _time.TimestampFrequency), isMoreThanSaid: true);
            if (_asideTokens <= 0 && isDataWaiting) return false;
            // What data leaves is nobody's debt.
            double least = isDataWaiting ? -LongestReserveSeconds * _bytesPerSecond * AsidePart : Math.Min(_asideTokens, 0);
            _asideTokens = Math.Max(_asideTokens - bytes, least);
            return true;
        }
    }

    /// <summary>Whether what is not data has used up its part, and as much again, or a second of the line: who comes now cannot be answered soon.</summary>
    public bool IsAsideOverdrawn
    {
        get
        {
            if (IsUnlimited) return false;
            lock (_gate)
            {
                long now = _time.GetTimestamp();
                Refill(now);
                // While no data waits its part is nobody's debt, but the whole line is somebody's who comes next.
                return _tokens < -_bytesPerSecond || (_asideTokens < -AsideCapacity / 2 && IsDataWaiting(now));
            }
        }
    }

    /// <summary>
    /// Takes up to <paramref name="wanted"/> bytes of what is not data, waiting for them as long as it takes. Who asks again after each grant takes turns
    /// with the others who wait.
    /// </summary>
    /// <param name="wanted">Payload bytes wanted, positive.</param>
    /// <param name="cancellation">Ends the wait; nothing is charged then.</param>
    /// <returns>Bytes to send now, from 1 to <paramref name="wanted"/>.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public ValueTask<int> TakeAsideAsync(int wanted, CancellationToken cancellation = default) => WaitAsync(null, wanted, cancellation);

    /// <summary>
    /// Waits until <see cref="TryReserveAside"/> books what leaves by and by through <see cref="MakeRoomAsync"/>; those who wait take turns with the others.
    /// </summary>
    /// <param name="bytes">Bytes on the wire, headers included.</param>
    /// <param name="cancellation">Ends the wait; nothing is booked then.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async ValueTask ReserveAsideAsync(int bytes, CancellationToken cancellation = default) =>
        await WaitAsync(null, bytes, cancellation, isReserved: true).ConfigureAwait(false);

    /// <summary>The same for who cannot wait.</summary>
    /// <returns>0 means: ask again after a while.</returns>
    public int TryTakeAside(int wanted, int segmentPayload = PacketOverhead.DefaultSegmentPayload) => Take(null, wanted, segmentPayload);

    private int TakeAsideLocked(int wanted, int segmentPayload, long now)
    {
        _asideAskedAt = now;
        int room = (int)Math.Min(AsideRoom(now), int.MaxValue / 2);
        int granted = PayloadWithin(room, wanted, segmentPayload);
        if (granted < Math.Min(wanted, SliceBytes)) return 0;
        int cost = CostOf(granted, segmentPayload);
        _tokens -= cost;
        SpendAside(cost, now);
        _lastSecond.Add(now, cost);
        Interlocked.Add(ref _totalBytes, cost);
        return granted;
    }

    /// <summary>Bytes that may go aside now: of its own part, or when no data waits, of everything; one grant's worth goes before data.</summary>
    private double AsideRoom(long now)
    {
        bool isEntitled = _asideTokens > 0 || !IsDataWaiting(now);
        return isEntitled ? Math.Min(_tokens + GrantBytes, _lastSecond.Room(now, OpenBytes(now))) : 0;
    }

    /// <summary>Bytes of the last second's room that data leaves free, as long as somebody asks for them: what of the part was not sent in that second.</summary>
    private long KeptAside(long now) =>
        _asideAskedAt != long.MinValue && _time.GetElapsedTime(_asideAskedAt, now) < s_asideExpiry
            ? (long)Math.Clamp(_asideTokens, 0, Math.Max(0, _bytesPerSecond * AsidePart - _lastSecondAside.Sum(now)))
            : 0;

    /// <summary>How long from now until a refused party should ask again.</summary>
    private double SecondsUntilAside(long now)
    {
        int least = CostOf(SliceBytes, PacketOverhead.DefaultSegmentPayload);
        double seconds = Math.Max(0, Math.Max(least - _tokens - GrantBytes, IsDataWaiting(now) ? -_asideTokens / AsidePart : 0)) / _bytesPerSecond;
        return Math.Max(seconds, _lastSecond.SecondsUntilRoom(now, OpenBytes(now) - least));
    }

    /// <summary>How long from now until something can be booked; data may want less sooner, so it is asked again in a second.</summary>
    private double SecondsUntilReserve() => Math.Clamp(-_asideTokens / (_bytesPerSecond * AsidePart), 0, 1);

    /// <summary>What data leaves is nobody's debt; nor does debt grow for ever.</summary>
    private void SpendAside(int bytes, long now)
    {
        _lastSecondAside.Add(now, bytes);
        _asideTokens = Math.Max(_asideTokens - bytes, Math.Min(_asideTokens, IsDataWaiting(now) ? -AsideCapacity : 0));
    }

    /// <summary>Whether a party wants what it was refused; <paramref name="isMoreThanSaid"/>: data itself.</summary>
    private bool IsDataWaiting(long now, bool isMoreThanSaid = false)
    {
        foreach (BudgetShare share in _shares)
        {
            if (now < (isMoreThanSaid ? share.HungryForDataUntil : share.HungryUntil)) return true;
        }
        return false;
    }
}
