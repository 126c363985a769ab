using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using EdgeSeed.Engine.Announcing;
using EdgeSeed.Engine.Budget;

namespace EdgeSeed.Engine.Web;

/// <summary>Fetches a small file from a web server, such as a <c>.torrent</c>. HTTPS is not spoken.</summary>
public static class WebFetch
{
    private const int MaxRedirects = 5, FirstBytes = 64 * 1024, OkStatus = 200;

    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(1);

    /// <summary>Fetches a file.</summary>
    /// <param name="address">Starts with <c>http://</c>.</param>
    /// <param name="maxBytes">A longer file is refused.</param>
    /// <param name="budget">Charged with what is sent.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Breaks it off.</param>
    /// <returns>The bytes, or what is wrong in plain words.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<(byte[]? File, string? Problem)> GetAsync(
        string address, int maxBytes, UploadBudget budget, TimeProvider time, CancellationToken cancellation)
    {
        if (!TrackerAddress.TryCreateVerbatim(address, out Uri? uri)) return (null, "not an http address");
        using var timeout = new CancellationTokenSource(s_timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        var dial = new HttpDial(static (host, stop) => Dns.GetHostAddressesAsync(host, stop), budget, time);
        try
        {
            for (int redirects = 0; redirects <= MaxRedirects; redirects++)
            {
                if (uri.Scheme == TrackerAddress.SecureScheme) return (null, "https is not spoken: fetch the .torrent with a browser and name the file");
                Stream stream = await dial.ConnectAsync(uri, family: null, source: null, mayBeLocal: true, either.Token).ConfigureAwait(false);
                var get = new HttpGet(stream);
                await using ConfiguredAsyncDisposable ending = get.ConfigureAwait(false);
                HttpReplyHead head = await get.AskAsync(uri, either.Token).ConfigureAwait(false);
                if (!HttpTrackerClient.IsRedirect(head.Status)) return await ReadAsync(get, head, maxBytes, either.Token).ConfigureAwait(false);
                if (HttpTrackerClient.Target(uri, head) is not { } target) return (null, "it redirects to where we do not follow");
                uri = target;
            }
            return (null, "it redirects without end");
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or InvalidDataException)
        {
            cancellation.ThrowIfCancellationRequested();
            return (null, timeout.IsCancellationRequested ? "no answer in time" : e.Message);
        }
    }

    private static async Task<(byte[]? File, string? Problem)> ReadAsync(HttpGet get, HttpReplyHead head, int maxBytes, CancellationToken cancellation)
    {
        if (head.Status != OkStatus) return (null, $"the server answers with status {head.Status}");
        if (head.ContentLength > maxBytes) return (null, $"it is longer than {maxBytes} bytes");
        HttpBody body = get.Body(head);
        byte[] file = new byte[Math.Min(maxBytes + 1L, head.ContentLength + 1 ?? FirstBytes)];
        int length = 0;
        while (await body.ReadAsync(file.AsMemory(length), cancellation).ConfigureAwait(false) is > 0 and int read)
        {
            length += read;
            if (length > maxBytes) return (null, $"it is longer than {maxBytes} bytes");
            if (length == file.Length) Array.Resize(ref file, (int)Math.Min(maxBytes + 1L, file.Length * 2L));
        }
        return (file.AsSpan(0, length).ToArray(), null);
    }
}
