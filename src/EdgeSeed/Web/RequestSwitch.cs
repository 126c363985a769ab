using System.Text.Json;
using EdgeSeed.Protocol;
using EdgeSeed.Status;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace EdgeSeed.Web;

/// <summary>Every path this service answers, in one place; what is not listed does not exist.</summary>
/// <param name="status">The current snapshot.</param>
/// <param name="torrents">The torrent files given out.</param>
/// <param name="hosts">Which Host headers links may carry.</param>
internal sealed class RequestSwitch(StatusBoard status, ITorrentFiles torrents, RequestedHost hosts)
{
    /// <summary>Torrents written to the page between two flushes: a slow reader then holds this much, not the whole page.</summary>
    public const int TorrentsPerFlush = 16;

    private const string TorrentPrefix = "/torrents/";
    private const string TorrentSuffix = ".torrent";

    /// <summary>Answers one request; never throws for what a client sent.</summary>
    public Task AnswerAsync(HttpContext context)
    {
        HttpResponse response = context.Response;
        string target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        int question = target.IndexOf('?', StringComparison.Ordinal);
        ReadOnlySpan<char> path = question < 0 ? target : target.AsSpan(0, question);
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            response.Headers.Allow = "GET, HEAD";
            return SayAsync(context, StatusCodes.Status405MethodNotAllowed, "Only GET and HEAD are answered here.\n");
        }
        switch (path)
        {
            case "/":
                return WritePageAsync(context);
            case "/status.json":
                return WriteStatusAsync(context);
            case "/metrics":
                Prepare(response, MetricsText.ContentType);
                MetricsText.Write(response.BodyWriter, status.Current);
                return Task.CompletedTask;
            case "/healthz":
                return SayAsync(context, StatusCodes.Status200OK, "ok\n");
            case "/robots.txt":
                return SayAsync(context, StatusCodes.Status200OK, "User-agent: *\nDisallow: /announce\nDisallow: /scrape\n");
        }
        if (path.StartsWith(TorrentPrefix, StringComparison.Ordinal) && path.EndsWith(TorrentSuffix, StringComparison.Ordinal)
            && path.Length > TorrentPrefix.Length + TorrentSuffix.Length
            && InfoHash.TryParse(path[TorrentPrefix.Length..^TorrentSuffix.Length], out InfoHash infoHash))
            return WriteTorrentAsync(context, infoHash);
        return SayAsync(context, StatusCodes.Status404NotFound, "Nothing here. The page is at /.\n");
    }

    private async Task WritePageAsync(HttpContext context)
    {
        StatusSnapshot current = status.Current;
        string announceUrl = AnnounceUrl(context, current);
        HttpResponse response = context.Response;
        Prepare(response, "text/html; charset=utf-8");
        response.Headers.ContentSecurityPolicy = PageStyle.ContentSecurityPolicy;
        var body = response.BodyWriter;
        StatusPage.WriteHead(body, current);
        for (int i = 0; i < Math.Min(current.Torrents.Count, StatusPage.MaxTorrents); i++)
        {
            PublishedTorrent torrent = current.Torrents[i];
            StatusPage.WriteTorrent(body, torrent, MagnetText.WithTracker(torrent.Magnet, current.AnnounceUrl, announceUrl), current.Hashing);
            if (i % TorrentsPerFlush != TorrentsPerFlush - 1) continue;
            if ((await body.FlushAsync(context.RequestAborted).ConfigureAwait(false)).IsCompleted) return;
        }
        StatusPage.WriteFoot(body, current, announceUrl);
    }

    private Task WriteStatusAsync(HttpContext context)
    {
        Prepare(context.Response, "application/json");
        return JsonSerializer.SerializeAsync(context.Response.Body, status.Current, StatusJson.Default.StatusSnapshot, context.RequestAborted);
    }

    private async Task WriteTorrentAsync(HttpContext context, InfoHash infoHash)
    {
        ReadOnlyMemory<byte>? file = await torrents.ReadAsync(infoHash, AnnounceUrl(context, status.Current), context.RequestAborted).ConfigureAwait(false);
        if (file is not { } bytes)
        {
            await SayAsync(context, StatusCodes.Status404NotFound, "There is no such torrent here.\n").ConfigureAwait(false);
            return;
        }
        HttpResponse response = context.Response;
        Prepare(response, "application/x-bittorrent");
        response.ContentLength = bytes.Length;
        response.Headers.ContentDisposition = $"attachment; filename=\"{infoHash}.torrent\"";
        if (HttpMethods.IsGet(context.Request.Method)) await response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>The announce URL for whoever asks: by the host it used, when that is ours, else the one in our torrents.</summary>
    private string AnnounceUrl(HttpContext context, StatusSnapshot current) =>
        hosts.TryAccept(context.Request.Headers.Host.ToString(), context.Connection.LocalIpAddress, out string authority)
            ? $"http://{authority}/announce"
            : current.AnnounceUrl;

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
