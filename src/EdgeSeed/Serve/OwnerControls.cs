using EdgeSeed.Config;
using EdgeSeed.Library;
using EdgeSeed.Lifetime;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Owner;
using EdgeSeed.Status;
using EdgeSeed.Terminal;
using EdgeSeed.Upload;
using EdgeSeed.Web;

namespace EdgeSeed.Serve;

/// <summary>Does what the owner wants, whether it came by the control socket or by the owner's page.</summary>
/// <param name="keeper">Keeps the budgets.</param>
/// <param name="library">Has torrents and drives.</param>
/// <param name="status">Shows what came of it.</param>
/// <param name="time">The clock.</param>
internal sealed class OwnerControls(UploadKeeper keeper, LibraryLoop library, StatusBoard status, TimeProvider time)
{
    /// <summary>Does it, and says what came of it.</summary>
    /// <param name="order">What.</param>
    /// <param name="cancellation">Gives up waiting for a drive.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<ControlReply> DoAsync(OwnerOrder order, CancellationToken cancellation)
    {
        ControlReply reply = await CarryOutAsync(order, cancellation).ConfigureAwait(false);
        status.Forget();
        return reply;
    }

    /// <summary>The same for a line of text; null when it is not understood.</summary>
    public async Task<ControlReply?> DoAsync(string line, CancellationToken cancellation) =>
        OwnerOrder.Parse(line) is { } order ? await DoAsync(order, cancellation).ConfigureAwait(false) : null;

    /// <summary>Its page.</summary>
    /// <param name="program">Gives the status to programs.</param>
    /// <param name="web">The password, and under which address the page is known.</param>
    /// <param name="supervisor">Runs what takes longer than a page.</param>
    public OwnerEndpoint Page(StatusEndpoint program, Func<WebConfig> web, Supervisor supervisor) => new(status, program, DoAsync, web, supervisor);

    private async Task<ControlReply> CarryOutAsync(OwnerOrder order, CancellationToken cancellation)
    {
        switch (order.Verb)
        {
            case OwnerVerb.Pause:
                keeper.Hold = UploadHold.Pause(time);
                return new ControlReply(true, "Nothing is uploaded until 'edgeseed resume' or the next start");
            case OwnerVerb.Resume:
                keeper.Hold = null;
                return new ControlReply(true, "The upload budget is again that of seed.toml");
            case OwnerVerb.Limit:
                keeper.Hold = UploadHold.Limit(order.Rate.BytesPerSecond, TimeSpan.FromHours(order.Hours), time);
                return new ControlReply(true, $"The upload budget is {order.Rate} for {Quantity.Count(order.Hours, "hour")}, or until 'edgeseed resume' or the next start");
            case OwnerVerb.Recheck:
                return library.Recheck(order.InfoHash) is { } name
                    ? new ControlReply(true, $"{name} is checked again; 'edgeseed status' says how far that is")
                    : new ControlReply(false, $"there is no torrent {order.InfoHash} here, its drive is away, or {RootRechecks.Capacity} others wait already");
            default:
                return await library.EjectAsync(order.Drive, cancellation).ConfigureAwait(false);
        }
    }
}
