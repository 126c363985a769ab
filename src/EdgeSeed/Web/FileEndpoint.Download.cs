using System.Buffers;
using System.IO.Hashing;
using System.IO.Pipelines;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Disks;
using EdgeSeed.Protocol;
using EdgeSeed.Tracking;
using Microsoft.AspNetCore.Http;

namespace EdgeSeed.Web;

internal sealed partial class FileEndpoint
{
    /// <summary>What is read ahead for one download on a limited line, as a part of a second of it: so little is held for, and lost to, a client that hardly reads.</summary>
    private const int AheadDivisor = 64;

    /// <summary>
    /// Sends a range: buffer, then drive, then budget as the bytes leave the socket. Nothing is read for a client that has not taken what was read before, so who
    /// reads slowly holds up no buffer.
    /// </summary>
    /// <param name="context">The request; the head of the answer is written but not sent.</param>
    /// <param name="infoHash">The torrent.</param>
    /// <param name="parts">What is sent; each is made when the one before has been sent.</param>
    /// <param name="checksum">Is given the torrent's bytes as they are sent; null for none.</param>
    /// <param name="explain">Says why nothing comes.</param>
    private async Task DownloadAsync(HttpContext context, InfoHash infoHash, IEnumerable<DownloadPart> parts, Crc32? checksum, Explanation explain)
    {
        if (context.Features.Get<WebConnection>() is not { } client) throw new InvalidOperationException("Downloads need a connection that pays for what it sends.");
        UploadBudget budget = budgets.For(client.Client);
        bool isPaused = budget.IsPaused || files.IsPaused(infoHash);
        if (isPaused || !_places.TryEnter(client))
        {
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, isPaused ? MessagePage.Paused : MessagePage.Busy, explain).ConfigureAwait(false);
            return;
        }
        try
        {
            if (_shares.Join(budget, client.Block) is not { } share)
            {
                await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, MessagePage.Busy, explain).ConfigureAwait(false);
                return;
            }
            try
            {
                if (!budget.IsUnlimited) client.BoundUnsent(Ahead(budget));
                foreach (DownloadPart part in parts)
                {
                    if (await SendAsync(context, client, budget, share, infoHash, part, checksum).ConfigureAwait(false)) continue;
                    // The head is out: only a broken connection tells that the rest will not come.
                    context.Abort();
                    return;
                }
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

    private static int Ahead(UploadBudget budget) => budget.IsUnlimited
        ? DownloadBuffers.BufferBytes
        : (int)Math.Clamp(budget.BytesPerSecond / AheadDivisor, PacketOverhead.DefaultSegmentPayload, WebConnection.MaxUnsentBytes);

    /// <returns>False when the drive does not give it, or the client has gone.</returns>
    private async Task<bool> SendAsync(HttpContext context, WebConnection client, UploadBudget budget, BudgetShare share, InfoHash infoHash, DownloadPart part, Crc32? checksum)
    {
        long total = part.Length + part.Made.Length;
        for (long sent = 0; sent < total;)
        {
            int ahead = Ahead(budget), length = (int)Math.Min(total - sent, ahead);
            if (!budget.IsUnlimited) await client.Account.LeftAsync(ahead / 2, context.RequestAborted).ConfigureAwait(false);
            client.Account.AddData(share, length);
            bool isSent = part.Length > 0
                ? await TrySendAsync(context, infoHash, part.Offset + sent, length, checksum).ConfigureAwait(false)
                : !(await context.Response.BodyWriter.WriteAsync(part.Made.Slice((int)sent, length), context.RequestAborted).ConfigureAwait(false)).IsCompleted;
            if (!isSent) return false;
            if (part.Length > 0) traffic.Add(infoHash, length);
            sent += length;
        }
        return true;
    }

    private async Task<bool> TrySendAsync(HttpContext context, InfoHash infoHash, long offset, int length, Crc32? checksum)
    {
        byte[] buffer = await _buffers.RentAsync(context.RequestAborted).ConfigureAwait(false);
        Task<RangeOutcome> reading = session.ReadRangeAsync(infoHash, offset, buffer.AsMemory(0, length), context.RequestAborted);
        try
        {
            RangeOutcome outcome = await reading.WaitAsync(context.RequestAborted).ConfigureAwait(false);
            if (outcome != RangeOutcome.Good) return false;
            checksum?.Append(buffer.AsSpan(0, length));
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
