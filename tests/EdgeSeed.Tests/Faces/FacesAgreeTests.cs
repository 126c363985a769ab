using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using EdgeSeed.Faces;
using EdgeSeed.Faces.Pages;
using EdgeSeed.Faces.Preview;
using EdgeSeed.Hardware.Displays;
using EdgeSeed.Hardware.Leds;
using EdgeSeed.Status;
using EdgeSeed.Terminal;
using EdgeSeed.Tests.Status;
using EdgeSeed.Tests.Web;
using EdgeSeed.Web;

namespace EdgeSeed.Tests.Faces;

/// <summary>One snapshot, every face: page, live figures, terminal, JSON, metrics, display and LEDs say the same.</summary>
public sealed class FacesAgreeTests
{
    private static readonly StatusSnapshot Busy = PreviewPages.Busy with
    {
        Budget = PreviewPages.Busy.Budget with { Day = new QuotaStatus(3_400_000_000, 5_000_000_000, 30_000) },
        Tracker = PreviewPages.Busy.Tracker with { SwarmBytes = 24_600_000_000, Amplification = 2 },
    };

    [Fact]
    public void Rate_limit_and_quota_are_the_same_on_every_face()
    {
        foreach (string face in (string[])[Pages.List(Busy), Pages.Live(Busy), Terminal(Busy)])
        {
            foreach (string figure in (string[])["1.24 MB/s", "2 MB/s", "12 peers", "12.3 GB", "3.4 GB of 5 GB", "24.6 GB", "2 times what was sent from here", "21 MB of 64 MB"])
                Assert.Contains(figure, face, StringComparison.Ordinal);
        }
        JsonElement json = SampleStatus.Json(Busy);
        IReadOnlyDictionary<string, double> metrics = Metrics(Busy);
        Assert.Equal(json.GetProperty("upload").GetProperty("bytes_per_second").GetDouble(), metrics["edgeseed_upload_bytes_per_second"]);
        Assert.Equal("1.24 MB/s", Quantity.Rate(metrics["edgeseed_upload_bytes_per_second"]));
        Assert.Equal(json.GetProperty("budget").GetProperty("limit_bytes_per_second").GetDouble(), metrics["edgeseed_upload_limit_bytes_per_second"]);
        Assert.Equal(json.GetProperty("budget").GetProperty("day").GetProperty("used_bytes").GetDouble(), metrics["edgeseed_quota_used_bytes{period=\"day\"}"]);
        Assert.Equal(json.GetProperty("memory").GetProperty("resident_bytes").GetDouble(), metrics["edgeseed_memory_resident_bytes"]);
        Assert.Equal(json.GetProperty("tracker").GetProperty("amplification").GetDouble(), metrics["edgeseed_tracker_amplification_ratio"]);
        string display = Display(new Page(PageKind.Rate), PreviewPages.Busy);
        Assert.Contains("1.24 MB/s", display, StringComparison.Ordinal);
        Assert.Contains("of 2 MB/s", display, StringComparison.Ordinal);
        Assert.Equal(BlinkPattern.Activity(json.GetProperty("upload").GetProperty("bytes_per_second").GetInt64()), LedLanguage.Activity(Busy));
    }

    [Fact]
    public void Every_torrent_is_the_same_on_page_terminal_and_json()
    {
        string page = Pages.List(Busy), terminal = Terminal(Busy);
        JsonElement torrents = SampleStatus.Json(Busy).GetProperty("torrents");
        Assert.Equal(Busy.Torrents.Count, torrents.GetArrayLength());
        for (int i = 0; i < Busy.Torrents.Count; i++)
        {
            JsonElement torrent = torrents[i];
            string name = torrent.GetProperty("name").GetString()!;
            string row = Assert.Single(terminal.Split('\n'), line => line.EndsWith("  " + name, StringComparison.Ordinal));
            int at = page.IndexOf($">{name}<", StringComparison.Ordinal);
            string card = page[at..page.IndexOf("</li>", at, StringComparison.Ordinal)];
            long rate = torrent.GetProperty("upload_bytes_per_second").GetInt64();
            string size = Quantity.Bytes(torrent.GetProperty("size_bytes").GetInt64());
            Assert.Contains($"<b>{size}</b>", card, StringComparison.Ordinal);
            Assert.Contains($"<b>{torrent.GetProperty("leechers")}</b> downloading", card, StringComparison.Ordinal);
            Assert.Equal(rate > 0, card.Contains($"<b>{Quantity.Rate(rate)}</b> up", StringComparison.Ordinal));
            Assert.Equal(
                (string[])[torrent.GetProperty("state").GetString()!, .. size.Split(' '), $"{torrent.GetProperty("seeds")}", $"{torrent.GetProperty("leechers")}", $"{torrent.GetProperty("completed")}"],
                row.Split(' ', StringSplitOptions.RemoveEmptyEntries)[..6]);
        }
    }

