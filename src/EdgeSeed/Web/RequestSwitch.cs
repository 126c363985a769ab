using System.Text.Json;
using EdgeSeed.Protocol;
using EdgeSeed.Service;
using EdgeSeed.Status;
using EdgeSeed.Terminal;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace EdgeSeed.Web;

/// <summary>Every path this service answers, in one place; what is not listed does not exist.</summary>
/// <param name="status">The current snapshot.</param>
/// <param name="torrents">The torrent files given out.</param>
/// <param name="hosts">Which Host headers links may carry.</param>
/// <param name="urls">The trackers in links.</param>
/// <param name="tracker">Answers announces and scrapes; null where there is no tracker.</param>
internal sealed class RequestSwitch(StatusBoard status, ITorrentFiles torrents, RequestedHost hosts, TrackerUrls urls, TrackerEndpoint? tracker)
{
    /// <summary>Torrents written to the page between two flushes: a slow reader then holds this much, not the whole page.</summary>
    public const int TorrentsPerFlush = 16;

    private const string TorrentPrefix = "/torrents/";
    private const string TorrentSuffix = ".torrent";

    /// <summary>Answers one request; never throws for what a client sent.</summary>
    public Task AnswerAsync(HttpContext context)
    {
        string target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        int question = target.IndexOf('?', StringComparison.Ordinal);
        ReadOnlySpan<char> path = question < 0 ? target : target.AsSpan(0, question);
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD";
            return SayAsync(context, StatusCodes.Status405MethodNotAllowed, "Only GET and HEAD are answered here.\n");
        }
        switch (path)
        {
            case "/announce" or "/scrape" when tracker is not null:
                return tracker.AnswerAsync(context, path, question < 0 ? [] : target.AsSpan(question));
            case "/":
                return WritePageAsync(context);
            case "/status.json":
                return WriteStatusAsync(context);
            case "/status.txt":
                return WriteTableAsync(context);
            case "/metrics":
                return WriteMetricsAsync(context);
            case "/healthz":
                return SayAsync(context, StatusCodes.Status200OK, "ok\n");
        }
        if (path.StartsWith(TorrentPrefix, StringComparison.Ordinal) && path.EndsWith(TorrentSuffix, StringComparison.Ordinal)
            && path.Length > TorrentPrefix.Length + TorrentSuffix.Length
            && InfoHash.TryParse(path[TorrentPrefix.Length..^TorrentSuffix.Length], out InfoHash infoHash))
            return WriteTorrentAsync(context, infoHash);
        return SayAsync(context, StatusCodes.Status404NotFound, "Nothing here. The page is at /.\n");
    }

    private async Task WritePageAsync(HttpContext context)
    {
        StatusSnapshot current = await status.ReadAsync().ConfigureAwait(false);
        string? asRequested = AnnounceUrl(context);
        HttpResponse response = context.Response;
        Prepare(response, "text/html; charset=utf-8");
        response.Headers.ContentSecurityPolicy = PageStyle.ContentSecurityPolicy;
        var body = response.BodyWriter;
        StatusPage.WriteHead(body, current);
        for (int i = 0; i < Math.Min(current.Torrents.Count, StatusPage.MaxTorrents); i++)
        {
            PublishedTorrent torrent = current.Torrents[i];
            StatusPage.WriteTorrent(body, torrent, MagnetText.WithTracker(torrent.Magnet, urls.Own, asRequested), current);
            if (i % TorrentsPerFlush != TorrentsPerFlush - 1) continue;
            if ((await body.FlushAsync(context.RequestAborted).ConfigureAwait(false)).IsCompleted) return;
        }
        StatusPage.WriteFoot(body, current, asRequested ?? urls.Shown);
    }

    private async Task WriteStatusAsync(HttpContext context)
    {
        StatusSnapshot current = await status.ReadAsync().ConfigureAwait(false);
        Prepare(context.Response, "application/json");
        var body = context.Response.BodyWriter;
        using var json = new Utf8JsonWriter(body, StatusJson.Options);
        StatusJson.WriteHead(json, current);
        for (int i = 0; i < current.Torrents.Count; i++)
        {
            StatusJson.WriteTorrent(json, current.Torrents[i], current.UptimeSeconds);
            if (i % TorrentsPerFlush != TorrentsPerFlush - 1) continue;
            json.Flush();
            if ((await body.FlushAsync(context.RequestAborted).ConfigureAwait(false)).IsCompleted) return;
        }
        StatusJson.WriteEnd(json);
    }

    private async Task WriteTableAsync(HttpContext context)
    {
        StatusSnapshot current = await status.ReadAsync().ConfigureAwait(false);
        var table = new StringWriter();
        StatusTable.Write(table, current);
        await SayAsync(context, StatusCodes.Status200OK, table.ToString()).ConfigureAwait(false);
    }

    private async Task WriteMetricsAsync(HttpContext context)
    {
        StatusSnapshot current = await status.ReadAsync().ConfigureAwait(false);
        Prepare(context.Response, MetricsText.ContentType);
        MetricsText.Write(context.Response.BodyWriter, current);
    }

    private async Task WriteTorrentAsync(HttpContext context, InfoHash infoHash)
    {
        byte[]? file = await torrents.ReadAsync(infoHash, AnnounceUrl(context), context.RequestAborted).ConfigureAwait(false);
        if (file is null)
        {
            await SayAsync(context, StatusCodes.Status404NotFound, "There is no such torrent here.\n").ConfigureAwait(false);
            return;
        }
        HttpResponse response = context.Response;
        Prepare(response, "application/x-bittorrent");
        response.ContentLength = file.Length;
        response.Headers.ContentDisposition = $"attachment; filename=\"{infoHash}.torrent\"";
        if (HttpMethods.IsGet(context.Request.Method)) await response.Body.WriteAsync(file, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>The announce URL by the host that the client used; null when that host is not ours, or there is no tracker.</summary>
    private string? AnnounceUrl(HttpContext context) =>
        urls.Own is not null && hosts.TryAccept(context.Request.Headers.Host.ToString(), context.Connection.LocalIpAddress, out string authority)
            ? $"http://{authority}/announce"
            : null;

    private static async Task SayAsync(HttpContext context, int code, string text)
    {
        context.Response.StatusCode = code;
        Prepare(context.Response, "text/plain; charset=utf-8");
        await context.Response.WriteAsync(text, context.RequestAborted).ConfigureAwait(false);
    }

    private static void Prepare(HttpResponse response, string contentType)
    {
        response.ContentType = contentType;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
    }
}
