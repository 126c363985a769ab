using System.Buffers;
using System.IO.Pipelines;
using EdgeSeed.Engine;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Protocol;
using EdgeSeed.Tracking;
using Microsoft.AspNetCore.Http;

namespace EdgeSeed.Web;

internal sealed partial class FileEndpoint
{
    /// <summary>Sends a range: budget, then buffer, then drive, then socket, so that who reads slowly holds up no buffer.</summary>
    private async Task DownloadAsync(HttpContext context, InfoHash infoHash, long offset, long length)
    {
        if (context.Features.Get<WebConnection>() is not { } client) throw new InvalidOperationException("Downloads need a connection that pays for what it sends.");
        UploadBudget budget = budgets.For(client.Client);
        if (budget.IsPaused || !_places.TryEnter(client))
        {
            Refuse(context.Response, StatusCodes.Status503ServiceUnavailable);
            return;
        }
        try
        {
            if (_shares.Join(budget, client.Block) is not { } share)
            {
                Refuse(context.Response, StatusCodes.Status503ServiceUnavailable);
                return;
            }
            try
            {
                await DownloadAsync(context, client, budget, share, infoHash, offset, offset + length).ConfigureAwait(false);
            }
            finally
            {
                _shares.Leave(budget, client.Block);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone, or gave way.
        }
        finally
        {
            _places.Leave(client);
        }
    }

    private async Task DownloadAsync(HttpContext context, WebConnection client, UploadBudget budget, BudgetShare share, InfoHash infoHash, long offset, long end)
    {
        while (offset < end)
        {
            int granted = await budget.TakeAsync(share, (int)Math.Min(end - offset, DownloadBuffers.BufferBytes), context.RequestAborted).ConfigureAwait(false);
            client.Account.Prepay(share, granted);
            if (!await TrySendAsync(context, infoHash, offset, granted).ConfigureAwait(false))
            {
                // The head is out: only a broken connection tells that the rest will not come.
                context.Abort();
                return;
            }
            offset += granted;
        }
    }

    private async Task<bool> TrySendAsync(HttpContext context, InfoHash infoHash, long offset, int length)
    {
        byte[] buffer = await _buffers.RentAsync(context.RequestAborted).ConfigureAwait(false);
        Task<RangeOutcome> reading = session.ReadRangeAsync(infoHash, offset, buffer.AsMemory(0, length), context.RequestAborted);
        try
        {
            RangeOutcome outcome = await reading.WaitAsync(context.RequestAborted).ConfigureAwait(false);
            if (outcome != RangeOutcome.Good) return false;
            context.Response.BodyWriter.Write(buffer.AsSpan(0, length));
        }
        finally
        {
            // A client that has gone does not wait for a drive that hangs; its buffer does, for the drive may still write to it.
            if (reading.IsCompleted) _buffers.Return(buffer);
            else _ = ReturnAfterAsync(reading, buffer);
        }
        FlushResult flushed = await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        return !flushed.IsCompleted;
    }

    private async Task ReturnAfterAsync(Task reading, byte[] buffer)
    {
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _buffers.Return(buffer);
    }
}
