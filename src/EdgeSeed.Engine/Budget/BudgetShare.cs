namespace EdgeSeed.Engine.Budget;

/// <summary>
/// One party that spends from an <see cref="UploadBudget"/>: all peers of a session together, or one web download. While several
/// are short of bytes, what each gets is in proportion to its <see cref="Weight"/>.
/// </summary>
public sealed class BudgetShare : IDisposable
{
    private readonly UploadBudget _budget;

    internal BudgetShare(UploadBudget budget) => _budget = budget;

    /// <summary>How many equal customers this party stands for, at least 1: for a session, its peers that are being served.</summary>
    public int Weight { get; set => field = Math.Max(1, value); } = 1;

    /// <summary>Bytes granted so far divided by weight: who has the least is served first. Written under the budget's lock.</summary>
    internal double VirtualBytes { get; set; }

    /// <summary>Whether the last attempt was refused for want of bytes and has not been repeated or withdrawn.</summary>
    internal bool IsWaiting { get; set; }

    /// <summary>
    /// Until when this party counts as wanting more, by the budget's clock: it was refused some, and will have asked again by then. A portion that was given
    /// whole does not say that it wants no more.
    /// </summary>
    internal long HungryUntil { get; set; } = long.MinValue;

    /// <summary>The same of data alone, of which what is only said has to leave enough.</summary>
    internal long HungryForDataUntil { get; set; } = long.MinValue;

    /// <summary>When the last refused attempt was made, by the budget's clock: a party that lost interest blocks nobody for long.</summary>
    internal long WaitingSince { get; set; }

    /// <summary>Stops waiting: this party has nothing to send at present, so the others need not leave its portion to it.</summary>
    public void Withdraw() => _budget.Withdraw(this);

    /// <summary>Leaves the budget for good.</summary>
    public void Dispose() => _budget.Close(this);
}
