using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace EdgeSeed.Web;

/// <summary>What a form of the owner's page sent, and whether it came from that page.</summary>
internal static class OwnerForm
{
    /// <summary>Longest form, in bytes. A longer one is refused with 413.</summary>
    public const int MaxBytes = 2048;

    /// <summary>
    /// Whether a browser says that another site made it send this: then the password came along unasked. A program that says nothing of it has
    /// still to know the form's token.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="publicUrl"><c>web.public_url</c>: behind a proxy, the host that the browser knows.</param>
    public static bool IsForeign(HttpRequest request, string publicUrl)
    {
        string site = request.Headers["Sec-Fetch-Site"].ToString(), origin = request.Headers.Origin.ToString();
        if (site.Length > 0 && site != "same-origin") return true;
        if (origin.Length == 0) return false;
        if (!Uri.TryCreate(origin, UriKind.Absolute, out Uri? from)) return true;
        if (Uri.TryCreate(publicUrl, UriKind.Absolute, out Uri? known) && Same(from, known)) return false;
        return !Uri.TryCreate($"{from.Scheme}://{request.Headers.Host}", UriKind.Absolute, out Uri? asked) || !Same(from, asked);
    }

    /// <summary>Reads the form as it was sent, <c>name=value&amp;…</c>; null when it is too long.</summary>
    public static async Task<string?> ReadAsync(HttpContext context)
    {
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = MaxBytes;
        byte[] form = new byte[MaxBytes];
        int length = 0;
        try
        {
            for (int read; length < form.Length && (read = await context.Request.Body.ReadAsync(form.AsMemory(length), context.RequestAborted).ConfigureAwait(false)) > 0;) length += read;
        }
        catch (BadHttpRequestException)
        {
            return null;
        }
        return Encoding.UTF8.GetString(form, 0, length);
    }

    private static bool Same(Uri left, Uri right) => left.Authority.Equals(right.Authority, StringComparison.OrdinalIgnoreCase) && left.Scheme == right.Scheme;
}
