using System.Buffers;
using EdgeSeed.Config;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Trackers;
using EdgeSeed.Tracker;
using EdgeSeed.Tracker.Announces;
using EdgeSeed.Tracking;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeSeed.Tests.Tracking;

public sealed class TrackerPartTests : IAsyncLifetime
{
    private static readonly InfoHash Listed = new([1, .. new byte[19]]), Own = new([2, .. new byte[19]]), Other = new([3, .. new byte[19]]);

    private readonly string _folder = Directory.CreateTempSubdirectory("edgeseed-trackerpart-").FullName;
    private readonly List<TrackerPart> _parts = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (TrackerPart part in _parts) await part.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Policy_and_list_change_while_it_runs()
    {
        string list = Path.Combine(_folder, "list");
        File.WriteAllText(list, Listed.ToString());
        TrackerPart tracker = Open(new TrackerConfig());
        tracker.Publish(Own, new LocalSeeder(1, true, 1));
        Assert.Equal([false, true, false], Served(tracker));
        tracker.Apply(new TrackerConfig { Policy = TrackerAccess.List, List = list });
        Assert.Equal([true, true, false], Served(tracker));
        Assert.Null(tracker.Problem);
        tracker.Apply(new TrackerConfig { Policy = TrackerAccess.List, List = Path.Combine(_folder, "missing") });
        Assert.Contains("cannot be read", tracker.Problem, StringComparison.Ordinal);
        tracker.Apply(new TrackerConfig { Policy = TrackerAccess.Open });
        Assert.Equal([true, true, true], Served(tracker));
        tracker.Apply(new TrackerConfig());
        Assert.Equal([false, true, false], Served(tracker));
    }

    [Fact]
    public async Task Peers_survive_a_restart_where_they_are_saved_and_only_there()
    {
        var saving = new TrackerConfig { Policy = TrackerAccess.Open, SavePeers = true };
        TrackerPart first = Open(saving);
        Announce(first, Other);
        await first.DisposeAsync();
        _parts.Clear();
        TrackerPart second = Open(saving);
        Assert.Equal(1, second.Figures(0).Peers);
        second.Apply(saving with { SavePeers = false });
        Assert.False(File.Exists(Path.Combine(_folder, "tracker.state.peers")));
        await second.DisposeAsync();
        _parts.Clear();
        Assert.Equal(0, Open(saving).Figures(0).Peers);
    }

    [Fact]
    public async Task Access_log_begins_and_ends_while_it_runs()
    {
        string log = Path.Combine(_folder, "access.log");
        var config = new TrackerConfig { Policy = TrackerAccess.Open };
        TrackerPart tracker = Open(config);
        Announce(tracker, Listed);
        tracker.Apply(config with { AccessLog = log });
        Announce(tracker, Own);
        tracker.Apply(config with { AccessLog = log, Interval = TimeSpan.FromMinutes(5) });
        Announce(tracker, Own);
        tracker.Apply(config);
        Announce(tracker, Other);
        await tracker.DisposeAsync();
        _parts.Clear();
        Assert.Equal(2, File.ReadAllLines(log).Count(line => line.Contains(Own.ToString(), StringComparison.Ordinal)));
        Assert.Equal(2, File.ReadAllLines(log).Length);
    }

    [Fact]
    public void Answers_stop_when_there_is_no_room_for_them_but_not_for_this_machine()
    {
        var budgets = new UploadBudgets(new UploadBudget(10_000, TimeProvider.System), new UploadBudget(UploadBudget.Unlimited, TimeProvider.System));
        var answers = new AnswerBudget(budgets);
        PeerEndPoint far = PeerEndPoint.FromIPv4(0x0808_0808, 1), here = PeerEndPoint.FromIPv4(0x7f00_0001, 1);
        for (int i = 0; i < 5; i++) answers.Charge(here, 10_000, isDatagram: true);
        Assert.Equal(0, budgets.World.TotalBytes);
        answers.Charge(far, 300, isDatagram: true);
        Assert.InRange(answers.RoomFor(far), 1, 10_000);
        Assert.Equal(300 + PacketOverhead.DatagramBytes, budgets.World.TotalBytes);
        for (int i = 0; i < 20; i++) answers.Charge(far, 1000, isDatagram: true);
        Assert.Equal(0, answers.RoomFor(far));
        Assert.Equal(int.MaxValue, answers.RoomFor(here));
    }

    private static bool[] Served(TrackerPart tracker) => [.. new[] { Listed, Own, Other }.Select(infoHash => !Announce(tracker, infoHash).Contains("failure", StringComparison.Ordinal))];

    private static string Announce(TrackerPart tracker, InfoHash infoHash)
    {
        byte[] query = new byte[AnnounceQuery.MaxWrittenBytes];
        int length = AnnounceQuery.Write(new AnnounceRequest { InfoHash = infoHash, Port = 6881 }, query);
        var body = new ArrayBufferWriter<byte>();
        tracker.Http.Handle("/announce"u8, query.AsSpan(0, length), new RequestSource(PeerEndPoint.FromIPv4(0x0808_0808, 1)), body);
        return System.Text.Encoding.Latin1.GetString(body.WrittenSpan);
    }

    private TrackerPart Open(TrackerConfig config)
    {
        var part = new TrackerPart(config, Path.Combine(_folder, "tracker.state"), null, TimeProvider.System, Supervisor.Alone(TimeProvider.System), NullLogger.Instance);
        _parts.Add(part);
        return part;
    }
}
