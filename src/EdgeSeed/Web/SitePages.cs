using System.IO.Pipelines;
using System.Text.Json;
using EdgeSeed.Config;
using EdgeSeed.Languages;
using EdgeSeed.Protocol;
using EdgeSeed.Status;
using EdgeSeed.Torrents;
using Microsoft.AspNetCore.Http;

namespace EdgeSeed.Web;

/// <summary>The snapshot as pages and lists for readers of the site.</summary>
/// <param name="status">The current snapshot.</param>
/// <param name="torrents">The torrents given out.</param>
/// <param name="web">How the operator wants the page; follows edits.</param>
/// <param name="hosts">Which Host headers links may carry; follows edits.</param>
/// <param name="urls">The trackers in links.</param>
/// <param name="hasFiles">Whether there are downloads at all.</param>
internal sealed class SitePages(
    StatusBoard status, ITorrentFiles torrents, Func<WebConfig> web, Func<RequestedHost> hosts, TrackerUrls urls, bool hasFiles) : IPageDressing
{
    /// <summary>Whether there is a page for the owner at present.</summary>
    public Func<bool> HasOwner { get; set; } = static () => false;

    /// <summary>What strangers may know.</summary>
    private async Task<StatusSnapshot> ReadAsync() => (await status.ReadAsync().ConfigureAwait(false)).ForPublic();

    public async Task WritePageAsync(HttpContext context, PageQuery query)
    {
        StatusSnapshot current = await ReadAsync().ConfigureAwait(false);
        PageView view = View(context, current);
        TorrentList list = TorrentList.Find(current, query);
        PipeWriter body = Open(context, view);
        var html = new HtmlWriter(body, view.Language);
        StatusPage.WriteHead(html, view, query, list);
        for (int i = 0; i < list.Shown.Count; i++)
        {
            StatusPage.WriteTorrent(html, list.Shown[i], i, view);
            if (await PlainAnswer.IsGoneAsync(body, i, context).ConfigureAwait(false)) return;
        }
        StatusPage.WriteFoot(html, view, query, list);
    }

    public async Task WriteLiveAsync(HttpContext context, PageQuery query)
    {
        StatusSnapshot current = await ReadAsync().ConfigureAwait(false);
        PageView view = View(context, current);
        StatusPage.WriteLive(new HtmlWriter(Open(context, view), view.Language), view, TorrentList.Find(current, query));
    }

    public async Task WriteTorrentPageAsync(HttpContext context, InfoHash infoHash, int page)
    {
        StatusSnapshot current = await ReadAsync().ConfigureAwait(false);
        Shelved<TorrentDetail> described = await torrents.DescribeAsync(infoHash, page, context.RequestAborted).ConfigureAwait(false);
        if (described.Value is not { } detail || current.Find(infoHash) is not { } torrent)
        {
            await ShowMissingAsync(context, described.IsTooLarge).ConfigureAwait(false);
            return;
        }
        PageView view = View(context, current);
        PipeWriter body = Open(context, view);
        var html = new HtmlWriter(body, view.Language);
        TorrentPage.WriteHead(html, view, torrent, detail);
        for (int i = 0; i < detail.Files.Count; i++)
        {
            TorrentPage.WriteFile(html, view, torrent, detail.Files[i]);
            if (await PlainAnswer.IsGoneAsync(body, i, context).ConfigureAwait(false)) return;
        }
        TorrentPage.WriteFoot(html, view, torrent, detail);
    }

    public async Task WriteLiveAsync(HttpContext context, InfoHash infoHash)
    {
        StatusSnapshot current = await ReadAsync().ConfigureAwait(false);
        Shelved<TorrentDetail> described = await torrents.DescribeAsync(infoHash, page: null, context.RequestAborted).ConfigureAwait(false);
        if (described.Value is not { } detail || current.Find(infoHash) is not { } torrent)
        {
            await ShowMissingAsync(context, described.IsTooLarge).ConfigureAwait(false);
            return;
        }
        PageView view = View(context, current);
        TorrentPage.WriteLive(new HtmlWriter(Open(context, view), view.Language), view, torrent, detail);
    }

    public async Task WriteQrAsync(HttpContext context)
    {
        PageView view = View(context, await ReadAsync().ConfigureAwait(false));
        QrPage.Write(new HtmlWriter(Open(context, view), view.Language), view);
    }

    public async Task WriteFeedAsync(HttpContext context)
    {
        StatusSnapshot current = await ReadAsync().ConfigureAwait(false);
        List<PublishedTorrent> newest = TorrentFeed.Newest(current, TorrentFeed.MaxItems);
        if (!IsFresh(context, newest, TorrentFeed.ContentType, current, out string root)) return;
        PageView view = View(context, current);
        TorrentFeed.Write(new HtmlWriter(context.Response.BodyWriter, view.Language), view.Title, root, newest);
    }

    public async Task WriteListAsync(HttpContext context)
    {
        StatusSnapshot current = await ReadAsync().ConfigureAwait(false);
        List<PublishedTorrent> all = TorrentFeed.Newest(current, int.MaxValue);
        if (!IsFresh(context, all, "application/json", current, out string root, hasFigures: true)) return;
        PageView view = View(context, current);
        PipeWriter body = context.Response.BodyWriter;
        using var json = new Utf8JsonWriter(body, StatusJson.Options);
        json.WriteStartArray();
        for (int i = 0; i < all.Count; i++)
        {
            TorrentFeed.WriteJson(json, all[i], root, view.Magnet(all[i]));
            if (i % PlainAnswer.EntriesPerFlush == PlainAnswer.EntriesPerFlush - 1) json.Flush();
            if (await PlainAnswer.IsGoneAsync(body, i, context).ConfigureAwait(false)) return;
        }
        json.WriteEndArray();
    }

    public async Task WriteChecksumsAsync(HttpContext context)
    {
        StatusSnapshot current = await ReadAsync().ConfigureAwait(false);
        List<PublishedTorrent> known = TorrentFeed.Newest(current, int.MaxValue);
        known.RemoveAll(static torrent => !ChecksumList.Has(torrent));
        if (!IsFresh(context, known, "text/plain; charset=utf-8", current, out _)) return;
        PipeWriter body = context.Response.BodyWriter;
        for (int i = 0; i < known.Count; i++)
        {
            ChecksumList.Write(body, known[i]);
            if (await PlainAnswer.IsGoneAsync(body, i, context).ConfigureAwait(false)) return;
        }
    }

    /// <summary>Writes the head of a list; says whether the client needs it, or has the same already (304).</summary>
    /// <param name="context">The request.</param>
    /// <param name="torrents">What is listed.</param>
    /// <param name="contentType">The answer's media type.</param>
    /// <param name="current">Knows the address of the page where this client's is not one of ours.</param>
    /// <param name="root">The page's address as this client knows it.</param>
    /// <param name="hasFigures">Whether the list tells how many have each torrent.</param>
    private bool IsFresh(HttpContext context, List<PublishedTorrent> torrents, string contentType, StatusSnapshot current, out string root, bool hasFigures = false)
    {
        root = hosts().TryAccept(context.Request.Headers.Host.ToString(), context.Connection.LocalIpAddress, out string authority) ? $"http://{authority}/" : current.PageUrl;
        PlainAnswer.Prepare(context.Response, contentType);
        string tag = TorrentFeed.Tag(torrents, root, hasFigures);
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "no-cache";
        if (!EntityTags.Names(context.Request.Headers.IfNoneMatch.ToString(), tag, isStrong: false)) return true;
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return false;
    }

    /// <summary>Says that a torrent is not there, or cannot be given out at present.</summary>
    public Task ShowMissingAsync(HttpContext context, bool isTooLarge) => isTooLarge
        ? ShowAsync(context, StatusCodes.Status503ServiceUnavailable, MessagePage.TooLarge)
        : ShowAsync(context, StatusCodes.Status404NotFound, MessagePage.NoTorrent);

    /// <summary>See <see cref="TrackerUrls.ByHost"/>; null also when the host that the client used is not ours, or there is no tracker.</summary>
    public string? AnnounceUrl(HttpContext context) =>
        urls.HasOwn && hosts().TryAccept(context.Request.Headers.Host.ToString(), context.Connection.LocalIpAddress, out string authority)
            ? urls.ByHost(authority)
            : null;

    /// <inheritdoc/>
    public async Task ShowAsync(HttpContext context, int code, MessagePage message)
    {
        if (!web().Enabled || !context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal))
        {
            await PlainAnswer.SayAsync(context, code, message.InEnglish + ".\n").ConfigureAwait(false);
            return;
        }
        PageView view = View(context, await ReadAsync().ConfigureAwait(false));
        context.Response.StatusCode = code;
        PipeWriter body = Open(context, view);
        message.Write(new HtmlWriter(body, view.Language), view);
    }

    /// <inheritdoc/>
    public PageView View(HttpContext context, StatusSnapshot current)
    {
        WebConfig wanted = web();
        Language language = ReaderLanguage.Of(wanted.Language, context.Request.Headers.AcceptLanguage.ToString());
        return new PageView(
            current, wanted, language, urls, AnnounceUrl(context), OffersFiles: hasFiles && wanted.Downloads, ReaderSystems.Of(context.Request.Headers.UserAgent.ToString()))
        {
            HasOwner = HasOwner(),
        };
    }

    /// <inheritdoc/>
    public PipeWriter Open(HttpContext context, PageView view)
    {
        HttpResponse response = context.Response;
        PlainAnswer.Prepare(response, "text/html; charset=utf-8");
        response.Headers.ContentSecurityPolicy = PageStyle.ContentSecurityPolicy;
        response.Headers.ContentLanguage = view.Language.Tag;
        response.Headers.Vary = "Accept-Language";
        return response.BodyWriter;
    }
}
