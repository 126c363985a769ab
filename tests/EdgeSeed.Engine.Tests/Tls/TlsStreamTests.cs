using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Authentication;
using System.Text;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Engine.Web;

namespace EdgeSeed.Engine.Tests.Tls;

/// <summary>HTTPS with servers that are who they say, that are not, and that speak badly.</summary>
public sealed class TlsStreamTests
{
    private const string Body = "what was asked for";

    [Theory]
    [InlineData("localhost", SslProtocols.Tls13, false)]
    [InlineData("localhost", SslProtocols.Tls12, false)]
    [InlineData("127.0.0.1", SslProtocols.Tls13, false)]
    [InlineData("[::1]", SslProtocols.Tls13, false)]
    [InlineData("localhost", SslProtocols.Tls13, true)]
    [InlineData("localhost", SslProtocols.Tls12, true)]
    public async Task Host_that_proves_who_it_is_is_asked(string host, SslProtocols protocols, bool isBytewise)
    {
        (SslProtocols Protocol, SslApplicationProtocol Application, string Host) seen = default;
        Func<Stream, Task<Stream>> secure = TlsServer.With(TestAuthority.Issue(host.Trim('[', ']')), protocols, isBytewise);
        await using HttpTrackerFake server = Server(host, async plain =>
        {
            var stream = (SslStream)await secure(plain);
            seen = (stream.SslProtocol, stream.NegotiatedApplicationProtocol, stream.TargetHostName);
            return stream;
        });
        Assert.Equal((Body, null), await GetAsync(host, server));
        Assert.Equal((protocols, SslApplicationProtocol.Http11, host == "localhost" ? host : ""), seen);
    }

    [Fact]
    public async Task Megabytes_come_through()
    {
        byte[] file = new byte[3_000_000];
        Random.Shared.NextBytes(file);
        await using var server = new HttpTrackerFake(
            async (_, stream) =>
            {
                await HttpTrackerFake.SendAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Length: {file.Length}\r\n\r\n");
                await stream.WriteAsync(file);
            },
            secure: TlsServer.With(TestAuthority.Issue("127.0.0.1")));
        (byte[]? got, string? problem) = await FetchAsync($"https://127.0.0.1:{server.Port}/", TimeProvider.System);
        Assert.Null(problem);
        Assert.Equal(file, got);
    }

    [Theory]
    [InlineData("other.example", "its certificate is not for localhost")]
    [InlineData("127.0.0.1", "its certificate is not for localhost")]
    [InlineData("*.localhost", "its certificate is not for localhost")]
    public async Task Certificate_of_another_host_is_refused(string issued, string problem) => await RefusedAsync(problem, TestAuthority.Issue(issued));

    [Fact]
    public async Task Certificate_of_another_address_is_refused()
    {
        await using HttpTrackerFake server = Server("127.0.0.1", TlsServer.With(TestAuthority.Issue("127.0.0.2")));
        Assert.Equal((null, "its certificate is not for 127.0.0.1"), await GetAsync("127.0.0.1", server));
        Assert.Equal(0, server.RequestCount);
    }

    [Fact]
    public Task Certificate_that_has_expired_is_refused() =>
        RefusedAsync("its certificate has expired", TestAuthority.Issue("localhost", fromDay: -2, toDay: -1));

    [Fact]
    public Task Certificate_of_tomorrow_is_refused() =>
        RefusedAsync("its certificate is not valid yet: is this machine's clock right?", TestAuthority.Issue("localhost", fromDay: 1, toDay: 2));

    [Fact]
    public Task Certificate_signed_by_itself_is_refused() =>
        RefusedAsync("its certificate is signed by itself: if it is one of yours, trust it with update-ca-certificates", TestAuthority.Issue("localhost", isSelfSigned: true));

    [Fact]
    public Task Certificate_of_an_unknown_authority_is_refused() => RefusedAsync(
        "its certificate is signed by nobody whom this machine trusts: is the package ca-certificates installed?",
        TestAuthority.Issue("localhost", isTrusted: false));

    [Fact]
    public Task Certificate_of_hundreds_of_kilobytes_is_refused() =>
        RefusedAsync("no secure connection: excessive message size", TestAuthority.Issue("localhost", moreNames: 4000));

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\nno TLS here", "no secure connection: what answers there does not speak TLS")]
    [InlineData("\u0016\u0003\u0003\u0000\u0004\u0002\u00ff\u00ff\u00ff", "no secure connection: excessive message size")]
    [InlineData("\u0015\u0003\u0003\u0000\u0002\u0002\u0028", "no secure connection: sslv3 alert handshake failure")]
    [InlineData("", "it closed the connection before it was secure")]
    public async Task Who_speaks_no_TLS_is_refused(string says, string problem)
    {
        await using HttpTrackerFake server = Server("localhost", async plain =>
        {
            Assert.NotEqual(0, await plain.ReadAsync(new byte[1024]));
            await HttpTrackerFake.SendAsync(plain, says);
            ((NetworkStream)plain).Socket.Shutdown(SocketShutdown.Send);
            return plain;
        });
        Assert.Equal((null, problem), await GetAsync("localhost", server));
    }

