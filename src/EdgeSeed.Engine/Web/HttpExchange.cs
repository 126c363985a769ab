using System.Globalization;
using System.Text;

namespace EdgeSeed.Engine.Web;

/// <summary>
/// One GET or POST of HTTP/1.1 (RFC 9112) over a connection of its own, which ends with it. The framework's client does all this and far more, and
/// would make the program a quarter larger. A broken connection is an <see cref="IOException"/>, an answer that is not one an
/// <see cref="InvalidDataException"/>, both with words for the user.
/// </summary>
internal sealed class HttpExchange(Stream stream) : IAsyncDisposable
{
    private const int FirstInterim = 100, FirstFinal = 200;
    private const int FirstBodyBytes = 64 * 1024;

    private readonly HttpInput _input = new(stream);

    /// <summary>The header of the answer; there once that has been waited for.</summary>
    public HttpReplyHead Head { get; private set; } = null!;

    /// <summary>Bounds what comes, counted as it comes over the connection; before anything is asked.</summary>
    /// <param name="bytes">At most.</param>
    /// <param name="reads">Pieces at most.</param>
    public void Bound(long bytes, int reads) => (_input.MaxBytes, _input.MaxReads) = (bytes, reads);

    /// <summary>Asks, and reads the answer's header. Answers that only announce another (status 1xx) are passed over.</summary>
    /// <param name="uri">
    /// Path and query are sent as they are; fit for that by <see cref="TrackerAddress.TryCreateVerbatim"/>. A login in it is sent as Basic
    /// authentication (RFC 7617).
    /// </param>
    /// <param name="fields">Further header fields, each ended by CR and LF.</param>
    /// <param name="cancellation">Breaks it off.</param>
    /// <param name="content">Text to post; null for a GET.</param>
    public async Task<HttpReplyHead> AskAsync(Uri uri, string fields, CancellationToken cancellation, string? content = null)
    {
        string host = uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;
        string port = uri.IsDefaultPort ? "" : string.Create(CultureInfo.InvariantCulture, $":{uri.Port}");
        if (uri.UserInfo.Length > 0)
        {
            // A user without a password has a colon behind the name all the same.
            string login = Uri.UnescapeDataString(uri.UserInfo.Contains(':') ? uri.UserInfo : uri.UserInfo + ":");
            fields += $"Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(login))}\r\n";
        }
        string verb = content is null ? "GET" : "POST";
        if (content is not null) fields += string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(content)}\r\n");
        string request = $"{verb} {uri.PathAndQuery} HTTP/1.1\r\nHost: {host}{port}\r\nUser-Agent: EdgeSeed/0.1\r\nAccept-Encoding: identity\r\n{fields}Connection: close\r\n\r\n{content}";
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request), cancellation).ConfigureAwait(false);
        int room = HttpInput.MaxHeldBytes;
        while (true)
        {
            int length = await HoldHeadAsync(room, cancellation).ConfigureAwait(false);
            if (!HttpReplyHead.TryParse(_input.Held[..length], out HttpReplyHead? head))
                throw new InvalidDataException("not an HTTP answer: its header has errors");
            _input.Take(length);
            room -= length;
            if (head.Status is < FirstInterim or >= FirstFinal) return Head = head;
        }
    }

    /// <summary>The body that follows the header.</summary>
    public HttpBody Body() => new(_input, Head);

    /// <summary>Reads the body to its end; null when it is longer than that.</summary>
    public async Task<byte[]?> ReadBodyAsync(int maxBytes, CancellationToken cancellation)
    {
        if (Head.ContentLength > maxBytes) return null;
        HttpBody body = Body();
        byte[] bytes = new byte[Math.Min(maxBytes + 1L, Head.ContentLength + 1 ?? FirstBodyBytes)];
        int length = 0;
        while (await body.ReadAsync(bytes.AsMemory(length), cancellation).ConfigureAwait(false) is > 0 and int read)
        {
            length += read;
            if (length > maxBytes) return null;
            if (length == bytes.Length) Array.Resize(ref bytes, (int)Math.Min(maxBytes + 1L, bytes.Length * 2L));
        }
        return bytes.AsSpan(0, length).ToArray();
    }

    public ValueTask DisposeAsync()
    {
        _input.Dispose();
        return stream.DisposeAsync();
    }

    /// <summary>Reads until a whole header is held.</summary>
    /// <returns>Its bytes, the empty line that ends it included.</returns>
    private async ValueTask<int> HoldHeadAsync(int room, CancellationToken cancellation)
    {
        while (true)
        {
            if (!HttpReplyHead.MayBegin(_input.Held)) throw new InvalidDataException("not an HTTP answer: it begins otherwise");
            int length = HttpReplyHead.LengthOf(_input.Held);
            if (length > room || (length == 0 && _input.Held.Length >= room)) throw new InvalidDataException("its answer has too long a header");
            if (length > 0) return length;
            if (!await _input.HoldMoreAsync(cancellation).ConfigureAwait(false))
                throw new EndOfStreamException("it closed the connection without an answer");
        }
    }
}
