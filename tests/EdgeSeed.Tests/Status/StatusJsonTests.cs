using System.Text.Json;
using EdgeSeed.Status;

namespace EdgeSeed.Tests.Status;

public sealed class StatusJsonTests
{
    [Fact]
    public void Snapshot_through_json_comes_back_equal()
    {
        StatusSnapshot status = SampleStatus.Create(SampleStatus.Torrent("عائشة \"quoted\" 🎬")) with
        {
            Hashing = new HashingStatus("next", 5, 10, 2),
            Problems = ["a drive is away"],
        };
        string json = JsonSerializer.Serialize(status, StatusJson.Default.StatusSnapshot);
        StatusSnapshot back = JsonSerializer.Deserialize(json, StatusJson.Default.StatusSnapshot)!;
        Assert.Equal(status.Torrents[0], back.Torrents[0]);
        Assert.Equal(status.Problems, back.Problems);
        Assert.Equal(status with { Torrents = [], Problems = [] }, back with { Torrents = [], Problems = [] });
    }

    [Fact]
    public void Snapshot_in_json_has_snake_case_members_and_states()
    {
        string json = JsonSerializer.Serialize(SampleStatus.Create(SampleStatus.Torrent("x")), StatusJson.Default.StatusSnapshot);
        Assert.Contains("\"uptime_seconds\":3700", json, StringComparison.Ordinal);
        Assert.Contains("\"phase\":\"seeding\"", json, StringComparison.Ordinal);
        Assert.Contains($"\"info_hash\":\"{SampleStatus.InfoHash}\"", json, StringComparison.Ordinal);
    }
}
