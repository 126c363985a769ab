using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Threading.Channels;

namespace EdgeSeed.Engine.Tests.Simulation;

/// <summary>A tracker that answers each HTTP request as the test says: with bytes, or by doing as it likes with the stream.</summary>
internal sealed class HttpTrackerFake : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly Func<string, Stream, Range, Task> _reply;
    private readonly Func<Stream, Task<Stream>>? _secure;
    private readonly Channel<string> _requests = Channel.CreateUnbounded<string>();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly CancellationTokenSource _end = new();
    private readonly Task _run;
    private int _requestCount, _connectionCount;

    /// <param name="reply">Given the request's target and the stream. Returns when the next request may be read.</param>
    /// <param name="secure">Makes a TLS connection of a plain one; none, and HTTP is spoken.</param>
    public HttpTrackerFake(Func<string, Stream, Task> reply, IPAddress? address = null, int port = 0, Func<Stream, Task<Stream>>? secure = null)
        : this((target, stream, _) => reply(target, stream), address, port, secure)
    {
    }

    /// <summary>The same for a server of files: which bytes are asked for is given too.</summary>
    public HttpTrackerFake(Func<string, Stream, Range, Task> reply, IPAddress? address = null, int port = 0, Func<Stream, Task<Stream>>? secure = null)
    {
        (_reply, _secure) = (reply, secure);
        _listener = new TcpListener(address ?? IPAddress.Loopback, port);
        _listener.Start();
        _run = AcceptAsync();
    }

    /// <summary>A tracker that always answers with this body.</summary>
    public HttpTrackerFake(string body) : this(_ => body)
    {
    }

    /// <summary>A tracker whose answer's body depends on the request's target.</summary>
    public HttpTrackerFake(Func<string, string> body) : this((target, stream) => OkAsync(stream, body(target)))
    {
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Announce => $"{(_secure is null ? "http" : "https")}://{_listener.LocalEndpoint}/announce";

    public int RequestCount => Volatile.Read(ref _requestCount);

    public int ConnectionCount => Volatile.Read(ref _connectionCount);

    public static Task OkAsync(Stream stream, string body) => SendAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Length: {Encoding.Latin1.GetByteCount(body)}\r\n\r\n{body}");

    public static async Task SendAsync(Stream stream, string text) => await stream.WriteAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>The next request's target, as it came.</summary>
    public async Task<string> RequestAsync()
    {
        using var timeout = new CancellationTokenSource(AnnouncerFixture.Limit);
        return await _requests.Reader.ReadAsync(timeout.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _run;
        await Task.WhenAll(_connections);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_end.Token);
                Interlocked.Increment(ref _connectionCount);
                _connections.Add(ServeAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // Stopped, perhaps between two connections.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            using CancellationTokenRegistration closing = _end.Token.Register(client.Dispose);
            try
            {
                Stream stream = client.GetStream();
                if (_secure is not null) stream = await _secure(stream).WaitAsync(_end.Token);
                await using Stream ending = stream;
                using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
                while (await reader.ReadLineAsync() is { } first)
                {
                    Range range = Range.All;
                    while (await reader.ReadLineAsync() is { Length: > 0 } field)
                    {
                        if (!field.StartsWith("Range: bytes=", StringComparison.Ordinal)) continue;
                        int[] ends = [.. field[13..].Split('-').Select(int.Parse)];
                        range = ends[0]..(ends[1] + 1);
                    }
                    Interlocked.Increment(ref _requestCount);
                    string target = first.Split(' ') is [_, var requested, ..] ? requested : first;
                    _requests.Writer.TryWrite(target);
                    await _reply(target, stream, range).WaitAsync(_end.Token);
                }
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or SocketException or InvalidOperationException or OperationCanceledException
                or AuthenticationException)
            {
            }
        }
    }
}
