namespace EdgeSeed.Status;

/// <summary>Bytes that may be sent in a day or a month.</summary>
/// <param name="UsedBytes">Sent since it began, over restarts.</param>
/// <param name="LimitBytes">What may be sent until it begins anew.</param>
/// <param name="SecondsLeft">Until it begins anew.</param>
internal sealed record QuotaStatus(long UsedBytes, long LimitBytes, long SecondsLeft)
{
    /// <summary>Whether it is used up.</summary>
    public bool IsSpent => UsedBytes >= LimitBytes;
}
