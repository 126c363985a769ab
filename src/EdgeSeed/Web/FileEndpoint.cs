using EdgeSeed.Config;
using EdgeSeed.Engine;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Protocol;
using Microsoft.AspNetCore.Http;

namespace EdgeSeed.Web;

/// <summary>
/// <c>/files/INFOHASH/…</c>: the files of torrents over HTTP, for browsers and as a web seed (BEP 19), within the upload budget. Only paths
/// that a torrent lists lead to a file; verified bytes alone are sent.
/// </summary>
/// <param name="files">Finds the files.</param>
/// <param name="session">Reads them.</param>
/// <param name="budgets">What may be sent.</param>
/// <param name="config">Whether downloads are wanted; follows edits.</param>
internal sealed partial class FileEndpoint(IWebFiles files, SeedSession session, UploadBudgets budgets, Func<SeedConfig> config) : IDisposable
{
    /// <summary>Where its paths begin.</summary>
    public const string Prefix = "/files/";

    /// <summary>The query of links for people, who are served while a torrent's first copy is spread; web seeding clients, which have peers, wait.</summary>
    public const string PersonQuery = "?save";

    /// <summary>Downloads at a time. For a further one, see <see cref="Places"/>; where that has none, its client is told to come back.</summary>
    public const int MaxDownloads = 32;

    /// <summary>Seconds after which a refused client may come back.</summary>
    public const string RetrySeconds = "5";

    private readonly DownloadBuffers _buffers = new();
    private readonly DownloadShares _shares = new();
    private readonly Places _places = new(MaxDownloads, TimeSpan.FromSeconds(5));

    private bool IsWanted => config() is var wanted && (wanted.Web.Downloads || wanted.Seeder.WebSeed);

    /// <summary>Answers a GET or HEAD.</summary>
    /// <param name="context">The request.</param>
    /// <param name="path">What stands behind <see cref="Prefix"/>, without the query.</param>
    /// <param name="query">The query with its question mark, or nothing.</param>
    /// <returns>Null when there is nothing at this path.</returns>
    public Task? AnswerAsync(HttpContext context, ReadOnlySpan<char> path, ReadOnlySpan<char> query)
    {
        int slash = path.IndexOf('/');
        if (!IsWanted || !InfoHash.TryParse(slash < 0 ? path : path[..slash], out InfoHash infoHash)) return null;
        ReadOnlySpan<char> rest = slash < 0 ? [] : path[(slash + 1)..];
        if (!rest.IsEmpty) return FilePath.Decode(rest) is { } decoded ? AnswerAsync(context, infoHash, decoded, query.SequenceEqual(PersonQuery)) : null;
        // The list of files is on the torrent's page.
        context.Response.Redirect($"/torrents/{infoHash}");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => _buffers.Dispose();

    private async Task AnswerAsync(HttpContext context, InfoHash infoHash, byte[] path, bool isForPerson)
    {
        HttpResponse response = context.Response;
        if (await files.FindAsync(infoHash, path, context.RequestAborted).ConfigureAwait(false) is not { } file)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        string tag = $"\"{infoHash}-{file.Index}\"";
        FileRange range = Prepare(context, file, tag);
        if (response.StatusCode is not (StatusCodes.Status200OK or StatusCodes.Status206PartialContent)) return;
        RangeOutcome outcome = await session.CheckRangeAsync(infoHash, file.Offset + range.First, range.Length, mayWait: !isForPerson).ConfigureAwait(false);
        if (outcome != RangeOutcome.Good)
        {
            Refuse(response, outcome == RangeOutcome.NotHere ? StatusCodes.Status404NotFound : StatusCodes.Status503ServiceUnavailable);
        }
        else
        {
            response.ContentLength = range.Length;
            if (HttpMethods.IsGet(context.Request.Method) && range.Length > 0) await DownloadAsync(context, infoHash, file.Offset + range.First, range.Length).ConfigureAwait(false);
        }
    }

    /// <summary>Writes the head of the answer as the request's conditions and range want it (RFC 9110 sections 13 and 14).</summary>
    private static FileRange Prepare(HttpContext context, WebFile file, string tag)
    {
        IHeaderDictionary asked = context.Request.Headers, told = context.Response.Headers;
        told.ETag = tag;
        told.AcceptRanges = "bytes";
        told.CacheControl = "public, max-age=3600";
        told.XContentTypeOptions = "nosniff";
        told.ContentSecurityPolicy = "default-src 'none'; media-src 'self'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'";
        var range = new FileRange(RangeKind.Whole, 0, file.Length);
        if (asked.IfMatch.ToString() is { Length: > 0 } ifMatch && !EntityTags.Names(ifMatch, tag, isStrong: true))
        {
            context.Response.StatusCode = StatusCodes.Status412PreconditionFailed;
            return range;
        }
        if (asked.IfNoneMatch.ToString() is { Length: > 0 } ifNoneMatch && EntityTags.Names(ifNoneMatch, tag, isStrong: false))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return range;
        }
        context.Response.ContentType = file.ContentType;
        string ifRange = asked.IfRange.ToString();
        bool isRangeMeant = HttpMethods.IsGet(context.Request.Method) && (ifRange.Length == 0 || EntityTags.Names(ifRange, tag, isStrong: true));
        if (isRangeMeant) range = FileRange.Parse(asked.Range.ToString(), file.Length);
        if (range.Kind == RangeKind.Part)
        {
            context.Response.StatusCode = StatusCodes.Status206PartialContent;
            told.ContentRange = $"bytes {range.First}-{range.First + range.Length - 1}/{file.Length}";
        }
        else if (range.Kind == RangeKind.Unsatisfiable)
        {
            context.Response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            told.ContentRange = $"bytes */{file.Length}";
        }
        return range;
    }

    private static void Refuse(HttpResponse response, int status)
    {
        response.Clear();
        response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable) response.Headers.RetryAfter = RetrySeconds;
    }
}