    [Fact]
    public async Task Who_says_nothing_is_given_up()
    {
        var clock = new ManualClock();
        var asked = new TaskCompletionSource();
        await using HttpTrackerFake server = Server("localhost", async plain =>
        {
            Assert.NotEqual(0, await plain.ReadAsync(new byte[1024]));
            asked.SetResult();
            return await new TaskCompletionSource<Stream>().Task;
        });
        Task<(byte[]? File, string? Problem)> fetching = FetchAsync($"https://localhost:{server.Port}/", clock);
        await asked.Task.WaitAsync(AnnouncerFixture.Limit);
        clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal("no answer in time", (await fetching).Problem);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", true, null)]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", false, "it broke the connection off")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 18\r\n\r\n", false, null)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 19\r\n\r\n", true, "it closed the connection within its answer")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 19\r\n\r\n", false, "it broke the connection off")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n12\r\n", false, "it broke the connection off")]
    public async Task Answer_that_ends_without_a_farewell_was_cut_off_unless_it_is_whole(string head, bool isFarewellSaid, string? problem)
    {
        Stream? connection = null;
        Func<Stream, Task<Stream>> secure = TlsServer.With(TestAuthority.Issue("127.0.0.1"));
        await using var server = new HttpTrackerFake(
            async (_, stream) =>
            {
                await HttpTrackerFake.SendAsync(stream, head + Body);
                if (isFarewellSaid) await ((SslStream)stream).ShutdownAsync();
                ((NetworkStream)connection!).Socket.Shutdown(SocketShutdown.Send);
            },
            secure: plain => secure(connection = plain));
        (string? got, string? said) = await GetAsync("127.0.0.1", server);
        Assert.Equal((problem is null ? Body : null, problem), (got, said));
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task New_negotiation_in_the_middle_is_not_taken_part_in()
    {
        var refused = new TaskCompletionSource();
        await using var server = new HttpTrackerFake(
            async (_, stream) =>
            {
                await Assert.ThrowsAnyAsync<Exception>(() => ((SslStream)stream).NegotiateClientCertificateAsync());
                refused.SetResult();
                stream.Close();
            },
            secure: TlsServer.With(TestAuthority.Issue("127.0.0.1"), SslProtocols.Tls12));
        Assert.NotNull((await GetAsync("127.0.0.1", server)).Problem);
        await refused.Task.WaitAsync(AnnouncerFixture.Limit);
    }

    [Fact]
    public async Task Redirect_leads_up_to_https_and_never_down()
    {
        int port = 0;
        await using var secret = new HttpTrackerFake(
            (target, stream) => target == "/here" ? HttpTrackerFake.OkAsync(stream, Body)
                : HttpTrackerFake.SendAsync(stream, $"HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:{port}/up\r\n\r\n"),
            secure: TlsServer.With(TestAuthority.Issue("127.0.0.1")));
        await using var open = new HttpTrackerFake(
            (_, stream) => HttpTrackerFake.SendAsync(stream, $"HTTP/1.1 301 Moved\r\nLocation: https://127.0.0.1:{secret.Port}/here\r\n\r\n"));
        port = open.Port;
        Assert.Equal(Body, Encoding.ASCII.GetString((await FetchAsync($"http://127.0.0.1:{open.Port}/up", TimeProvider.System)).File!));
        Assert.Equal("it redirects from https to http, where we do not follow", (await FetchAsync($"https://127.0.0.1:{secret.Port}/down", TimeProvider.System)).Problem);
        Assert.Equal(1, open.RequestCount);
    }

    private static async Task RefusedAsync(string problem, System.Security.Cryptography.X509Certificates.X509Certificate2 certificate)
    {
        await using HttpTrackerFake server = Server("localhost", TlsServer.With(certificate));
        Assert.Equal((null, problem), await GetAsync("localhost", server));
        Assert.Equal(0, server.RequestCount);
    }

    private static HttpTrackerFake Server(string host, Func<Stream, Task<Stream>> secure) =>
        new((_, stream) => HttpTrackerFake.OkAsync(stream, Body), host == "[::1]" ? IPAddress.IPv6Loopback : IPAddress.Loopback, secure: secure);

    private static async Task<(string? File, string? Problem)> GetAsync(string host, HttpTrackerFake server)
    {
        (byte[]? file, string? problem) = await FetchAsync($"https://{host}:{server.Port}/file", TimeProvider.System);
        return (file is null ? null : Encoding.ASCII.GetString(file), problem);
    }

    private static Task<(byte[]? File, string? Problem)> FetchAsync(string address, TimeProvider time) =>
        WebFetch.GetAsync(EdgeSeed.Engine.Network.Egress.Anywhere, address, 1 << 24, new UploadBudget(UploadBudget.Unlimited, TimeProvider.System), time, CancellationToken.None);
}
