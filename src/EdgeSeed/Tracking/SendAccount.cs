using EdgeSeed.Engine.Budget;
using EdgeSeed.Protocol;

namespace EdgeSeed.Tracking;

/// <summary>
/// From what the bytes of one HTTP connection are taken, as they leave its socket: first from what a download has been granted for its data, then from
/// the budget's part for everything else. Networks here pay for downloads alone: what is shown on the spot all day would else leave nothing to seed with.
/// </summary>
/// <param name="client">Who is connected.</param>
/// <param name="budgets">The caps; null for none.</param>
internal sealed class SendAccount(PeerEndPoint client, UploadBudgets? budgets)
{
    private readonly bool _isFree = budgets is null || AddressScopes.Of(client) != AddressScope.Global;
    private readonly Lock _gate = new();
    private long _prepaid;
    private BudgetShare? _payer;
    private TaskCompletionSource? _spent;
    private long _spentDownTo;

    /// <summary>Bytes that a download was granted and that have not been sent.</summary>
    public long Prepaid => Interlocked.Read(ref _prepaid);

    /// <summary>Adds what a download was granted: so many bytes are not taken from the budget again.</summary>
    public void Prepay(BudgetShare payer, int bytes)
    {
        _payer = payer;
        Interlocked.Add(ref _prepaid, bytes);
    }

    /// <summary>
    /// Waits until no more than so much of what was granted is unsent: who does not read is granted no more, as it would be taken from those who do.
    /// </summary>
    public Task SpentAsync(int downTo, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_prepaid <= downTo) return Task.CompletedTask;
            (_spent, _spentDownTo) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), downTo);
            return _spent.Task.WaitAsync(cancellation);
        }
    }

    /// <summary>Notes that the socket has taken what was allowed last.</summary>
    public void NoteSent()
    {
        lock (_gate)
        {
            if (_spent is null || _prepaid > _spentDownTo) return;
            _spent.SetResult();
            _spent = null;
        }
    }

    /// <summary>Gives back what was granted and will not be sent; when the connection has ended.</summary>
    public void Close()
    {
        int left = (int)Interlocked.Exchange(ref _prepaid, 0);
        if (left > 0 && _payer is { } payer) budgets?.For(client).Refund(payer, left);
        NoteSent();
    }

    /// <summary>How many of the next bytes may be sent now, waiting until it is at least one.</summary>
    public async ValueTask<int> TakeAsync(int wanted, CancellationToken cancellation)
    {
        if (Prepaid is > 0 and var prepaid)
        {
            int taken = (int)Math.Min(wanted, prepaid);
            Interlocked.Add(ref _prepaid, -taken);
            return taken;
        }
        return _isFree ? wanted : await budgets!.For(client).TakeAsideAsync(wanted, cancellation).ConfigureAwait(false);
    }

    /// <summary>Charges an answer that was sent at once.</summary>
    public static void Charge(UploadBudgets? budgets, in PeerEndPoint client, int payload)
    {
        if (budgets is null || AddressScopes.Of(client) == AddressScope.Loopback) return;
        budgets.For(client).ChargeAside(payload + PacketOverhead.Of(payload, PacketOverhead.DefaultSegmentPayload));
    }
}
