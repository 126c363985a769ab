using System.Net;
using System.Net.Sockets;
using System.Text;
using EdgeSeed.Engine.Announcing;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Network;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Engine.Web;

namespace EdgeSeed.Engine.Tests.Web;

/// <summary>A login in an address, as people write it into torrents: sent as Basic authentication (RFC 7617), and nowhere else.</summary>
public sealed class WebLoginTests
{
    private const string Answer = "HTTP/1.1 200 OK\r\nContent-Length: 27\r\n\r\nd8:intervali1800e5:peers0:e";

    [Theory]
    [InlineData("user:secret@", "user:secret")]
    [InlineData("user:p%40ss%3A@", "user:p@ss:")]
    [InlineData("user@", "user:")]
    [InlineData("", null)]
    public async Task Login_of_an_address_is_sent_as_Basic_and_not_in_the_request_line(string written, string? sent)
    {
        (int port, Task<string> head) = Listen();
        Assert.Null((await WebFetch.GetAsync(Egress.Anywhere, $"http://{written}127.0.0.1:{port}/f?a=b", 1000, new UploadBudget(UploadBudget.Unlimited, TimeProvider.System), TimeProvider.System, default)).Problem);
        Check(await head, "GET /f?a=b HTTP/1.1", port, sent);
    }

    [Fact]
    public async Task Tracker_is_announced_to_with_the_login_of_its_address_which_is_not_shown()
    {
        (int port, Task<string> head) = Listen();
        await using var fixture = new AnnouncerFixture();
        AnnounceStatus status = await fixture.AddAndWaitAsync($"http://user:secret@127.0.0.1:{port}/announce");
        Check(await head, "GET /announce?info_hash=", port, "user:secret");
        Assert.Equal($"http://127.0.0.1:{port}", status.Tracker);
    }

    private static void Check(string head, string first, int port, string? login)
    {
        string[] lines = head.Split("\r\n");
        Assert.StartsWith(first, lines[0], StringComparison.Ordinal);
        Assert.Contains($"Host: 127.0.0.1:{port}", lines);
        string? field = login is null ? null : $"Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(login))}";
        Assert.Equal(field, lines.FirstOrDefault(line => line.StartsWith("Authorization", StringComparison.OrdinalIgnoreCase)));
        Assert.DoesNotContain("secret", head, StringComparison.Ordinal);
    }

    /// <summary>A server of one answer.</summary>
    private static (int Port, Task<string> Head) Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return (((IPEndPoint)listener.LocalEndpoint).Port, ServeAsync());

        async Task<string> ServeAsync()
        {
            using (listener)
            {
                using TcpClient client = await listener.AcceptTcpClientAsync().WaitAsync(TimeSpan.FromSeconds(30));
                NetworkStream stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.Latin1);
                var head = new StringBuilder();
                while (await reader.ReadLineAsync() is { Length: > 0 } line) head.Append(line).Append("\r\n");
                await stream.WriteAsync(Encoding.Latin1.GetBytes(Answer));
                return head.ToString();
            }
        }
    }
}
