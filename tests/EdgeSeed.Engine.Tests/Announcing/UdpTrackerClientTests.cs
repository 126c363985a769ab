using System.Net;
using System.Text;
using EdgeSeed.Engine.Announcing;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Engine.Tests.Announcing;

/// <summary>Announcing over UDP: connection ids, repetition, and answers that are not what they should be.</summary>
public sealed class UdpTrackerClientTests
{
    [Theory]
    [InlineData("127.0.0.1", "10.1.2.3")]
    [InlineData("::1", "2001:db8::7")]
    public async Task Announce_tells_and_brings_peers(string address, string peer)
    {
        var named = new PeerEndPoint(IPAddress.Parse(peer), 6881);
        await using var tracker = new UdpTrackerFake(IPAddress.Parse(address)) { Peers = [named, named.WithPort(0)] };
        await using var fixture = new AnnouncerFixture();
        AnnounceStatus status = await fixture.AddAndWaitAsync(tracker.Announce);
        AnnounceRequest request = await tracker.ConnectAndAnnounceAsync();
        Assert.Equal((AnnounceEvent.Started, 0L, 12345L, 51413, 50), (request.Event, request.Left, request.Uploaded, request.Port, request.PeersWanted));
        Assert.Equal((AnnouncerFixture.Hash(1), fixture.PeerId), (request.InfoHash, request.PeerId));
        Assert.Equal((AnnounceState.Working, 5, 3), (status.State, status.Seeds, status.Leechers));
        Assert.Equal([named], fixture.Found);
        Assert.InRange(fixture.Next!.Value.TotalSeconds, 1800, 1861);
    }

    [Fact]
    public async Task Connection_id_serves_for_a_minute()
    {
        await using var tracker = new UdpTrackerFake();
        await using var fixture = new AnnouncerFixture();
        await fixture.AddAndWaitAsync(tracker.Announce);
        await tracker.ConnectAndAnnounceAsync();
        await fixture.AddNumberAndWaitAsync(2, tracker.Announce);
        await tracker.AnnounceAsync();
        fixture.Clock.Advance(TimeSpan.FromSeconds(60));
        await fixture.AddNumberAndWaitAsync(3, tracker.Announce);
        await tracker.ConnectAndAnnounceAsync();
    }

    [Fact]
    public async Task Unanswered_packet_is_repeated_after_15_and_30_seconds_and_given_up_after_60_more()
    {
        await using var tracker = new UdpTrackerFake { Twist = (_, _) => null };
        await using var fixture = new AnnouncerFixture();
        fixture.Add(tracker.Announce);
        foreach (int seconds in (int[])[15, 30, 60])
        {
            Assert.Equal(UdpTrackerAction.Connect, UdpTrackerFake.ActionOf(await tracker.PacketAsync()));
            fixture.Clock.Advance(TimeSpan.FromSeconds(seconds - 0.01));
            Assert.False(tracker.HasPacket);
            fixture.Clock.Advance(TimeSpan.FromSeconds(0.01));
        }
        AnnounceStatus? status = await fixture.AttemptsAsync();
        Assert.Equal((AnnounceState.Failing, "no answer"), (status!.State, status.Message));
        Assert.False(tracker.HasPacket);
    }

    [Fact]
    public async Task Tracker_that_forgot_the_connection_is_connected_to_anew()
    {
        await using var tracker = new UdpTrackerFake();
        await using var fixture = new AnnouncerFixture();
        await fixture.AddAndWaitAsync(tracker.Announce);
        await tracker.ConnectAndAnnounceAsync();
        int announces = 0;
        tracker.Twist = (packet, honest) => UdpTrackerFake.ActionOf(packet) == UdpTrackerAction.Announce && announces++ == 0 ? null : honest;
        fixture.AddNumber(2, tracker.Announce);
        await tracker.AnnounceAsync();
        fixture.Clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(AnnounceState.Working, (await fixture.AttemptsAsync())!.State);
        await tracker.ConnectAndAnnounceAsync();
    }

    [Fact]
    public async Task Tracker_that_says_it_forgot_the_connection_is_connected_to_anew_at_once()
    {
        await using var tracker = new UdpTrackerFake();
        await using var fixture = new AnnouncerFixture();
        await fixture.AddAndWaitAsync(tracker.Announce);
        await tracker.ConnectAndAnnounceAsync();
        int announces = 0;
        tracker.Twist = (packet, honest) => UdpTrackerFake.ActionOf(packet) == UdpTrackerAction.Announce && announces++ == 0 ? Error(honest, "Connection ID missmatch.") : honest;
        AnnounceStatus status = await fixture.AddNumberAndWaitAsync(2, tracker.Announce);
        Assert.Equal((AnnounceState.Working, null), (status.State, status.Message));
        await tracker.AnnounceAsync();
        await tracker.ConnectAndAnnounceAsync();
    }

