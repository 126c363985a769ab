namespace EdgeSeed.Status;

/// <summary>What may be sent, and how much of it has been.</summary>
internal sealed record BudgetStatus
{
    /// <summary>The rate that holds now, in bytes a second, everything included; null when unlimited, 0 while uploading is paused.</summary>
    public long? LimitBytesPerSecond { get; init; }

    /// <summary>What was set by hand instead of the configured rate; null when nothing was.</summary>
    public HoldStatus? Hold { get; init; }

    /// <summary>Days and hours of the schedule that holds now, such as <c>mon-fri 22:00-06:00</c>; null outside of all of them.</summary>
    public string? Window { get; init; }

    /// <summary>Everything sent since the service started, in bytes: payload, protocol, tracker answers and packet headers.</summary>
    public long SentBytes { get; init; }

    /// <summary>The quota from midnight to midnight; null when there is none.</summary>
    public QuotaStatus? Day { get; init; }

    /// <summary>The quota of the month; null when there is none.</summary>
    public QuotaStatus? Month { get; init; }

    /// <summary>Whether a quota is used up, so that nothing is uploaded.</summary>
    public bool IsSpent => Day is { IsSpent: true } || Month is { IsSpent: true };
}

/// <summary>A rate that was set by hand.</summary>
/// <param name="BytesPerSecond">Null for unlimited, 0 while everything is paused.</param>
/// <param name="SecondsLeft">Until the configured rate holds again; null when it is waited for somebody.</param>
internal sealed record HoldStatus(long? BytesPerSecond, long? SecondsLeft);

/// <summary>Bytes that may be sent in a day or a month.</summary>
/// <param name="UsedBytes">Sent since it began, over restarts.</param>
/// <param name="LimitBytes">What may be sent until it begins anew.</param>
/// <param name="SecondsLeft">Until it begins anew.</param>
internal sealed record QuotaStatus(long UsedBytes, long LimitBytes, long SecondsLeft)
{
    /// <summary>Whether it is used up.</summary>
    public bool IsSpent => UsedBytes >= LimitBytes;
}
