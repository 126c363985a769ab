using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;
using EdgeSeed.Tracker;
using EdgeSeed.Tracker.Access;
using EdgeSeed.Tracker.Announces;
using EdgeSeed.Tracker.Http;
using EdgeSeed.Tracker.Swarms;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using WebConfig = EdgeSeed.Config.WebConfig;

namespace EdgeSeed.Tests.Tracking;

public sealed class TrackerTransportTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly WebConfig Limits = new() { RequestTimeout = TimeSpan.FromSeconds(2) };

    private readonly SwarmStore _store = new(new TrackerOptions(), TimeProvider.System);
    private WebApplication _application = null!;
    private IPEndPoint _endPoint = null!;

    public async Task InitializeAsync()
    {
        var handler = new AnnounceHandler(new TrackerOptions(), _store, new TrackerPolicy(AccessPolicy.Open), new LocalSeeders(), TimeProvider.System);
        _application = await TransportServer.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), new HttpTracker(handler), Limits, AnswerAsync);
        _endPoint = new IPEndPoint(IPAddress.Loopback, new Uri(_application.Urls.Single()).Port);
    }

    public async Task DisposeAsync()
    {
        await _application.StopAsync().WaitAsync(Limit);
        await _application.DisposeAsync();
    }

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task One_connection_tracker_requests_are_answered_in_front_and_others_by_the_server()
    {
        using Socket client = await ConnectAsync();
        for (int i = 0; i < 3; i++) Assert.Contains($"incompletei{i + 1}e", await AskAsync(client, Announce(i)));
        Assert.Contains("server /page", await AskAsync(client, "GET /page HTTP/1.1\r\nHost: h\r\n\r\n"));
        Assert.Contains("server /announce", await AskAsync(client, Announce(9)));
    }

    [Fact]
    public async Task Long_page_of_many_writes_comes_whole()
    {
        using Socket client = await ConnectAsync();
        await client.SendAsync("GET /long HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"u8.ToArray());
        Assert.InRange((await ReadToEndAsync(client)).Split(" and").Length, 4900, 5001);
    }

    [Fact]
    public async Task Head_that_comes_byte_by_byte_is_answered_when_it_is_whole()
    {
        using Socket client = await ConnectAsync();
        client.NoDelay = true;
        string request = Announce(1);
        foreach (byte b in Encoding.ASCII.GetBytes(request[..^1])) await client.SendAsync(new[] { b });
        Assert.Contains("incompletei1e", await AskAsync(client, request[^1..]));
    }

    [Fact]
    public async Task Requests_sent_at_once_are_all_answered_in_order()
    {
        using Socket client = await ConnectAsync();
        await client.SendAsync(Encoding.ASCII.GetBytes(Announce(0) + Announce(1) + Announce(2) + "GET /end HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"));
        string all = await ReadToEndAsync(client);
        int first = all.IndexOf("incompletei1e", StringComparison.Ordinal), third = all.IndexOf("incompletei3e", StringComparison.Ordinal);
        Assert.True(first >= 0 && third > first && all.IndexOf("server /end", StringComparison.Ordinal) > third, all);
    }

    [Fact]
    public async Task Connection_close_is_closed_after_the_answer()
    {
        using Socket client = await ConnectAsync();
        await client.SendAsync(Encoding.ASCII.GetBytes(Announce(0).Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", StringComparison.Ordinal)));
        string all = await ReadToEndAsync(client);
        Assert.Contains("Connection: close", all);
        Assert.EndsWith("e", all);
    }

    [Fact]
    public async Task Connection_without_a_whole_request_is_closed_and_an_answered_one_is_kept_longer()
    {
        using Socket slow = await ConnectAsync(), kept = await ConnectAsync();
        Assert.Contains("incompletei1e", await AskAsync(kept, Announce(0)));
        await slow.SendAsync("GET /announce?info"u8.ToArray());
        // What it had sent was never taken: the end comes as a reset.
        IOException end = await Assert.ThrowsAsync<IOException>(() => ReadToEndAsync(slow));
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(end.InnerException).SocketErrorCode);
        Assert.Contains("incompletei2e", await AskAsync(kept, Announce(1)));
    }

    [Fact]
    public async Task More_slow_clients_than_there_is_room_for_leave_the_tracker_answering()
    {
        var slow = new List<Socket>();
        try
        {
            for (int i = 0; i < Limits.MaxConnections + 200; i++)
            {
                slow.Add(await ConnectAsync());
                await slow[^1].SendAsync("GET /announce?info"u8.ToArray());
            }
            using Socket client = await ConnectAsync();
            Assert.Contains("incompletei1e", await AskAsync(client, Announce(0)));
        }
        finally
        {
            foreach (Socket socket in slow) socket.Dispose();
        }
    }

    [Fact]
    public async Task Connections_beyond_what_an_address_may_open_in_a_second_are_answered_a_little_later()
    {
        var clients = new List<Socket>();
        for (int i = 0; i < 150; i++) clients.Add(await ConnectAsync());
        foreach (Socket client in clients) await client.SendAsync("GET /page HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"u8.ToArray());
        foreach (Socket client in clients)
        {
            Assert.Contains("server /page", await ReadToEndAsync(client));
            client.Dispose();
        }
    }

    [Fact]
    public async Task Request_with_two_hosts_is_refused()
    {
        using Socket client = await ConnectAsync();
        await client.SendAsync("GET /page HTTP/1.1\r\nHost: one\r\nHost: two\r\n\r\n"u8.ToArray());
        Assert.StartsWith("HTTP/1.1 400", await ReadToEndAsync(client));
    }

    [Fact]
    public async Task Who_only_looks_takes_no_part()
    {
        using Socket looking = await ConnectAsync();
        await looking.SendAsync(Encoding.ASCII.GetBytes(Announce(7).Replace("GET", "HEAD", StringComparison.Ordinal).Replace("Host: h", "Host: h\r\nConnection: close", StringComparison.Ordinal)));
        Assert.StartsWith("HTTP/1.1 200", await ReadToEndAsync(looking));
        using Socket client = await ConnectAsync();
        Assert.Contains("incompletei1e", await AskAsync(client, Announce(1)));
    }

    /// <summary>In many small writes, as pages are written.</summary>
    private static Task AnswerAsync(HttpContext context)
    {
        IBufferWriter<byte> body = context.Response.BodyWriter;
        body.Write(Encoding.ASCII.GetBytes("server " + context.Request.Path));
        for (int i = 0; context.Request.Path == "/long" && i < 5000; i++) body.Write(" and more"u8);
        return Task.CompletedTask;
    }

    private static string Announce(int peer) =>
        $"GET /announce?info_hash=aaaaaaaaaaaaaaaaaaaa&peer_id=bbbbbbbbbbbbbbbbbbbb&port={1000 + peer}&left=1 HTTP/1.1\r\nHost: h\r\n\r\n";

    private static async Task<string> AskAsync(Socket client, string request)
    {
        await client.SendAsync(Encoding.ASCII.GetBytes(request));
        byte[] buffer = new byte[64 * 1024];
        var text = new StringBuilder();
        while (true)
        {
            int length = await client.ReceiveAsync(buffer).WaitAsync(Limit);
            text.Append(Encoding.Latin1.GetString(buffer, 0, length));
            string all = text.ToString();
            int body = all.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
            if (length == 0) return all;
            // The server's answers are chunked, the tracker's have a length: either way the last byte is here when these are.
            if (body >= 4 && (all.EndsWith("0\r\n\r\n", StringComparison.Ordinal) || all.EndsWith('e') && all.Contains("Content-Length", StringComparison.Ordinal)))
                return all;
        }
    }

    private static async Task<string> ReadToEndAsync(Socket client)
    {
        using var stream = new NetworkStream(client);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync().WaitAsync(Limit);
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(_endPoint);
        return socket;
    }
}
