using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace EdgeSeed.Web;

/// <summary>What all answers have in common: their head, a line of text, and lists that a slow reader does not make wait in memory.</summary>
internal static class PlainAnswer
{
    /// <summary>Entries of a long list written between two flushes: a slow reader then holds this much, not the whole answer.</summary>
    public const int EntriesPerFlush = 16;

    /// <summary>After every <see cref="EntriesPerFlush"/> entries waits until the reader has taken them; says whether it has left.</summary>
    public static async ValueTask<bool> IsGoneAsync(PipeWriter body, int entry, HttpContext context) =>
        entry % EntriesPerFlush == EntriesPerFlush - 1 && (await body.FlushAsync(context.RequestAborted).ConfigureAwait(false)).IsCompleted;

    /// <summary>A line for a program, or where there is no page.</summary>
    public static async Task SayAsync(HttpContext context, int code, string text)
    {
        context.Response.StatusCode = code;
        Prepare(context.Response, "text/plain; charset=utf-8");
        await context.Response.WriteAsync(text, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>The head of every answer: nothing is kept, and nothing else of this site is shown or run by it.</summary>
    public static void Prepare(HttpResponse response, string contentType)
    {
        response.ContentType = contentType;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
    }
}
