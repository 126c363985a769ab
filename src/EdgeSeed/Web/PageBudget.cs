using EdgeSeed.Engine.Budget;
using EdgeSeed.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace EdgeSeed.Web;

/// <summary>
/// Pages, figures and <c>.torrent</c> files in the upload budget, where they go out into the world. They go first, as debt that the seeder pays by
/// sending later: a page is whole at the lowest rate. Once the debt is a second's worth, askers are told to come back, one a second, and the others
/// are cut off, so that whoever hammers the page takes no more of the line than the budget allows. Networks here cost nothing: what is shown on the
/// spot all day would else leave nothing to seed with.
/// </summary>
/// <param name="budgets">One for the world, and one for the network here.</param>
/// <param name="time">The clock.</param>
internal sealed class PageBudget(UploadBudgets budgets, TimeProvider time)
{
    /// <summary>About what an answer's head takes, and the packets of its connection.</summary>
    private const int HeadBytes = 500 + PacketOverhead.SegmentBytes + PacketOverhead.ConnectionBytes;

    private static readonly TimeSpan s_betweenRefusals = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private long _refusedAt = time.GetTimestamp() - time.TimestampFrequency;

    /// <summary>Whether a request is answered; if so its answer is charged, and if not it has been refused.</summary>
    public bool TryAdmit(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address) return true;
        var client = new PeerEndPoint(address, (ushort)context.Connection.RemotePort);
        if (AddressScopes.Of(client) != AddressScope.Global) return true;
        UploadBudget budget = budgets.For(client);
        bool isAdmitted = !budget.IsOverdrawn;
        if (!isAdmitted && !MayRefuse())
        {
            context.Abort();
            return false;
        }
        budget.Charge(HeadBytes);
        if (isAdmitted && context.Features.Get<IHttpResponseBodyFeature>() is { } body)
            context.Features.Set<IHttpResponseBodyFeature>(new ChargedBody(body, budget, time));
        if (isAdmitted) return true;
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = FileEndpoint.RetrySeconds;
        return false;
    }

    private bool MayRefuse()
    {
        lock (_lock)
        {
            if (time.GetElapsedTime(_refusedAt) < s_betweenRefusals) return false;
            _refusedAt = time.GetTimestamp();
            return true;
        }
    }
}
