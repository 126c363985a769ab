using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using EdgeSeed.Config;
using EdgeSeed.Protocol;
using EdgeSeed.Status;
using EdgeSeed.Torrents;
using EdgeSeed.Tracking;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace EdgeSeed.Web;

/// <summary>Every path this service answers, in one place; what is not listed does not exist.</summary>
/// <param name="status">The current snapshot.</param>
/// <param name="program">Answers programs that ask for the status.</param>
/// <param name="torrents">The torrents given out.</param>
/// <param name="web">How the operator wants the page; follows edits.</param>
/// <param name="hosts">Which Host headers links may carry; follows edits.</param>
/// <param name="urls">The trackers in links.</param>
/// <param name="tracker">Answers announces and scrapes; null where there is no tracker.</param>
/// <param name="files">Answers downloads; null where there are none.</param>
internal sealed class RequestSwitch(
    StatusBoard status, StatusEndpoint program, ITorrentFiles torrents, Func<WebConfig> web, Func<RequestedHost> hosts, TrackerUrls urls, TrackerEndpoint? tracker,
    FileEndpoint? files = null)
{
    private const string TorrentPrefix = "/torrents/";
    private const string TorrentSuffix = ".torrent";
    private const string LivePrefix = "/live/";

    /// <summary>Bytes of a torrent file that are read and sent at a time.</summary>
    private const int TorrentPartBytes = 16 * 1024;

    private readonly PagePlaces _places = new();
    private readonly SitePages _pages = new(status, torrents, web, hosts, urls, hasFiles: files is not null);

    /// <summary>The owner's page; null where there is nothing that could be done.</summary>
    public OwnerEndpoint? Owner
    {
        get;
        init
        {
            field = value;
            _pages.HasOwner = () => value?.Has(OwnerEndpoint.Path) == true;
        }
    }

    /// <summary>What <c>Authorization</c> says of whoever may enter the state directory; empty where nobody is known by it.</summary>
    public string LocalAuthorization { get; init; } = "";

    /// <summary>Whether requests may come from elsewhere by way of this machine itself; follows edits.</summary>
    public Func<bool> HasProxy { get; init; } = static () => false;

    /// <summary>Answers one request; never throws for what a client sent.</summary>
    public Task AnswerAsync(HttpContext context)
    {
        Split(context, out ReadOnlySpan<char> path, out ReadOnlySpan<char> query);
        if (Owner?.Has(path) == true && IsShownAt(context.Connection.LocalIpAddress, web().Bind))
        {
            (string wanted, PageQuery words) = (path.ToString(), PageQuery.Parse(query));
            return _places.AnswerAsync(context, known => Owner.AnswerAsync(known, wanted, words, _pages));
        }
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD";
            return PlainAnswer.SayAsync(context, StatusCodes.Status405MethodNotAllowed, "Only GET and HEAD are answered here.\n");
        }
        if (tracker is not null && path is ("/announce" or "/scrape")) return tracker.AnswerAsync(context, path, query);
        if (!IsShownAt(context.Connection.LocalIpAddress, web().Bind)) return PlainAnswer.SayAsync(context, StatusCodes.Status404NotFound, "Nothing here.\n");
        if (path.StartsWith(FileEndpoint.Prefix, StringComparison.Ordinal) && files?.AnswerAsync(context, path[FileEndpoint.Prefix.Length..], query, _pages.ShowAsync) is { } answering)
            return answering;
        // The watchdog asks by it, whoever else is served.
        if (path is "/healthz") return program.AnswerHealthAsync(context);
        return _places.AnswerAsync(context, AnswerPageAsync);
    }

    /// <summary>Whether the page is shown to who reached this machine at an address.</summary>
    /// <param name="at">The address of this machine; null when it is not known.</param>
    /// <param name="bind"><c>web.bind</c>.</param>
    internal static bool IsShownAt(IPAddress? at, IReadOnlyList<string> bind)
    {
        if (bind.Count == 0) return true;
        if (at is null) return false;
        if (at.IsIPv4MappedToIPv6) at = at.MapToIPv4();
        foreach (string address in bind)
        {
            if (IPAddress.Parse(address).Equals(at)) return true;
        }
        return IPAddress.IsLoopback(at);
    }

    /// <summary>
    /// Whether somebody on this machine asks, who may know what strangers may not: <c>edgeseed status</c>. Without a secret not so where a proxy
    /// passes on what others ask, nor a browser for a page that only pretends to be here.
    /// </summary>
    private bool IsFromHere(HttpContext context)
    {
        ConnectionInfo connection = context.Connection;
        if (LocalAuthorization.Length > 0 && CryptographicOperations.FixedTimeEquals(
            MemoryMarshal.AsBytes(context.Request.Headers.Authorization.ToString().AsSpan()), MemoryMarshal.AsBytes(LocalAuthorization.AsSpan()))) return true;
        if (HasProxy() || context.Features.Get<WebConnection>() is { IsProxied: true } || connection.RemoteIpAddress is not { } from || !from.Equals(connection.LocalIpAddress)) return false;
        IHeaderDictionary headers = context.Request.Headers;
        if (headers.ContainsKey("X-Forwarded-For") || headers.ContainsKey("Forwarded") || headers.ContainsKey("Via")) return false;
        return new RequestedHost("localhost", []).TryAccept(headers.Host.ToString(), connection.LocalIpAddress, out _);
    }

    private Task AnswerPageAsync(HttpContext context)
    {
        Split(context, out ReadOnlySpan<char> path, out ReadOnlySpan<char> query);
        WebConfig wanted = web();
        switch (path)
        {
            case "/" when wanted.Enabled:
                return _pages.WritePageAsync(context, PageQuery.Parse(query));
            case QrPage.Path when wanted.Enabled:
                return _pages.WriteQrAsync(context);
            case TorrentFeed.Path when wanted.Enabled:
                return _pages.WriteFeedAsync(context);
            case TorrentFeed.JsonPath when wanted.Enabled:
                return _pages.WriteListAsync(context);
            case ChecksumList.Path when wanted.Enabled:
                return _pages.WriteChecksumsAsync(context);
            case "/live" when wanted.Enabled:
                return _pages.WriteLiveAsync(context, PageQuery.Parse(query));
            case "/status.json":
                return program.WriteJsonAsync(context, !IsFromHere(context));
            case "/status.txt":
                return program.WriteTableAsync(context, PageQuery.Number(query, "columns", 0), PageQuery.Number(query, "rows", 0), !IsFromHere(context));
            case "/metrics" when wanted.Metrics:
                return program.WriteMetricsAsync(context);
        }
        if (path.StartsWith(TorrentPrefix, StringComparison.Ordinal))
        {
            path = path[TorrentPrefix.Length..];
            if (path.EndsWith(TorrentSuffix, StringComparison.Ordinal) && InfoHash.TryParse(path[..^TorrentSuffix.Length], out InfoHash infoHash))
                return WriteTorrentAsync(context, infoHash);
            if (wanted.Enabled && InfoHash.TryParse(path.TrimEnd('/'), out infoHash)) return _pages.WriteTorrentPageAsync(context, infoHash, PageQuery.Parse(query).Page);
        }
        else if (wanted.Enabled && path.StartsWith(LivePrefix, StringComparison.Ordinal) && InfoHash.TryParse(path[LivePrefix.Length..], out InfoHash infoHash))
        {
            return _pages.WriteLiveAsync(context, infoHash);
        }
        return wanted.Enabled ? _pages.ShowAsync(context, StatusCodes.Status404NotFound, MessagePage.NoPage) : PlainAnswer.SayAsync(context, StatusCodes.Status404NotFound, "Nothing here.\n");
    }

    private static void Split(HttpContext context, out ReadOnlySpan<char> path, out ReadOnlySpan<char> query)
    {
        string target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        // A client may send the whole address (RFC 9112, 3.2.2), as it must to a proxy.
        if (target.StartsWith("http", StringComparison.OrdinalIgnoreCase) && target.IndexOf("://", StringComparison.Ordinal) is var scheme and > 0)
            target = target.IndexOf('/', scheme + 3) is var slash and > 0 ? target[slash..] : "/";
        int question = target.IndexOf('?', StringComparison.Ordinal);
        path = question < 0 ? target : target.AsSpan(0, question);
        query = question < 0 ? [] : target.AsSpan(question);
    }

    private async Task WriteTorrentAsync(HttpContext context, InfoHash infoHash)
    {
        Shelved<DressedTorrent> file = await torrents.ReadAsync(infoHash, _pages.AnnounceUrl(context), context.RequestAborted).ConfigureAwait(false);
        if (!file.IsThere)
        {
            await _pages.ShowMissingAsync(context, file.IsTooLarge).ConfigureAwait(false);
            return;
        }
        HttpResponse response = context.Response;
        PlainAnswer.Prepare(response, "application/x-bittorrent");
        response.ContentLength = file.Value.Length;
        response.Headers.ContentDisposition = $"attachment; filename=\"{infoHash}.torrent\"";
        if (HttpMethods.IsGet(context.Request.Method)) await WriteTorrentAsync(context, file.Value).ConfigureAwait(false);
    }

    private static async Task WriteTorrentAsync(HttpContext context, DressedTorrent file)
    {
        for (long offset = 0; offset < file.Length;)
        {
            int read = file.Read(offset, context.Response.BodyWriter.GetSpan(TorrentPartBytes)[..TorrentPartBytes]);
            if (read == 0)
            {
                // The head is out: only a broken connection tells that the rest will not come.
                context.Abort();
                return;
            }
            offset += read;
            context.Response.BodyWriter.Advance(read);
            if ((await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false)).IsCompleted) return;
        }
    }
}
