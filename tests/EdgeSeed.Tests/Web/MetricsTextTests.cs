using System.Buffers;
using System.Text;
using EdgeSeed.Engine;
using EdgeSeed.Engine.Disks;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Faces.Preview;
using EdgeSeed.Status;
using EdgeSeed.Tests.Status;
using EdgeSeed.Web;

namespace EdgeSeed.Tests.Web;

public sealed class MetricsTextTests
{
    [Fact]
    public void Metrics_of_a_busy_box_parse_and_say_its_figures()
    {
        StatusSnapshot status = PreviewPages.Alarmed(AlarmCode.BudgetSpent) with
        {
            Budget = new BudgetStatus { LimitBytesPerSecond = 4_000, SentBytes = 9_007_199_254_740_991, Day = new QuotaStatus(10, 10, 60) },
        };
        IReadOnlyDictionary<string, double> samples = Read(status);
        Assert.Equal(6, samples["edgeseed_torrents{state=\"seeding\"}"]);
        Assert.Equal(0, samples["edgeseed_torrents{state=\"failed\"}"]);
        Assert.Equal(1, samples["edgeseed_alarm{code=\"5\",name=\"budget_spent\"}"]);
        Assert.Equal(0, samples["edgeseed_alarm{code=\"1\",name=\"config\"}"]);
        Assert.Equal(4_000, samples["edgeseed_upload_limit_bytes_per_second"]);
        Assert.Equal(9_007_199_254_740_991, samples["edgeseed_sent_bytes_total"]);
        Assert.Equal(10, samples["edgeseed_quota_used_bytes{period=\"day\"}"]);
        Assert.DoesNotContain("edgeseed_quota_used_bytes{period=\"month\"}", samples.Keys);
    }

    [Fact]
    public void Metrics_of_a_drive_say_what_it_was_learned_to_be()
    {
        var reading = new DriveReading { Drive = 0, SeekSeconds = 0.009, BytesPerSecond = 110e6, Windows = 7, WindowBytes = 7_000_000, SentBytes = 14_000_000 };
        IReadOnlyDictionary<string, double> samples = Read(SampleStatus.Create() with
        {
            Drives = [SampleStatus.Drive("disk", DriveState.Ready) with { Reading = reading }, SampleStatus.Drive("empty", DriveState.Ready)],
        });
        const string disk = "{drive=\"disk\",id=\"1234-ABCD\"}";
        Assert.Equal(0.009, samples["edgeseed_drive_seek_seconds" + disk]);
        Assert.Equal(7, samples["edgeseed_drive_seeks_total" + disk]);
        Assert.Equal((0.5, 0.5), (reading.ReadPerSent, reading.SeeksPerMegabyte));
        Assert.DoesNotContain(samples.Keys, name => name.StartsWith("edgeseed_drive_se", StringComparison.Ordinal) && name.Contains("empty", StringComparison.Ordinal));
    }

    [Fact]
    public void Metrics_of_an_idle_box_parse_without_what_it_has_not()
    {
        IReadOnlyDictionary<string, double> samples = Read(SampleStatus.Create());
        Assert.DoesNotContain(samples.Keys, name => name.Contains("limit_bytes_per_second", StringComparison.Ordinal) || name.Contains("drive_torrents", StringComparison.Ordinal));
    }

    [Fact]
    public void Metrics_of_connections_and_requests_have_one_sample_for_each_way_to_end()
    {
        int reasons = Enum.GetValues<DisconnectReason>().Length;
        var session = new SessionStatus
        {
            Torrents = [],
            Peers = 3,
            PendingHandshakes = 1,
            ServedPeers = 2,
            AcceptedConnections = reasons + 2,
            OpenedConnections = 2,
            PayloadBytes = 0,
            ReceivedBytes = 0,
            BudgetBytes = 0,
            Requests = 30,
            SentBlocks = 16,
            RejectedRequests = 8,
            SentHashes = 5,
            RejectedHashes = 4,
            ForgottenRequests = 4,
            WaitingRequests = 2,
            Disconnects = [.. Enumerable.Repeat(1L, reasons)],
            BuffersInUse = 0,
            BufferShortages = 0,
        };
        IReadOnlyDictionary<string, double> samples = Read(SampleStatus.Create() with { Session = session });
        Assert.Equal(1, samples["edgeseed_connections_ended_total{reason=\"memory_short\"}"]);
        Assert.Equal(1, samples["edgeseed_connections_ended_total{reason=\"encryption_failed\"}"]);
        Assert.Equal(
            samples["edgeseed_connections_accepted_total"] + samples["edgeseed_connections_opened_total"], Sum("edgeseed_connections_ended_total{") + samples["edgeseed_connections_open"]);
        Assert.Equal(samples["edgeseed_requests_total"], Sum("edgeseed_requests_ended_total{") + samples["edgeseed_requests_waiting"]);

        double Sum(string prefix) => samples.Where(sample => sample.Key.StartsWith(prefix, StringComparison.Ordinal)).Sum(sample => sample.Value);
    }

    [Fact]
    public void Label_with_quotes_backslashes_and_line_breaks_stays_one_label()
    {
        DriveStatus drive = SampleStatus.Drive("A\"} 1\nx\\", DriveState.Ready);
        Assert.Equal(3, Read(SampleStatus.Create() with { Drives = [drive] })["edgeseed_drive_torrents{drive=\"A\\\"} 1\uFFFDx\\\\\",id=\"1234-ABCD\",state=\"ready\"}"]);
    }

    private static IReadOnlyDictionary<string, double> Read(StatusSnapshot status)
    {
        var output = new ArrayBufferWriter<byte>();
        new MetricsText(output).Write(status);
        return PrometheusText.Parse(Encoding.UTF8.GetString(output.WrittenSpan));
    }
}
