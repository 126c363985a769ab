using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using EdgeSeed.Protocol;
using EdgeSeed.Languages;
using EdgeSeed.Status;
using EdgeSeed.Storage;
using Microsoft.AspNetCore.Http;

namespace EdgeSeed.Web;

/// <content>The faces of the snapshot over HTTP: page, live figures, JSON, table, metrics.</content>
internal sealed partial class RequestSwitch
{
    /// <summary>Entries of a long list written between two flushes: a slow reader then holds this much, not the whole answer.</summary>
    public const int EntriesPerFlush = 16;

    private async Task WritePageAsync(HttpContext context, PageQuery query)
    {
        StatusSnapshot current = await status.ReadAsync().ConfigureAwait(false);
        PageView view = View(context, current);
        TorrentList list = TorrentList.Find(current, query);
        PipeWriter body = OpenPage(context, view);
        var html = new HtmlWriter(body, view.Language);
        StatusPage.WriteHead(html, view, query, list);
        for (int i = 0; i < list.Shown.Count; i++)
        {
            StatusPage.WriteTorrent(html, list.Shown[i], i, view);
            if (await IsGoneAsync(body, i, context).ConfigureAwait(false)) return;
        }
        StatusPage.WriteFoot(html, view, query, list);
    }

    private async Task WriteLiveAsync(HttpContext context, PageQuery query)
    {
        StatusSnapshot current = await status.ReadAsync().ConfigureAwait(false);
        PageView view = View(context, current);
        StatusPage.WriteLive(new HtmlWriter(OpenPage(context, view), view.Language), view, TorrentList.Find(current, query));
    }

    private async Task WriteTorrentPageAsync(HttpContext context, InfoHash infoHash)
    {
        StatusSnapshot current = await status.ReadAsync().ConfigureAwait(false);
        Shelved<TorrentDetail> described = await torrents.DescribeAsync(infoHash, withFiles: true, context.RequestAborted).ConfigureAwait(false);
        if (described.Value is not { } detail || current.Find(infoHash) is not { } torrent)
        {
            await ShowMissingAsync(context, described.IsTooLarge).ConfigureAwait(false);
            return;
        }
        PageView view = View(context, current);
        PipeWriter body = OpenPage(context, view);
        var html = new HtmlWriter(body, view.Language);
        TorrentPage.WriteHead(html, view, torrent, detail);
        for (int i = 0; i < detail.Files.Count; i++)
        {
            TorrentPage.WriteFile(html, view, torrent, detail.Files[i]);
            if (await IsGoneAsync(body, i, context).ConfigureAwait(false)) return;
        }
        TorrentPage.WriteFoot(html, view, torrent, detail);
    }

    private async Task WriteLiveAsync(HttpContext context, InfoHash infoHash)
    {
        StatusSnapshot current = await status.ReadAsync().ConfigureAwait(false);
        Shelved<TorrentDetail> described = await torrents.DescribeAsync(infoHash, withFiles: false, context.RequestAborted).ConfigureAwait(false);
        if (described.Value is not { } detail || current.Find(infoHash) is not { } torrent)
        {
            await ShowMissingAsync(context, described.IsTooLarge).ConfigureAwait(false);
            return;
        }
        PageView view = View(context, current);
        TorrentPage.WriteLive(new HtmlWriter(OpenPage(context, view), view.Language), view, torrent, detail);
    }

    private async Task WriteQrAsync(HttpContext context)
    {
        PageView view = View(context, await status.ReadAsync().ConfigureAwait(false));
        QrPage.Write(new HtmlWriter(OpenPage(context, view), view.Language), view);
    }

    private async Task WriteFeedAsync(HttpContext context)
    {
        StatusSnapshot current = await status.ReadAsync().ConfigureAwait(false);
        List<PublishedTorrent> newest = TorrentFeed.Newest(current, TorrentFeed.MaxItems);
        if (!IsFresh(context, newest, TorrentFeed.ContentType, current, out string root)) return;
        PageView view = View(context, current);
        TorrentFeed.Write(new HtmlWriter(context.Response.BodyWriter, view.Language), view.Title, root, newest);
    }

    private async Task WriteListAsync(HttpContext context)
    {
        StatusSnapshot current = await status.ReadAsync().ConfigureAwait(false);
        List<PublishedTorrent> all = TorrentFeed.Newest(current, int.MaxValue);
        if (!IsFresh(context, all, "application/json", current, out string root)) return;
        PageView view = View(context, current);
        PipeWriter body = context.Response.BodyWriter;
        using var json = new Utf8JsonWriter(body, StatusJson.Options);
        json.WriteStartArray();
        for (int i = 0; i < all.Count; i++)
        {
            TorrentFeed.WriteJson(json, all[i], root, view.Magnet(all[i]));
            if (i % EntriesPerFlush == EntriesPerFlush - 1) json.Flush();
            if (await IsGoneAsync(body, i, context).ConfigureAwait(false)) return;
        }
        json.WriteEndArray();
    }

