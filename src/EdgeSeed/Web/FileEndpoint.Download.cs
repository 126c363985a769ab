using System.Buffers;
using System.IO.Pipelines;
using EdgeSeed.Engine;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Protocol;
using Microsoft.AspNetCore.Http;

namespace EdgeSeed.Web;

internal sealed partial class FileEndpoint
{
    /// <summary>About what an answer's head takes, with the packets around it.</summary>
    private const int HeadBytes = 600;

    /// <summary>Sends a range: budget, then buffer, then drive, then socket, so that who reads slowly holds up no buffer.</summary>
    private async Task DownloadAsync(HttpContext context, InfoHash infoHash, long offset, long length)
    {
        UploadBudget budget = BudgetFor(context);
        if (Interlocked.Increment(ref _downloads) > MaxDownloads || budget.IsPaused || budget.Open() is not { } share)
        {
            Interlocked.Decrement(ref _downloads);
            Refuse(context.Response, StatusCodes.Status503ServiceUnavailable);
            return;
        }
        try
        {
            budget.Charge(HeadBytes);
            long end = offset + length;
            while (offset < end)
            {
                int granted = await budget.TakeAsync(share, (int)Math.Min(end - offset, DownloadBuffers.BufferBytes), context.RequestAborted).ConfigureAwait(false);
                if (!await TrySendAsync(context, infoHash, offset, granted).ConfigureAwait(false))
                {
                    // The head is out: only a broken connection tells that the rest will not come.
                    context.Abort();
                    return;
                }
                offset += granted;
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone.
        }
        finally
        {
            share.Dispose();
            Interlocked.Decrement(ref _downloads);
        }
    }

    private async Task<bool> TrySendAsync(HttpContext context, InfoHash infoHash, long offset, int length)
    {
        byte[] buffer = await _buffers.RentAsync(context.RequestAborted).ConfigureAwait(false);
        bool isOurs = false;
        try
        {
            Task<RangeOutcome> reading = session.ReadRangeAsync(infoHash, offset, buffer.AsMemory(0, length));
            RangeOutcome outcome = await reading.WaitAsync(context.RequestAborted).ConfigureAwait(false);
            isOurs = true;
            if (outcome != RangeOutcome.Good) return false;
            context.Response.BodyWriter.Write(buffer.AsSpan(0, length));
        }
        finally
        {
            if (isOurs) _buffers.Return(buffer);
            else _buffers.Forget();
        }
        FlushResult flushed = await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        return !flushed.IsCompleted;
    }

    private UploadBudget BudgetFor(HttpContext context) => context.Connection.RemoteIpAddress is { } address
        ? budgets.For(new PeerEndPoint(address, (ushort)context.Connection.RemotePort))
        : budgets.World;
}