    [Fact]
    public void Alarm_is_the_same_on_every_face()
    {
        foreach (AlarmCode code in Enum.GetValues<AlarmCode>()) AssertSame(code, AlarmText.Number(code));
    }

    [Fact]
    public void Mistake_on_the_card_is_counted_as_one_of_the_configuration_and_comes_before_what_may_come_of_it()
    {
        StatusSnapshot status = Busy with { Network = new NetworkStatus([], IsLocalOnly: false) };
        status = status with { Alarms = AlarmList.Of(status, configProblem: null, "wifi.txt: there is no country XQ.", needsDrive: false) };
        Assert.Equal([AlarmCode.Card, AlarmCode.NoNetwork], status.Alarms.Select(alarm => alarm.Code));
        Assert.Equal(BlinkPattern.Counted(1), LedLanguage.Attention(status));
        Assert.Equal(BlinkPattern.Counted(1), LedLanguage.Status(status, hasActivity: false, hasAttention: false));
        // Strangers see that there is something, and not what.
        foreach (string face in (string[])[Pages.List(status.ForPublic()), Terminal(status.ForPublic()), SampleStatus.Json(status.ForPublic()).ToString()])
        {
            Assert.Contains(AlarmText.What(AlarmCode.Card), face, StringComparison.Ordinal);
            Assert.DoesNotContain("wifi.txt", face, StringComparison.Ordinal);
        }
    }

    private static void AssertSame(AlarmCode code, int number)
    {
        StatusSnapshot status = PreviewPages.Alarmed(code);
        foreach (string face in (string[])[Pages.List(status), Pages.Live(status), Terminal(status), SampleStatus.Json(status).GetProperty("alarms")[0].ToString()])
        {
            Assert.Contains(AlarmText.What(code), face, StringComparison.Ordinal);
            Assert.Contains(AlarmText.ToDo(code), face, StringComparison.Ordinal);
            Assert.Contains(status.Alarms[0].Detail, face, StringComparison.Ordinal);
        }
        Assert.Equal(number, SampleStatus.Json(status).GetProperty("alarms")[0].GetProperty("code").GetInt32());
        Assert.Equal(1, Metrics(status).Single(metric => metric.Key.StartsWith("edgeseed_alarm{", StringComparison.Ordinal) && metric.Value == 1).Value);
        Assert.Contains(Metrics(status), metric => metric.Key.StartsWith($"edgeseed_alarm{{code=\"{number}\"", StringComparison.Ordinal) && metric.Value == 1);
        Assert.Contains(AlarmText.Title(code), Display(new Page(PageKind.Alarm), status), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(BlinkPattern.Counted(number), LedLanguage.Attention(status));
    }

    [Fact]
    public void Drive_is_in_the_same_state_on_every_face()
    {
        foreach (DriveState state in Enum.GetValues<DriveState>())
        {
            StatusSnapshot status = Busy with { Drives = [Busy.Drives[0] with { State = state }] };
            string terminal = Terminal(status).Split('\n').Single(line => line.StartsWith("Drive ", StringComparison.Ordinal));
            string said = terminal[(terminal.IndexOf('·', StringComparison.Ordinal) + 2)..];
            string page = Pages.List(status);
            Assert.Contains($"<b dir=\"auto\">{Busy.Drives[0].Name}</b>", page, StringComparison.Ordinal);
            Assert.Contains(said + "</span>", page, StringComparison.Ordinal);
            Assert.Equal(StatusNames.Of(state), SampleStatus.Json(status).GetProperty("drives")[0].GetProperty("state").GetString());
            Assert.Contains(Metrics(status).Keys, name => name.EndsWith($"state=\"{StatusNames.Of(state)}\"}}", StringComparison.Ordinal) && name.Contains("edgeseed_drive_torrents", StringComparison.Ordinal));
        }
    }

    private static string Terminal(StatusSnapshot status) => string.Join('\n', StatusTable.Lines(status, 0, 0));

    private static string Display(Page page, StatusSnapshot status)
    {
        var said = new StringBuilder();
        for (int turn = 0; turn < 1; turn++)
        {
            var canvas = new Canvas(Canvas.MaxWidth, 64);
            PageArt.Draw(canvas, page, status, turn);
            said.Append(CultureInfo.InvariantCulture, $"{CanvasReader.Read(canvas)} ");
        }
        return said.ToString();
    }

    private static IReadOnlyDictionary<string, double> Metrics(StatusSnapshot status)
    {
        var output = new ArrayBufferWriter<byte>();
        new MetricsText(output).Write(status);
        return PrometheusText.Parse(Encoding.UTF8.GetString(output.WrittenSpan));
    }
}
