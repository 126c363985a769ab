using System.Globalization;
using System.Net.Sockets;
using System.Text;
using EdgeSeed.Network;

namespace EdgeSeed.Commands;

/// <summary>
/// Asks a running service for its state over a plain socket: one request, one answer, the connection closed. A whole
/// HTTP client with TLS would make the binary a sixth larger for this.
/// </summary>
internal static class StatusClient
{
    /// <summary>Longest answer read; a longer one is refused.</summary>
    public const int MaxAnswerBytes = 32 << 20;

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    /// <summary>Reads one answer's body.</summary>
    /// <param name="page">The page's address.</param>
    /// <param name="target">Path and query, such as <c>/status.json</c>.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="IOException">Nobody answers in time, or with something else.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(Uri page, string target, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(s_timeout);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(page.IdnHost, page.Port, limit.Token).ConfigureAwait(false);
            using NetworkStream stream = client.GetStream();
            // HTTP/1.0: the answer is not chunked, and ends with the connection.
            string secret = page.UserInfo.Length == 0 ? "" : $"Authorization: {AddressNote.Authorization(page.UserInfo)}\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.0\r\nHost: {page.Authority}\r\n{secret}\r\n"), limit.Token).ConfigureAwait(false);
            return Body(await ReadToEndAsync(stream, limit.Token).ConfigureAwait(false));
        }
        catch (SocketException exception)
        {
            throw new IOException(exception.Message, exception);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException("no answer within 10 s", exception);
        }
    }

    private static async Task<byte[]> ReadToEndAsync(NetworkStream stream, CancellationToken cancellation)
    {
        using var answer = new MemoryStream();
        byte[] part = new byte[64 * 1024];
        for (int read; (read = await stream.ReadAsync(part, cancellation).ConfigureAwait(false)) > 0;)
        {
            answer.Write(part, 0, read);
            if (answer.Length > MaxAnswerBytes) throw new IOException(string.Create(CultureInfo.InvariantCulture, $"the answer has more than {MaxAnswerBytes} bytes"));
        }
        return answer.ToArray();
    }

    private static ReadOnlyMemory<byte> Body(byte[] answer)
    {
        ReadOnlySpan<byte> end = "\r\n\r\n"u8;
        int head = answer.AsSpan().IndexOf(end);
        string status = Encoding.ASCII.GetString(answer.AsSpan(0, Math.Min(answer.Length, "HTTP/1.1 200".Length)));
        if (head < 0 || !status.StartsWith("HTTP/1.", StringComparison.Ordinal) || !status.EndsWith(" 200", StringComparison.Ordinal))
            throw new IOException("this is not the page of an EdgeSeed");
        return answer.AsMemory(head + end.Length);
    }
}