    [Fact]
    public async Task Many_torrents_of_a_silent_tracker_send_one_probe_between_them()
    {
        await using var tracker = new UdpTrackerFake { Twist = (_, _) => null };
        await using var fixture = new AnnouncerFixture(new AnnouncerOptions { UdpRepetitions = 0 });
        const int Torrents = 100;
        for (int i = 1; i <= Torrents; i++) fixture.AddNumber(i, tracker.Announce);
        for (int i = 0; i < 4; i++) await tracker.PacketAsync();
        fixture.Clock.Advance(TimeSpan.FromSeconds(15));
        // The tracker is left alone for 22 s at least: until then all others learn of its silence without a packet.
        for (int step = 0; step < 200 && Enumerable.Range(1, Torrents).Any(i => MessageOf(i) != "no answer"); step++)
        {
            fixture.Clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(5);
        }
        Assert.All(Enumerable.Range(1, Torrents), i => Assert.Equal("no answer", MessageOf(i)));
        Assert.False(tracker.HasPacket);

        string? MessageOf(int torrent) => fixture.Announcer.Status(AnnouncerFixture.Hash(torrent))!.Message;
    }

    [Fact]
    public async Task Error_is_shown()
    {
        await using var tracker = new UdpTrackerFake
        {
            Twist = static (packet, honest) => UdpTrackerFake.ActionOf(packet) == UdpTrackerAction.Announce ? Error(honest, "not \a here") : honest,
        };
        await using var fixture = new AnnouncerFixture();
        AnnounceStatus status = await fixture.AddAndWaitAsync(tracker.Announce);
        Assert.Equal((AnnounceState.Failing, @"not \u{7} here"), (status.State, status.Message));
    }

    [Fact]
    public async Task Answers_with_another_transaction_id_are_ignored()
    {
        await using var tracker = new UdpTrackerFake { Twist = static (_, honest) => [.. honest[..4], .. honest[4..8].Select(b => (byte)~b), .. honest[8..]] };
        await using var fixture = new AnnouncerFixture(new AnnouncerOptions { UdpRepetitions = 0 });
        fixture.Add(tracker.Announce);
        await tracker.PacketAsync();
        fixture.Clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal("no answer", (await fixture.AttemptsAsync())!.Message);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(15)]
    public async Task Short_answer_is_a_refusal(int length)
    {
        await using var tracker = new UdpTrackerFake { Twist = (_, honest) => honest[..Math.Min(length, honest.Length)] };
        await using var fixture = new AnnouncerFixture();
        Assert.Equal("not a tracker's answer", (await fixture.AddAndWaitAsync(tracker.Announce)).Message);
    }

    [Fact]
    public async Task Negative_numbers_count_as_nothing_said()
    {
        await using var tracker = new UdpTrackerFake
        {
            Twist = static (packet, honest) => UdpTrackerFake.ActionOf(packet) == UdpTrackerAction.Connect ? honest : [.. honest[..8], .. Enumerable.Repeat((byte)0xff, 12)],
        };
        await using var fixture = new AnnouncerFixture();
        AnnounceStatus status = await fixture.AddAndWaitAsync(tracker.Announce);
        Assert.Equal((AnnounceState.Working, 0, 0), (status.State, status.Seeds, status.Leechers));
        Assert.InRange(fixture.Next!.Value.TotalSeconds, 1800, 1861);
    }

    [Fact]
    public async Task Path_and_query_go_along_as_an_option()
    {
        await using var tracker = new UdpTrackerFake();
        await using var fixture = new AnnouncerFixture();
        string url = "/announce?passkey=" + new string('k', 300);
        await fixture.AddAndWaitAsync($"udp://127.0.0.1:{tracker.Port}{url}");
        await tracker.PacketAsync();
        byte[] packet = await tracker.PacketAsync();
        byte[] read = new byte[1000];
        Assert.Equal(url, Encoding.ASCII.GetString(read, 0, UdpTrackerOptions.ReadUrlData(UdpAnnounceRequest.Options(packet), read)));
    }

    [Fact]
    public async Task Goodbye_is_repeated_soon()
    {
        await using var tracker = new UdpTrackerFake();
        await using var fixture = new AnnouncerFixture();
        await fixture.AddAndWaitAsync(tracker.Announce);
        await tracker.ConnectAndAnnounceAsync();
        int lost = 0;
        tracker.Twist = (_, honest) => lost++ == 0 ? null : honest;
        fixture.Announcer.Remove(AnnouncerFixture.Hash(1));
        Assert.Equal(AnnounceEvent.Stopped, (await tracker.AnnounceAsync()).Event);
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(AnnounceEvent.Stopped, (await tracker.ConnectAndAnnounceAsync()).Event);
    }

    private static byte[] Error(byte[] honest, string message)
    {
        Assert.True(UdpReplyHeader.TryParse(honest, out UdpReplyHeader header));
        byte[] packet = new byte[200];
        return packet[..UdpErrorReply.Write(header.TransactionId, Encoding.ASCII.GetBytes(message), packet)];
    }
}
