using System.Text.Json;
using EdgeSeed.Engine.Announcing;
using EdgeSeed.Protocol.Addresses;
using EdgeSeed.Status;

namespace EdgeSeed.Tests.Status;

public sealed class StatusJsonTests
{
    [Fact]
    public void Snapshot_in_json_says_everything_in_snake_case()
    {
        const string name = "عائشة \"quoted\" <b> 🎬";
        StatusSnapshot status = SampleStatus.Create(SampleStatus.Torrent(name) with
        {
            OtherTrackers = new TrackerReport(AnnounceState.Working, "udp://t.example:1", 4, null, null, 3_760),
        }) with
        {
            Hashing = new HashingStatus("next", 5, 10, 2),
            Budget = new BudgetStatus { LimitBytesPerSecond = 4_000, Day = new QuotaStatus(10, 10, 60) },
            Drives = [SampleStatus.Drive("STICK", DriveState.SafeToRemove)],
            Alarms = [new Alarm(AlarmCode.BudgetSpent, "")],
            Problems = ["a drive is away"],
            Dht = SampleStatus.Dht,
        };
        JsonElement json = SampleStatus.Json(status);
        Assert.Equal(3700, json.GetProperty("uptime_seconds").GetInt64());
        Assert.Equal("seeding", json.GetProperty("phase").GetString());
        Assert.Equal(1_200_000, json.GetProperty("upload").GetProperty("bytes_per_second").GetInt64());
        JsonElement budget = json.GetProperty("budget");
        Assert.Equal((4_000, true, JsonValueKind.Null), (budget.GetProperty("limit_bytes_per_second").GetInt64(), budget.GetProperty("is_spent").GetBoolean(), budget.GetProperty("month").ValueKind));
        Assert.Equal(60, budget.GetProperty("day").GetProperty("seconds_left").GetInt64());
        Assert.Equal(2, json.GetProperty("hashing").GetProperty("waiting").GetInt32());
        Assert.Equal("safe_to_remove", json.GetProperty("drives")[0].GetProperty("state").GetString());
        Assert.Equal(5, json.GetProperty("alarms")[0].GetProperty("code").GetInt32());
        Assert.Equal((120, 19), (json.GetProperty("dht").GetProperty("good_nodes").GetInt32(), json.GetProperty("dht").GetProperty("announced_torrents").GetInt32()));
        Assert.Equal("a drive is away", json.GetProperty("problems")[0].GetString());
        JsonElement torrent = Assert.Single(json.GetProperty("torrents").EnumerateArray());
        Assert.Equal(SampleStatus.InfoHash, torrent.GetProperty("info_hash").GetString());
        Assert.Equal(name, torrent.GetProperty("name").GetString());
        Assert.Equal(("working", 4, 60), (
            torrent.GetProperty("other_trackers").GetProperty("state").GetString(),
            torrent.GetProperty("other_trackers").GetProperty("seeds").GetInt32(),
            torrent.GetProperty("other_trackers").GetProperty("next_seconds").GetInt32()));
    }

    [Fact]
    public void Addresses_of_a_torrent_that_cannot_be_used_are_said_to_the_owner_alone()
    {
        PublishedTorrent torrent = SampleStatus.Torrent("x");
        torrent = torrent with { Entry = torrent.Entry with { Notes = [new RemarkedAddress("http://t.example/ann?key=1", "it is too long")] } };
        StatusSnapshot status = SampleStatus.Create(torrent);
        JsonElement note = Assert.Single(SampleStatus.Json(status).GetProperty("torrents")[0].GetProperty("notes").EnumerateArray());
        Assert.Equal(("http://t.example/ann?key=1", "it is too long"), (note.GetProperty("written").GetString(), note.GetProperty("remark").GetString()));
        Assert.Empty(SampleStatus.Json(status.ForPublic()).GetProperty("torrents")[0].GetProperty("notes").EnumerateArray());
    }

    [Fact]
    public void Snapshot_of_an_idle_service_is_json_too() => Assert.Equal(0, SampleStatus.Json(SampleStatus.Create()).GetProperty("torrents").GetArrayLength());
}
