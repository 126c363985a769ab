using System.Net;
using EdgeSeed.Engine.Announcing;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Tests.Announcing;

/// <summary>What HTTP trackers, honest and hostile, may make us do.</summary>
public sealed class HttpTrackerClientTests
{
    private const string Good = "d8:intervali1800e5:peers0:e";

    [Fact]
    public async Task Passkey_in_path_and_query_is_sent_as_it_is_and_not_shown()
    {
        await using var tracker = new HttpTrackerFake(Good);
        await using var fixture = new AnnouncerFixture();
        AnnounceStatus status = await fixture.AddAndWaitAsync($"http://127.0.0.1:{tracker.Port}/secret/announce.php?passkey=a%2Fb#top");
        Assert.StartsWith("/secret/announce.php?passkey=a%2Fb&info_hash=", await tracker.RequestAsync(), StringComparison.Ordinal);
        Assert.Equal($"http://127.0.0.1:{tracker.Port}", status.Tracker);
    }

    [Fact]
    public async Task Info_hash_that_looks_like_text_is_sent_byte_for_byte()
    {
        await using var tracker = new HttpTrackerFake(Good);
        await using var fixture = new AnnouncerFixture();
        // U+200E in UTF-8, an escaped slash, dots and a wrong sequence: all that something which tidies text would touch.
        var hash = new InfoHash([0xE2, 0x80, 0x8E, 0x2F, 0x2E, 0x2E, 0x2F, 0xFF, 0xC3, 0xA9, 0, 0x25, 0x41, 0x7E, 0x5C, 0x0D, 0x0A, 0x20, 0x26, 0x3D]);
        fixture.Announcer.Add(new AnnouncedTorrent(hash, [[tracker.Announce]]) { IsOurs = true });
        Assert.Contains("info_hash=%E2%80%8E%2F..%2F%FF%C3%A9%00%25A~%5C%0D%0A%20%26%3D&", await tracker.RequestAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tracker_id_is_sent_back()
    {
        await using var tracker = new HttpTrackerFake("d8:intervali1800e5:peers0:10:tracker id4:a/\u00ffce");
        await using var fixture = new AnnouncerFixture();
        await fixture.AddAndWaitAsync(tracker.Announce);
        await fixture.NextAsync();
        Assert.DoesNotContain("trackerid", await tracker.RequestAsync(), StringComparison.Ordinal);
        Assert.EndsWith("&trackerid=a%2F%FFc", await tracker.RequestAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Peers_go_to_who_wants_them_up_to_a_bound()
    {
        string compact = string.Concat(Enumerable.Range(0, 300).Select(i => $"\u000a\u0000{(char)(i >> 8)}{(char)(i & 255)}\u001a\u00e1"));
        await using var tracker = new HttpTrackerFake($"d8:intervali1800e5:peers{compact.Length}:{compact}e");
        await using var fixture = new AnnouncerFixture();
        await fixture.AddAndWaitAsync(tracker.Announce);
        Assert.Equal(200, fixture.Found.Count);
        Assert.Equal(new PeerEndPoint(IPAddress.Parse("10.0.0.199"), 6881), fixture.Found[^1]);
        Assert.Contains("numwant=50", await tracker.RequestAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_peers_are_asked_for_when_nobody_wants_them()
    {
        await using var tracker = new HttpTrackerFake(Good);
        await using var fixture = new AnnouncerFixture(wantsPeers: false);
        await fixture.AddAndWaitAsync(tracker.Announce);
        Assert.Contains("numwant=0", await tracker.RequestAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "not a tracker's answer")]
    [InlineData("<html>parked</html>", "not a tracker's answer")]
    [InlineData("d8:interval", "not a tracker's answer")]
    [InlineData("d8:intervali9999999999999999999999999999999999999999999999999999999999999999999e5:peers0:e", "not a tracker's answer")]
    [InlineData("d5:peers99999999:e", "not a tracker's answer")]
    [InlineData("d14:failure reason0:e", "without a reason")]
    public async Task Garbage_is_a_refusal(string body, string message)
    {
        await using var tracker = new HttpTrackerFake(body);
        await using var fixture = new AnnouncerFixture();
        AnnounceStatus status = await fixture.AddAndWaitAsync(tracker.Announce);
        Assert.Equal(AnnounceState.Failing, status.State);
        Assert.Contains(message, status.Message, StringComparison.Ordinal);
        Assert.InRange(fixture.Next!.Value.TotalSeconds, 22, 40);
    }

    [Fact]
    public async Task Deeply_nested_answer_is_a_refusal()
    {
        await using var tracker = new HttpTrackerFake("d1:a" + new string('l', 100_000));
        await using var fixture = new AnnouncerFixture();
        Assert.Contains("nested too deeply", (await fixture.AddAndWaitAsync(tracker.Announce)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Announced_huge_answer_is_not_read()
    {
        await using var tracker = new HttpTrackerFake((_, stream) => HttpTrackerFake.SendAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 1048577\r\n\r\nd"));
        await using var fixture = new AnnouncerFixture();
        Assert.Equal("its answer is too long", (await fixture.AddAndWaitAsync(tracker.Announce)).Message);
    }

    [Fact]
    public async Task Endless_answer_is_given_up_after_its_bound()
    {
        long sent = 0;
        await using var tracker = new HttpTrackerFake(async (_, stream) =>
        {
            await HttpTrackerFake.SendAsync(stream, "HTTP/1.1 200 OK\r\n\r\nd5:peers2000000000:");
            for (byte[] block = new byte[65536]; ; sent += block.Length) await stream.WriteAsync(block);
        });
        await using var fixture = new AnnouncerFixture();
        Assert.Equal("its answer is too long", (await fixture.AddAndWaitAsync(tracker.Announce)).Message);
        Assert.InRange(sent, 0, 32 << 20);
    }

    [Fact]
    public async Task Long_answer_within_the_bound_is_read()
    {
        await using var tracker = new HttpTrackerFake($"d8:completei3e5:peers600000:{new string('\u0001', 600_000)}e");
        await using var fixture = new AnnouncerFixture();
        Assert.Equal(3, (await fixture.AddAndWaitAsync(tracker.Announce)).Seeds);
        Assert.Equal(200, fixture.Found.Count);
    }

    [Fact]
    public async Task Answer_that_never_ends_times_out()
    {
        await using var tracker = new HttpTrackerFake(async (_, stream) =>
        {
            await HttpTrackerFake.SendAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nd8:interval");
            await new TaskCompletionSource().Task;
        });
        await using var fixture = new AnnouncerFixture();
        fixture.Add(tracker.Announce);
        await tracker.RequestAsync();
        fixture.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("no answer in time", (await fixture.AttemptsAsync())!.Message);
    }

    [Theory]
    [InlineData("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", "HTTP status 503")]
    [InlineData("HTTP/1.1 429 Slow\r\nContent-Length: 0\r\n\r\n", "HTTP status 429")]
    [InlineData("HTTP/1.1 404 No\r\nContent-Length: 5\r\n\r\nnever", "HTTP status 404")]
    [InlineData("HTTP/1.1 403 No\r\nContent-Length: 27\r\n\r\nd14:failure reason6:bannede", "banned")]
    [InlineData("HTTP/1.1 404 No\r\nContent-Length: 11\r\n\r\nd5:peers0:e", "HTTP status 404")]
    [InlineData("SSH-2.0-OpenSSH\r\n", "not an HTTP answer")]
    [InlineData("", "closed the connection")]
    public async Task Bad_status_is_a_failure(string answer, string message)
    {
        await using var tracker = new HttpTrackerFake(async (_, stream) =>
        {
            await HttpTrackerFake.SendAsync(stream, answer);
            if (!answer.StartsWith("HTTP", StringComparison.Ordinal)) stream.Close();
        });
        await using var fixture = new AnnouncerFixture();
        AnnounceStatus status = await fixture.AddAndWaitAsync(tracker.Announce);
        Assert.Equal(AnnounceState.Failing, status.State);
        Assert.Contains(message, status.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Header_flood_is_a_failure()
    {
        await using var tracker = new HttpTrackerFake(async (_, stream) =>
        {
            await HttpTrackerFake.SendAsync(stream, "HTTP/1.1 200 OK\r\n");
            while (true) await HttpTrackerFake.SendAsync(stream, $"X-Flood: {new string('x', 500)}\r\n");
        });
        await using var fixture = new AnnouncerFixture();
        Assert.Equal("its answer has too long a header", (await fixture.AddAndWaitAsync(tracker.Announce)).Message);
    }

    [Theory]
    [InlineData("/moved/announce?x=%E2%80%8E")]
    [InlineData("//127.0.0.1:{0}/moved/announce?x=%E2%80%8E")]
    [InlineData("http://127.0.0.1:{0}/moved/announce?x=%E2%80%8E#fragment")]
    [InlineData("moved/announce?x=1")]
    public async Task Redirect_is_followed(string location)
    {
        int port = 0;
        await using var tracker = new HttpTrackerFake((target, stream) => target.StartsWith("/moved/announce?x=", StringComparison.Ordinal)
            ? HttpTrackerFake.OkAsync(stream, Good)
            : Redirect(stream, location.Replace("{0}", port.ToString(null as IFormatProvider), StringComparison.Ordinal)));
        port = tracker.Port;
        await using var fixture = new AnnouncerFixture();
        AnnounceStatus status = await fixture.AddAndWaitAsync(tracker.Announce);
        Assert.True(status.State == AnnounceState.Working, status.Message);
    }

    [Fact]
    public async Task Redirect_loop_ends()
    {
        await using var tracker = new HttpTrackerFake((_, stream) => Redirect(stream, "/announce"));
        await using var fixture = new AnnouncerFixture();
        Assert.Equal("it redirects without end", (await fixture.AddAndWaitAsync(tracker.Announce)).Message);
        Assert.Equal(6, tracker.RequestCount);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("udp://127.0.0.1:6969/announce")]
    [InlineData("gopher://127.0.0.1/announce")]
    [InlineData("http://")]
    public async Task Redirect_to_anything_else_is_a_refusal(string location)
    {
        await using var tracker = new HttpTrackerFake((_, stream) => Redirect(stream, location));
        await using var fixture = new AnnouncerFixture();
        Assert.Equal("it redirects to where we do not follow", (await fixture.AddAndWaitAsync(tracker.Announce)).Message);
    }

    [Fact]
    public async Task Inside_the_local_network_only_announce_addresses_are_asked()
    {
        await using var router = new HttpTrackerFake("ok");
        await using var fixture = new AnnouncerFixture(lookup: (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback])) { IsOfStrangers = true };
        string[] addresses =
        [
            "http://innocent.example:{0}/reboot?now=1", "http://127.0.0.1:{0}/cgi-bin/reboot.cgi/announce?now=1", "http://127.0.0.1:{0}/goform/Reboot;announce",
            "http://127.0.0.1:{0}/setup.cgi?next=announce", "http://127.0.0.1:{0}/announce-all.cgi?reset=1", "http://127.0.0.1:{0}/announce?x=1",
            "http://joe:word@127.0.0.1:{0}/announce", "http://127.1:{0}/short/announce", "http://0x7f000001:{0}/hex/announce", "http://[::1]:{0}/six/announce",
            "udp://127.0.0.1:{0}/x",
        ];
        for (int i = 0; i < addresses.Length; i++)
        {
            string address = addresses[i].Replace("{0}", router.Port.ToString(null as IFormatProvider), StringComparison.Ordinal);
            AnnounceStatus status = await fixture.AddNumberAndWaitAsync(i + 1, address);
            Assert.Contains("local network", status.Message, StringComparison.Ordinal);
        }
        Assert.Equal(0, router.ConnectionCount);
    }

    [Fact]
    public async Task Inside_the_local_network_a_strangers_redirect_is_not_followed_and_what_answers_is_not_told()
    {
        await using var router = new HttpTrackerFake((target, stream) => target.StartsWith("/announce", StringComparison.Ordinal) ? Redirect(stream, "/setup.cgi?reboot=1") : HttpTrackerFake.OkAsync(stream, "router"));
        await using var page = new HttpTrackerFake("<title>The NAS of Joe</title>");
        await using var tracker = new HttpTrackerFake("d14:failure reason12:who are you?e");
        await using var fixture = new AnnouncerFixture { IsOfStrangers = true };
        Assert.Equal("no tracker answers there", (await fixture.AddNumberAndWaitAsync(1, router.Announce)).Message);
        Assert.Equal(1, router.ConnectionCount);
        Assert.Equal("no tracker answers there", (await fixture.AddNumberAndWaitAsync(2, page.Announce)).Message);
        Assert.Equal("who are you?", (await fixture.AddNumberAndWaitAsync(3, tracker.Announce)).Message);
    }

    [Fact]
    public void Peers_are_no_nearer_than_who_names_them()
    {
        var sink = new PeerList();
        PeerEndPoint[] named = [.. new[] { "127.0.0.1:6881", "192.168.1.5:6881", "[fe80::1]:6881", "8.0.0.1:6881", "8.0.0.1:80", "[2001:db8::1]:1023", "10.0.0.1:22" }.Select(text => IPEndPoint.Parse(text)).Select(at => new PeerEndPoint(at.Address, (ushort)at.Port))];
        new ScopedPeers(sink, AddressScope.Global).Found(default, named);
        Assert.Equal([named[3]], sink.Found);
        sink.Found.Clear();
        new ScopedPeers(sink, AddressScope.Site).Found(default, named);
        Assert.Equal([named[1], named[3], named[4], named[5], named[6]], sink.Found);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("100.64.0.1", true)]
    [InlineData("169.254.169.254", true)]
    [InlineData("0.0.0.0", true)]
    [InlineData("224.0.0.1", true)]
    [InlineData("255.255.255.255", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:192.168.0.1", true)]
    [InlineData("64:ff9b::192.168.0.1", true)]
    [InlineData("2002:c0a8:1::1", true)]
    [InlineData("::10.0.0.1", true)]
    [InlineData("fd00::1", true)]
    [InlineData("fec0::1", true)]
    [InlineData("ff02::1", true)]
    [InlineData("8.8.8.8", false)]
    [InlineData("2606:4700::1", false)]
    [InlineData("64:ff9b::8.8.8.8", false)]
    public void Own_network_is_known_however_it_is_written(string address, bool isWithin) => Assert.Equal(isWithin, EdgeSeed.Engine.Web.OwnNetwork.Has(IPAddress.Parse(address)));

    [Theory]
    [InlineData("d14:failure reason4:wait8:intervali7200e12:min intervali3600ee", 7200)]
    [InlineData("d14:failure reason4:wait12:min intervali3600ee", 3600)]
    public async Task Interval_of_a_refusal_is_kept(string body, int seconds)
    {
        await using var tracker = new HttpTrackerFake(body);
        await using var fixture = new AnnouncerFixture();
        await fixture.AddAndWaitAsync(tracker.Announce);
        Assert.InRange(fixture.Next!.Value.TotalSeconds, seconds, seconds + 3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Packed_answer_is_read_and_one_that_unpacks_without_end_is_not(bool isBomb)
    {
        byte[] plain = isBomb ? new byte[64 << 20] : System.Text.Encoding.Latin1.GetBytes(Good);
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(plain);
        await using var tracker = new HttpTrackerFake(async (_, stream) =>
        {
            await HttpTrackerFake.SendAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {packed.Length}\r\n\r\n");
            await stream.WriteAsync(packed.ToArray());
        });
        await using var fixture = new AnnouncerFixture();
        AnnounceStatus status = await fixture.AddAndWaitAsync(tracker.Announce);
        Assert.Equal(isBomb ? AnnounceState.Refused : AnnounceState.Working, status.State == AnnounceState.Failing ? AnnounceState.Refused : status.State);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task Answer_in_tiny_chunks_is_counted_as_it_comes(int length)
    {
        string chunk = $"{length:x}\r\n{new string('d', length)}\r\n";
        long sent = 0;
        await using var tracker = new HttpTrackerFake(async (_, stream) =>
        {
            await HttpTrackerFake.SendAsync(stream, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            string many = string.Concat(Enumerable.Repeat(chunk, 1000));
            for (; sent < 32 << 20; sent += many.Length) await HttpTrackerFake.SendAsync(stream, many);
        });
        await using var fixture = new AnnouncerFixture();
        AnnounceStatus status = await fixture.AddAndWaitAsync(tracker.Announce);
        Assert.NotEqual(AnnounceState.Working, status.State);
        Assert.True(sent < 16 << 20, $"{sent} bytes were taken.");
    }

    private sealed class PeerList : IPeerSink
    {
        public List<PeerEndPoint> Found { get; } = [];

        void IPeerSink.Found(in InfoHash infoHash, ReadOnlySpan<PeerEndPoint> peers) => Found.AddRange(peers);
    }

    [Fact]
    public async Task Redirect_from_one_host_into_the_local_network_is_not_followed()
    {
        await using var router = new HttpTrackerFake("ok");
        await using var tracker = new HttpTrackerFake((_, stream) => Redirect(stream, $"http://127.0.0.1:{router.Port}/announce"));
        await using var fixture = new AnnouncerFixture(lookup: (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]));
        AnnounceStatus status = await fixture.AddAndWaitAsync($"http://tracker.example:{tracker.Port}/announce");
        Assert.Contains("local network", status.Message, StringComparison.Ordinal);
        Assert.Equal((1, 0), (tracker.RequestCount, router.ConnectionCount));
    }

    [Fact]
    public async Task Https_tracker_is_announced_to()
    {
        await using var tracker = new HttpTrackerFake((_, stream) => HttpTrackerFake.OkAsync(stream, Good), secure: TlsServer.With(TestAuthority.Issue("127.0.0.1")));
        await using var fixture = new AnnouncerFixture();
        AnnounceStatus status = await fixture.AddAndWaitAsync(tracker.Announce + "?passkey=secret");
        Assert.Equal((AnnounceState.Working, $"https://127.0.0.1:{tracker.Port}"), (status.State, status.Tracker));
        Assert.StartsWith("/announce?passkey=secret&info_hash=", await tracker.RequestAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Https_tracker_that_does_not_prove_who_it_is_hears_nothing_and_is_asked_again()
    {
        await using var tracker = new HttpTrackerFake((_, stream) => HttpTrackerFake.OkAsync(stream, Good), secure: TlsServer.With(TestAuthority.Issue("other.example")));
        await using var fixture = new AnnouncerFixture();
        AnnounceStatus status = await fixture.AddAndWaitAsync(tracker.Announce);
        Assert.Equal((AnnounceState.Failing, "its certificate is not for 127.0.0.1"), (status.State, status.Message));
        Assert.Equal(0, tracker.RequestCount);
        Assert.InRange(fixture.Next!.Value.TotalSeconds, 22, 40);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nd\r\n0a;x=y\r\n8:complete\r\n0010 \r\ni7e5:peers3:\u0001\u0002\u0003e\r\n0\r\n\r\n", "")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nd\r\n14\r\n8:completei7e5:peers0:e\r\n0\r\n\r\n", "chunks have errors")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nd", "chunks have errors")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nd", "closed the connection within")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nd", "header has errors")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nde", "header has errors")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nde", "header has errors")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\nd8:completei7e5:peers0:e", "closed the connection within")]
    [InlineData("HTTP/1.0 200\ncontent-length:24\n\nd8:completei7e5:peers0:e", "")]
    [InlineData("HTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\nd8:completei7e5:peers0:e", "")]
    [InlineData("HTTP/1.1 200 OK\r\nX-Folded: a\r\n b\r\n\r\nd8:completei7e5:peers0:e", "")]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n", "header has errors")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "header has errors")]
    [InlineData("HTTP/1.1 200 OK\r\nX: ", "without an answer")]
    public async Task Answer_is_read_as_it_is_framed(string answer, string message)
    {
        await using var tracker = new HttpTrackerFake(async (_, stream) =>
        {
            // One byte at a time, so that nothing comes whole.
            foreach (char sent in answer) await HttpTrackerFake.SendAsync(stream, sent.ToString());
            stream.Close();
        });
        await using var fixture = new AnnouncerFixture();
        AnnounceStatus status = await fixture.AddAndWaitAsync(tracker.Announce);
        Assert.Equal(message.Length == 0 ? (AnnounceState.Working, 7) : (AnnounceState.Failing, AnnounceStatus.NotSaid), (status.State, status.Seeds));
        Assert.Contains(message, status.Message ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_with_both_families_is_told_over_both()
    {
        await using var v4 = new HttpTrackerFake("d8:completei9e8:intervali1800e5:peers0:e");
        await using var v6 = new HttpTrackerFake((_, stream) => HttpTrackerFake.OkAsync(stream, Good), IPAddress.IPv6Loopback, v4.Port);
        await using var fixture = new AnnouncerFixture(lookup: (_, _) => Task.FromResult<IPAddress[]>([IPAddress.IPv6Loopback, IPAddress.Loopback]));
        AnnounceStatus status = await fixture.AddAndWaitAsync($"http://tracker.example:{v4.Port}/announce");
        Assert.Equal((AnnounceState.Working, 9), (status.State, status.Seeds));
        fixture.Announcer.Remove(AnnouncerFixture.Hash(1));
        foreach (HttpTrackerFake tracker in (HttpTrackerFake[])[v4, v6])
        {
            Assert.Contains("event=started", await tracker.RequestAsync(), StringComparison.Ordinal);
            Assert.Contains("event=stopped", await tracker.RequestAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Family_on_which_we_do_not_listen_is_not_announced_over()
    {
        await using var tracker = new HttpTrackerFake(Good);
        await using var fixture = new AnnouncerFixture(listen: IPAddress.IPv6Loopback);
        AnnounceStatus status = await fixture.AddAndWaitAsync(tracker.Announce);
        Assert.Equal("it has no address of a family that we use", status.Message);
        Assert.Equal(0, tracker.ConnectionCount);
    }

    private static Task Redirect(Stream stream, string location) =>
        HttpTrackerFake.SendAsync(stream, $"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");
}
