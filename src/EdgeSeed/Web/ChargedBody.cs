using System.IO.Pipelines;
using EdgeSeed.Engine.Budget;
using Microsoft.AspNetCore.Http.Features;

namespace EdgeSeed.Web;

/// <summary>
/// The body of an answer in the upload budget: bytes are charged as they are written, as debt, and a long answer waits at each flush until the debt
/// is less than a second's worth.
/// </summary>
/// <param name="inner">The server's own body.</param>
/// <param name="budget">Charged.</param>
/// <param name="time">The clock.</param>
internal sealed class ChargedBody(IHttpResponseBodyFeature inner, UploadBudget budget, TimeProvider time) : PipeWriter, IHttpResponseBodyFeature
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    public Stream Stream => AsStream(leaveOpen: true);

    /// <inheritdoc/>
    public PipeWriter Writer => this;

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => inner.Writer.CanGetUnflushedBytes;

    /// <inheritdoc/>
    public override long UnflushedBytes => inner.Writer.UnflushedBytes;

    /// <inheritdoc/>
    public override void Advance(int bytes)
    {
        inner.Writer.Advance(bytes);
        if (bytes > 0) budget.Charge(bytes + PacketOverhead.Of(bytes, PacketOverhead.DefaultSegmentPayload));
    }

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0) => inner.Writer.GetMemory(sizeHint);

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => inner.Writer.GetSpan(sizeHint);

    /// <inheritdoc/>
    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        while (budget.IsOverdrawn) await Task.Delay(s_pause, time, cancellationToken).ConfigureAwait(false);
        return await inner.Writer.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override void CancelPendingFlush() => inner.Writer.CancelPendingFlush();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null) => inner.Writer.Complete(exception);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken = default) => inner.StartAsync(cancellationToken);

    /// <inheritdoc/>
    public Task CompleteAsync() => inner.CompleteAsync();

    /// <inheritdoc/>
    public void DisableBuffering() => inner.DisableBuffering();

    /// <inheritdoc/>
    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("Pages are not sent from files.");
}
