using System.Text;
using EdgeSeed.Tracking;

namespace EdgeSeed.Tests.Tracking;

public sealed class TrackerRequestHeadTests
{
    private const string Plain = "GET /announce?info_hash=%00a HTTP/1.1\r\nHost: here\r\nUser-Agent: x\r\n\r\n";

    [Theory]
    [InlineData(Plain, true)]
    [InlineData("GET /announce?a HTTP/1.1\r\nhOST:here\r\nConnection: Close\r\n\r\n", false)]
    [InlineData("GET /scrape?info_hash=a HTTP/1.0\r\n\r\n", false)]
    [InlineData("GET /scrape?info_hash=a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", true)]
    public void Read_plain_request_is_recognised(string text, bool keepsAlive)
    {
        Assert.Equal(HeadStatus.Complete, TrackerRequestHead.Read(Bytes(text + "next"), out TrackerRequestHead head));
        Assert.Equal((text.Length, keepsAlive), (head.Length, head.KeepsAlive));
        Assert.StartsWith("/", text.Substring(TrackerRequestHead.PathStart, head.PathLength), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_every_beginning_of_a_plain_request_needs_more()
    {
        for (int length = 0; length < Plain.Length; length++)
            Assert.Equal(HeadStatus.NeedMore, TrackerRequestHead.Read(Bytes(Plain[..length]), out _));
    }

    [Theory]
    [InlineData("POST /announce HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("GET /announce HTTP/1.1\nHost: h\n\n")]
    [InlineData("GET /announce HTTP/1.1\r\nHost: h\n\r\n")]
    [InlineData("GET /scrape HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("GET /scrape?all HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("GET /announcement HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("GET /announce?a b HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("GET /announce HTTP/2.0\r\nHost: h\r\n\r\n")]
    [InlineData("GET /announce\r\n\r\n")]
    [InlineData("GET /announce HTTP/1.1\r\n\r\n")]
    [InlineData("GET /announce HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\n")]
    [InlineData("GET /announce HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("GET /announce HTTP/1.1\r\nHost: h\r\nUpgrade: h2c\r\n\r\n")]
    [InlineData("GET /announce HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\n\r\n")]
    [InlineData("GET /announce HTTP/1.1\r\nHost: h\r\n folded\r\n\r\n")]
    [InlineData("GET /announce HTTP/1.1\r\nHost: h\r\nno colon\r\n\r\n")]
    [InlineData("GET /announce HTTP/1.1\r\nHost: h\r\nbad name: x\r\n\r\n")]
    [InlineData("GET /announce HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 203.0.113.9\r\nX-Forwarded-For: 10.1.2.3\r\n\r\n")]
    [InlineData("GET /announce HTTP/1.1\nHost: h\n\r\n\r\n")]
    public void Read_anything_else_is_left_to_the_server(string text) =>
        Assert.Equal(HeadStatus.NotOurs, TrackerRequestHead.Read(Bytes(text), out _));

    [Fact]
    public void Read_endless_head_is_not_waited_for() =>
        Assert.Equal(HeadStatus.NotOurs, TrackerRequestHead.Read(Bytes("GET /announce?" + new string('a', TrackerRequestHead.MaxBytes)), out _));

    [Fact]
    public void Read_mutated_requests_never_throws_and_stays_inside()
    {
        var random = new Random(3);
        for (int i = 0; i < 200_000; i++)
        {
            byte[] bytes = Bytes(Plain);
            for (int change = random.Next(1, 6); change > 0; change--) bytes[random.Next(bytes.Length)] = (byte)(random.Next(4) == 0 ? random.Next(256) : "\r\n: ?/ "[random.Next(7)]);
            if (TrackerRequestHead.Read(bytes, out TrackerRequestHead head) != HeadStatus.Complete) continue;
            Assert.InRange(head.Length, 1, bytes.Length);
            Assert.InRange(head.PathLength, 1, head.TargetLength);
            Assert.InRange(TrackerRequestHead.PathStart + head.TargetLength, 1, head.Length);
        }
    }

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
