using EdgeSeed.Engine.Budget;
using EdgeSeed.Protocol;

namespace EdgeSeed.Web;

/// <summary>The portions of the budget for downloads: one for each address, however many downloads it has, as large as a peer's. Safe to use from any thread.</summary>
internal sealed class DownloadShares
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(UploadBudget Budget, AddressBlock Block), (BudgetShare Share, int Downloads)> _shares = [];

    /// <summary>Joins an address's portion, which the caller must <see cref="Leave"/>.</summary>
    /// <returns>Null when <see cref="UploadBudget.MaximumShares"/> are open.</returns>
    public BudgetShare? Join(UploadBudget budget, AddressBlock block)
    {
        lock (_gate)
        {
            if (_shares.TryGetValue((budget, block), out var joined))
            {
                _shares[(budget, block)] = joined with { Downloads = joined.Downloads + 1 };
                return joined.Share;
            }
            if (budget.Open() is not { } opened) return null;
            _shares.Add((budget, block), (opened, 1));
            return opened;
        }
    }

    /// <summary>Ends a download of an address.</summary>
    public void Leave(UploadBudget budget, AddressBlock block)
    {
        lock (_gate)
        {
            var (share, downloads) = _shares[(budget, block)];
            if (downloads > 1)
            {
                _shares[(budget, block)] = (share, downloads - 1);
                return;
            }
            _shares.Remove((budget, block));
            share.Dispose();
        }
    }
}
