using System.Text;
using EdgeSeed.Config;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Disks;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Protocol;
using EdgeSeed.Status;
using EdgeSeed.Tracking;
using Microsoft.AspNetCore.Http;

namespace EdgeSeed.Web;

/// <summary>Answers a request with a reason instead of what was asked for.</summary>
internal delegate Task Explanation(HttpContext context, int code, MessagePage message);

/// <summary>What a file is asked for.</summary>
internal enum FileUse
{
    /// <summary>By a BitTorrent client, which has peers too.</summary>
    WebSeed,

    /// <summary>By a person, to be saved.</summary>
    Save,

    /// <summary>By a person, to be played or shown.</summary>
    Play,
}

/// <summary>
/// <c>/files/INFOHASH/…</c>: the files of torrents over HTTP, for browsers and as a web seed (BEP 19), within the upload budget. Only paths
/// that a torrent lists lead to a file; verified bytes alone are sent.
/// </summary>
/// <param name="files">Finds the files.</param>
/// <param name="session">Reads them.</param>
/// <param name="budgets">What may be sent.</param>
/// <param name="config">Whether downloads are wanted; follows edits.</param>
/// <param name="traffic">Counts what was sent.</param>
internal sealed partial class FileEndpoint(IWebFiles files, SeedSession session, UploadBudgets budgets, Func<SeedConfig> config, WebTraffic traffic) : IDisposable
{
    /// <summary>Where its paths begin.</summary>
    public const string Prefix = "/files/";

    /// <summary>The query of links by which people save a file. They are served while a torrent's first copy is spread; web seeding clients, which have peers, wait.</summary>
    public const string SaveQuery = "?save";

    /// <summary>The same for what the browser is to play or show itself.</summary>
    public const string PlayQuery = "?play";

    /// <summary>Most files in one .zip: what is kept of each while it is sent is some hundred bytes.</summary>
    public const int MaxZipFiles = 4096;

    /// <summary>Archives at a time, of those downloads: a class; see <see cref="MaxFilesInZips"/> too.</summary>
    public const int MaxZips = 24;

    /// <summary>Downloads at a time. For a further one, see <see cref="Places"/>; where that has none, its client is told to come back.</summary>
    public const int MaxDownloads = 32;

    /// <summary>Seconds after which a refused client may come back.</summary>
    public const string RetrySeconds = "5";

    private readonly DownloadBuffers _buffers = new();
    private readonly DownloadShares _shares = new();
    private readonly Places _places = new(MaxDownloads, TimeSpan.FromSeconds(5));
    private readonly Places _zips = new(MaxZips, TimeSpan.FromSeconds(5));

    private bool IsWanted => config() is var wanted && (wanted.Web.Downloads || wanted.Seeder.WebSeed);

    /// <summary>Answers a GET or HEAD.</summary>
    /// <param name="context">The request.</param>
    /// <param name="path">What stands behind <see cref="Prefix"/>, without the query.</param>
    /// <param name="query">The query with its question mark, or nothing.</param>
    /// <param name="explain">Says why what was asked for does not come.</param>
    /// <returns>Null when there is nothing at this path.</returns>
    public Task? AnswerAsync(HttpContext context, ReadOnlySpan<char> path, ReadOnlySpan<char> query, Explanation explain)
    {
        if (!IsWanted) return null;
        if (path.EndsWith(ZipSuffix, StringComparison.Ordinal) && InfoHash.TryParse(path[..^ZipSuffix.Length], out InfoHash infoHash)) return SendZipAsync(context, infoHash, explain);
        int slash = path.IndexOf('/');
        if (!InfoHash.TryParse(slash < 0 ? path : path[..slash], out infoHash)) return null;
        ReadOnlySpan<char> rest = slash < 0 ? [] : path[(slash + 1)..];
        FileUse use = query is SaveQuery ? FileUse.Save : query is PlayQuery ? FileUse.Play : FileUse.WebSeed;
        if (!rest.IsEmpty) return FilePath.Decode(rest) is { } decoded ? AnswerAsync(context, infoHash, decoded, use, explain) : null;
        return PointAsync(context, infoHash, use);
    }

    /// <summary>Sends a client on to the only file; where there are several, to their list, which is on the torrent's page.</summary>
    private async Task PointAsync(HttpContext context, InfoHash infoHash, FileUse use)
    {
        WebFolder? folder = (await files.ListAsync(infoHash, 2, context.RequestAborted).ConfigureAwait(false)).Value;
        string query = use == FileUse.Play ? PlayQuery : SaveQuery;
        context.Response.Redirect(folder is { Files: [var only] } ? $"{Prefix}{infoHash}/{FilePath.Encode(only.Path.Span)}{query}" : $"/torrents/{infoHash}");
    }

    /// <inheritdoc/>
    public void Dispose() => _buffers.Dispose();

    private async Task AnswerAsync(HttpContext context, InfoHash infoHash, byte[] path, FileUse use, Explanation explain)
    {
        HttpResponse response = context.Response;
        Shelved<WebFile> found = await files.FindAsync(infoHash, path, context.RequestAborted).ConfigureAwait(false);
        if (found.Value is not { } file)
        {
            (int code, MessagePage message) = found.IsTooLarge ? (StatusCodes.Status503ServiceUnavailable, MessagePage.TooLarge) : (StatusCodes.Status404NotFound, MessagePage.NoFile);
            await explain(context, code, message).ConfigureAwait(false);
            return;
        }
        string tag = $"\"{infoHash}-{file.Index}\"";
        FileRange range = Prepare(context, file, tag);
        if (response.StatusCode is not (StatusCodes.Status200OK or StatusCodes.Status206PartialContent)) return;
        long offset = file.Offset + range.First;
        if (await RefusalAsync(infoHash, offset, range.Length, isForPerson: use != FileUse.WebSeed).ConfigureAwait(false) is { } refusal)
        {
            await RefuseAsync(context, refusal.Code, refusal.Message, explain).ConfigureAwait(false);
            return;
        }
        if (use == FileUse.Save) response.Headers.ContentDisposition = Attachment(Encoding.UTF8.GetString(path.AsSpan(path.AsSpan().LastIndexOf((byte)'/') + 1)));
        response.ContentLength = range.Length;
        if (HttpMethods.IsGet(context.Request.Method) && range.Length > 0)
            await DownloadAsync(context, infoHash, [DownloadPart.Stretch(offset, range.Length)], checksum: null, explain).ConfigureAwait(false);
    }

    /// <summary>Why a range cannot be had now; null when it can.</summary>
    private async Task<(int Code, MessagePage Message)?> RefusalAsync(InfoHash infoHash, long offset, long length, bool isForPerson)
    {
        RangeCheck check = await session.CheckRangeAsync(infoHash, offset, length, mayWait: !isForPerson).ConfigureAwait(false);
        return check.Outcome switch
        {
            RangeOutcome.Good => null,
            RangeOutcome.NotHere => (StatusCodes.Status404NotFound, MessagePage.NoFile),
            RangeOutcome.Withheld => (StatusCodes.Status503ServiceUnavailable, MessagePage.Damaged(infoHash, check)),
            RangeOutcome.Spreading => (StatusCodes.Status503ServiceUnavailable, MessagePage.Busy),
            _ => (StatusCodes.Status503ServiceUnavailable, MessagePage.Unreadable),
        };
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

    private static async Task RefuseAsync(HttpContext context, int code, MessagePage message, Explanation explain)
    {
        context.Response.Clear();
        if (code == StatusCodes.Status503ServiceUnavailable) context.Response.Headers.RetryAfter = RetrySeconds;
        await explain(context, code, message).ConfigureAwait(false);
    }
}
