namespace EdgeSeed.Config;

/// <summary><c>[seeder.quota]</c>: how much may be sent in a day and a month; survives restarts.</summary>
internal sealed record QuotaConfig
{
    /// <summary>Bytes a day, counted from local midnight.</summary>
    public ByteSize Day { get; init; } = ByteSize.Unlimited;

    /// <summary>Bytes a month.</summary>
    public ByteSize Month { get; init; } = ByteSize.Unlimited;

    /// <summary>Day of the month on which the month's count starts anew.</summary>
    public int MonthStartsOn { get; init; } = 1;
}
