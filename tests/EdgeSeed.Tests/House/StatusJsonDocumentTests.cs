using System.Text.Json;
using System.Text.RegularExpressions;
using EdgeSeed.Config;
using EdgeSeed.Engine.Announcing;
using EdgeSeed.Engine.Dht;
using EdgeSeed.Engine.Disks;
using EdgeSeed.Engine.PortMapping;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Faces.Preview;
using EdgeSeed.Protocol.Addresses;
using EdgeSeed.Status;
using EdgeSeed.Tests.Status;

namespace EdgeSeed.Tests.House;

/// <summary>deploy/README.md lists what <c>status --json</c> says: no more and no less.</summary>
public sealed partial class StatusJsonDocumentTests
{
    [Fact]
    public void Every_member_and_state_is_documented_and_every_documented_one_exists()
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "deploy", "README.md"));
        string section = text[text.IndexOf("## For scripts", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("`/metrics` has", StringComparison.Ordinal)];
        section = section[section.IndexOf("| member |", StringComparison.Ordinal)..];
        HashSet<string> documented = [.. Code().Matches(section).Select(match => match.Groups[1].Value)];

        var written = new HashSet<string>();
        Collect(Everything(), written);
        foreach (Type states in (Type[])[typeof(ServicePhase), typeof(TorrentPhase), typeof(DriveState), typeof(AnnounceState), typeof(PortMappingState), typeof(AlarmCode), typeof(NeedReason)])
            foreach (object state in Enum.GetValues(states)) written.Add(JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString()!));
        Assert.Equal([], written.Except(documented).Order());
        Assert.Equal([], documented.Except(written).Order());
    }

    private static void Collect(JsonElement json, HashSet<string> names)
    {
        if (json.ValueKind == JsonValueKind.Array && json.GetArrayLength() > 0) Collect(json[0], names);
        if (json.ValueKind != JsonValueKind.Object) return;
        foreach (JsonProperty member in json.EnumerateObject())
        {
            names.Add(member.Name);
            Collect(member.Value, names);
        }
    }

    private static JsonElement Everything()
    {
        var quota = new QuotaStatus(1, 2, 3);
        StatusSnapshot status = PreviewPages.Alarmed(AlarmCode.BudgetSpent) with
        {
            Hashing = new HashingStatus("x", 1, 2, 3),
            Drives = [SampleStatus.Drive("x", DriveState.Ready) with { Reading = new DriveReading { Drive = 0 } }],
            PortMapping = new PortMappingStatus(PortMappingState.Mapped, "PCP", null, null),
            Dht = SampleStatus.Dht,
            Budget = new BudgetStatus { Day = quota, Month = quota, Hold = new HoldStatus(1, 2) },
        };
        PublishedTorrent torrent = status.Torrents[0] with
        {
            Entry = status.Torrents[0].Entry with { Notes = [new RemarkedAddress("", "")] },
            OtherTrackers = new TrackerReport(AnnounceState.Working, "", null, null, null, null),
            Need = new NeedStatus(0, 1, 1, false),
            Dht = new DhtFinding(1, 2),
            Wish = new TorrentConfig { Paused = true },
        };
        return SampleStatus.Json(status with { Torrents = [torrent] });
    }

    [GeneratedRegex("`([a-z_0-9]+)`")]
    private static partial Regex Code();
}
