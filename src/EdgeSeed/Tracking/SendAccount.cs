using EdgeSeed.Engine.Budget;
using EdgeSeed.Protocol;

namespace EdgeSeed.Tracking;

/// <summary>
/// From what the bytes of one HTTP connection are taken, as they leave its socket: data from the download's share, everything else from the budget's part for
/// that. Networks here pay for downloads alone: what is shown on the spot all day would else leave nothing to seed with.
/// </summary>
/// <param name="client">Who is connected.</param>
/// <param name="budgets">The caps; null for none.</param>
/// <param name="isOwn">Whether it is this machine, by whichever of its addresses: what it is told leaves by no line.</param>
/// <param name="isProxy">Whether it passes on what it is told: then it leaves, wherever the proxy is.</param>
internal sealed class SendAccount(PeerEndPoint client, UploadBudgets? budgets, bool isOwn = false, bool isProxy = false)
{
    private readonly bool _isFree = budgets is null || (!isProxy && (isOwn || AddressScopes.Of(client) != AddressScope.Global));
    private readonly Lock _gate = new();
    private BudgetShare? _payer;
    private long _data;
    private TaskCompletionSource? _left;
    private long _leftDownTo;

    /// <summary>Bytes of data that are on their way to the socket.</summary>
    public long Data => Interlocked.Read(ref _data);

    /// <summary>Notes that so many of the bytes that come next are a download's data, which its share pays for.</summary>
    public void AddData(BudgetShare payer, int bytes)
    {
        _payer = payer;
        Interlocked.Add(ref _data, bytes);
    }

    /// <summary>Waits until no more than so much data is on its way: nothing more is read for who does not take it.</summary>
    public Task LeftAsync(int downTo, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (Data <= downTo) return Task.CompletedTask;
            (_left, _leftDownTo) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), downTo);
            return _left.Task.WaitAsync(cancellation);
        }
    }

    /// <summary>How many of the next bytes may be sent now, waiting until it is at least one. The socket has taken what was allowed before.</summary>
    public async ValueTask<int> TakeAsync(int wanted, CancellationToken cancellation)
    {
        if (Data is > 0 and var data && _payer is { } payer)
        {
            int granted = await budgets!.For(client).TakeAsync(payer, (int)Math.Min(wanted, data), cancellation).ConfigureAwait(false);
            Leave(granted);
            return granted;
        }
        return _isFree ? wanted : await budgets!.For(client).TakeAsideAsync(wanted, cancellation).ConfigureAwait(false);
    }

    /// <summary>Gives back what was allowed last and could not be sent.</summary>
    public void Return(int bytes)
    {
        if (_payer is { } payer) budgets!.For(client).Refund(payer, bytes, sent: 0);
    }

    /// <summary>The connection has ended: nobody waits for it any more.</summary>
    public void Close() => Leave((int)Data);

    /// <summary>Charges an answer that was sent at once.</summary>
    public static void Charge(UploadBudgets? budgets, in PeerEndPoint client, int payload)
    {
        if (budgets is null || AddressScopes.Of(client) == AddressScope.Loopback) return;
        budgets.For(client).ChargeAside(payload + PacketOverhead.Of(payload, PacketOverhead.DefaultSegmentPayload));
    }

    private void Leave(int bytes)
    {
        lock (_gate)
        {
            Interlocked.Add(ref _data, -bytes);
            if (_left is null || _data > _leftDownTo) return;
            _left.SetResult();
            _left = null;
        }
    }
}