    /// <summary>Writes the head of a list; says whether the client needs it, or has the same already (304).</summary>
    /// <param name="context">The request.</param>
    /// <param name="torrents">What is listed.</param>
    /// <param name="contentType">The answer's media type.</param>
    /// <param name="current">Knows the address of the page where this client's is not one of ours.</param>
    /// <param name="root">The page's address as this client knows it.</param>
    private bool IsFresh(HttpContext context, List<PublishedTorrent> torrents, string contentType, StatusSnapshot current, out string root)
    {
        root = hosts().TryAccept(context.Request.Headers.Host.ToString(), context.Connection.LocalIpAddress, out string authority) ? $"http://{authority}/" : current.PageUrl;
        Prepare(context.Response, contentType);
        string tag = TorrentFeed.Tag(torrents, root);
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "no-cache";
        if (!EntityTags.Names(context.Request.Headers.IfNoneMatch.ToString(), tag, isStrong: false)) return true;
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return false;
    }

    private async Task WriteStatusAsync(HttpContext context)
    {
        StatusSnapshot current = await status.ReadAsync().ConfigureAwait(false);
        Prepare(context.Response, "application/json");
        PipeWriter body = context.Response.BodyWriter;
        using var json = new Utf8JsonWriter(body, StatusJson.Options);
        var magnet = new ArrayBufferWriter<byte>();
        StatusJson.WriteHead(json, current);
        for (int i = 0; i < current.Torrents.Count; i++)
        {
            StatusJson.WriteTorrent(json, current.Torrents[i], current.UptimeSeconds, magnet);
            if (i % EntriesPerFlush == EntriesPerFlush - 1)
            {
                json.Flush();
                HeapSweep.Run();
            }
            if (await IsGoneAsync(body, i, context).ConfigureAwait(false)) return;
        }
        StatusJson.WriteEnd(json);
    }

    /// <summary>The table of <c>edgeseed status</c>.</summary>
    /// <param name="context">The request's context.</param>
    /// <param name="columns">Width of the terminal in cells; 0 for lines as long as they are.</param>
    /// <param name="rows">Most lines, those of what is busy; 0 for everything.</param>
    private async Task WriteTableAsync(HttpContext context, int columns, int rows)
    {
        StatusSnapshot current = await status.ReadAsync().ConfigureAwait(false);
        Prepare(context.Response, "text/plain; charset=utf-8");
        PipeWriter body = context.Response.BodyWriter;
        int written = 0;
        foreach (string line in StatusTable.Lines(current, columns, rows))
        {
            Encoding.UTF8.GetBytes(line, body);
            Encoding.UTF8.GetBytes("\n", body);
            if (await IsGoneAsync(body, written++, context).ConfigureAwait(false)) return;
        }
    }

    private async Task WriteMetricsAsync(HttpContext context)
    {
        StatusSnapshot current = await status.ReadAsync().ConfigureAwait(false);
        Prepare(context.Response, MetricsText.ContentType);
        new MetricsText(context.Response.BodyWriter).Write(current);
    }

    /// <summary>After every <see cref="EntriesPerFlush"/> entries waits until the reader has taken them; says whether it has left.</summary>
    private static async ValueTask<bool> IsGoneAsync(PipeWriter body, int entry, HttpContext context) =>
        entry % EntriesPerFlush == EntriesPerFlush - 1 && (await body.FlushAsync(context.RequestAborted).ConfigureAwait(false)).IsCompleted;

    private PageView View(HttpContext context, StatusSnapshot current)
    {
        Config.WebConfig wanted = web();
        Language language = ReaderLanguage.Of(wanted.Language, context.Request.Headers.AcceptLanguage.ToString());
        return new PageView(
            current, wanted, language, urls, AnnounceUrl(context), OffersFiles: files is not null && wanted.Downloads, ReaderSystems.Of(context.Request.Headers.UserAgent.ToString()));
    }

    private static PipeWriter OpenPage(HttpContext context, PageView view)
    {
        HttpResponse response = context.Response;
        Prepare(response, "text/html; charset=utf-8");
        response.Headers.ContentSecurityPolicy = PageStyle.ContentSecurityPolicy;
        response.Headers.ContentLanguage = view.Language.Tag;
        response.Headers.Vary = "Accept-Language";
        return response.BodyWriter;
    }
}
