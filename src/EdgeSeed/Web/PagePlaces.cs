using EdgeSeed.Tracking;
using Microsoft.AspNetCore.Http;

namespace EdgeSeed.Web;

/// <summary>
/// Pages, figures and <c>.torrent</c> files that are being answered: each holds a part of its answer in memory until its reader, or the budget, has taken
/// it, so there are at most <see cref="Capacity"/> of them.
/// </summary>
internal sealed class PagePlaces
{
    /// <summary>Answers at a time. For a further one, see <see cref="Places"/>; where that has none, its reader is told to come back.</summary>
    public const int Capacity = 16;

    private readonly Places _places = new(Capacity, TimeSpan.FromSeconds(5));

    /// <summary>Answers a request when there is a place for it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="answer">Answers it; called at once, or not at all.</param>
    public Task AnswerAsync(HttpContext context, Func<HttpContext, Task> answer) => AnswerAsync(context, context.Features.Get<WebConnection>(), answer);

    /// <summary>The same for a connection of any kind; null for one that is not counted.</summary>
    internal async Task AnswerAsync(HttpContext context, IPlaceHolder? reader, Func<HttpContext, Task> answer)
    {
        if (reader is not null && !_places.TryEnter(reader))
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = FileEndpoint.RetrySeconds;
            return;
        }
        try
        {
            await answer(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The reader has gone, or gave way.
        }
        finally
        {
            if (reader is not null) _places.Leave(reader);
        }
    }
}
