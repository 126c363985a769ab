using System.Buffers;
using System.Net;
using System.Text;
using EdgeSeed.Protocol;
using EdgeSeed.Tracker;
using EdgeSeed.Tracker.Announces;
using EdgeSeed.Tracker.Http;
using EdgeSeed.Tracking;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace EdgeSeed.Web;

/// <summary>Carries announces and scrapes from Kestrel to the tracker: the query as it came over the wire, since an info-hash is bytes, not text.</summary>
/// <param name="tracker">Answers them.</param>
internal sealed class TrackerEndpoint(HttpTracker tracker)
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_body;

    /// <summary>Answers one request.</summary>
    /// <param name="context">The request's context.</param>
    /// <param name="path"><c>/announce</c> or <c>/scrape</c>.</param>
    /// <param name="query">The raw query with its question mark, or empty.</param>
    public Task AnswerAsync(HttpContext context, ReadOnlySpan<char> path, ReadOnlySpan<char> query)
    {
        HttpResponse response = context.Response;
        response.ContentType = HttpTracker.ContentType;
        // Who only looks whether somebody is here does not take part.
        if (!HttpMethods.IsGet(context.Request.Method)) return Task.CompletedTask;
        if (query.Length > HttpTracker.MaxQueryBytes)
        {
            response.StatusCode = StatusCodes.Status414UriTooLong;
            return Task.CompletedTask;
        }
        if (path is "/scrape" && BeginFullScrape(context, query) is { } everything)
            return WriteAsync(context, everything);
        Span<byte> raw = stackalloc byte[WebServer.MaxRequestLineBytes];
        int pathLength = Encoding.Latin1.GetBytes(path, raw);
        int queryLength = Encoding.Latin1.GetBytes(query, raw[pathLength..]);

        // Written aside first: the length must stand in the header, and old clients do not read chunks.
        ArrayBufferWriter<byte> body = t_body ??= new ArrayBufferWriter<byte>(HttpTracker.MaxReplyBytes);
        body.ResetWrittenCount();
        HttpReply reply = tracker.Handle(raw[..pathLength], raw.Slice(pathLength, queryLength), Source(context), body);
        response.StatusCode = reply.Status;
        response.ContentLength = body.WrittenCount;
        response.BodyWriter.Write(body.WrittenSpan);
        return Task.CompletedTask;
    }

    private FullScrape? BeginFullScrape(HttpContext context, ReadOnlySpan<char> query)
    {
        Span<byte> raw = stackalloc byte[WebServer.MaxRequestLineBytes];
        return tracker.BeginFullScrape(raw[..Encoding.Latin1.GetBytes(query, raw)], Source(context));
    }

    private static async Task WriteAsync(HttpContext context, FullScrape everything)
    {
        using (everything)
        {
            while (everything.WriteNext(context.Response.BodyWriter))
            {
                if ((await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false)).IsCompleted) return;
            }
        }
    }

    private RequestSource Source(HttpContext context)
    {
        ConnectionInfo connection = context.Connection;
        var client = new PeerEndPoint(connection.RemoteIpAddress ?? IPAddress.None, (ushort)connection.RemotePort);
        var direct = new RequestSource(client, connection.LocalIpAddress is { } local ? new PeerEndPoint(local, (ushort)connection.LocalPort) : null);
        IHeaderDictionary fields = context.Request.Headers;
        StringValues forwardedFor = fields["X-Forwarded-For"];
        bool isForwarded = forwardedFor.Count > 0 || fields.ContainsKey("X-Real-IP") || fields.ContainsKey("Forwarded") || fields.ContainsKey("Via");
        bool isProxied = context.Features.Get<WebConnection>() is { IsProxied: true };
        return tracker.SourceOf(direct, isForwarded, Encoding.ASCII.GetBytes(forwardedFor.ToString()), isProxied);
    }
}
