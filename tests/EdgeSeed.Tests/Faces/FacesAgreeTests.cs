using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json;
using EdgeSeed.Faces;
using EdgeSeed.Faces.Pages;
using EdgeSeed.Faces.Preview;
using EdgeSeed.Hardware.Displays;
using EdgeSeed.Hardware.Leds;
using EdgeSeed.Status;
using EdgeSeed.Terminal;
using EdgeSeed.Tests.Web;
using EdgeSeed.Web;

namespace EdgeSeed.Tests.Faces;

/// <summary>One snapshot, and what LEDs, display, page, terminal, JSON and metrics say of it.</summary>
public class FacesAgreeTests
{
    public static TheoryData<int> Alarms => [0, 1, 2, 3, 4, 5, 6];

    [Theory]
    [MemberData(nameof(Alarms))]
    public void All_faces_name_the_same_alarm_and_no_other(int code)
    {
        StatusSnapshot status = code == 0 ? PreviewPages.Busy : PreviewPages.Alarmed((AlarmCode)code);
        string page = Page(status);
        string table = Table(status);
        string display = Display(status, new Page(PageKind.Alarm));
        JsonElement alarms = Json(status).GetProperty("alarms");

        Assert.Equal(code, Blinks(LedLanguage.Attention(status)));
        Assert.Equal(code == 0 ? 0 : 1, alarms.GetArrayLength());
        for (AlarmCode other = AlarmCode.Config; other <= AlarmCode.MemoryLimit; other++)
        {
            bool isRaised = (int)other == code;
            Assert.Equal(isRaised, page.Contains(AlarmText.What(other, indonesian: false), StringComparison.Ordinal));
            Assert.Equal(isRaised, table.Contains(AlarmText.What(other, indonesian: false), StringComparison.Ordinal));
            Assert.Equal(isRaised, display.Contains(AlarmText.Title(other), StringComparison.Ordinal));
            if (!isRaised) continue;
            Assert.Equal(code, alarms[0].GetProperty("code").GetInt32());
            Assert.Equal(status.Alarms[0].Detail, alarms[0].GetProperty("detail").GetString());
            Assert.Contains(status.Alarms[0].Detail, page, StringComparison.Ordinal);
            Assert.Contains(status.Alarms[0].Detail, table, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 700, 5_000)]
    [InlineData(7, 48_000, 123_456_789)]
    [InlineData(250, 11_400_000, 9_876_543_210)]
    public void All_faces_give_the_same_figures(int peers, long rate, long total)
    {
        StatusSnapshot status = PreviewPages.Busy with
        {
            Upload = new UploadStatus(rate, total, peers),
            Phase = rate > 0 ? ServicePhase.Seeding : ServicePhase.Ready,
        };
        string rateText = Quantity.Rate(rate);
        string totalText = Quantity.Bytes(total);
        JsonElement upload = Json(status).GetProperty("upload");

        Assert.Equal((rate, total, peers), (upload.GetProperty("bytes_per_second").GetInt64(), upload.GetProperty("total_bytes").GetInt64(), upload.GetProperty("peers").GetInt32()));
        foreach (string face in (string[])[Page(status), Table(status)])
        {
            Assert.Contains(totalText, face, StringComparison.Ordinal);
            if (peers > 0) Assert.Contains($"{rateText} to {Quantity.Count(peers, "peer")}", face, StringComparison.Ordinal);
        }
        Assert.Contains($"\nedgeseed_upload_bytes_per_second {rate}\n", Metrics(status), StringComparison.Ordinal);
        Assert.Contains($"\nedgeseed_upload_bytes_total {total}\n", Metrics(status), StringComparison.Ordinal);
        Assert.Contains($"\nedgeseed_peers_connected {peers}\n", Metrics(status), StringComparison.Ordinal);
        Assert.Contains(rateText, Display(status, new Page(PageKind.Rate)), StringComparison.Ordinal);
        Assert.Contains($"{totalText} sent", Display(status, new Page(PageKind.Peers)), StringComparison.Ordinal);
        Assert.Equal(rate > 0 ? BlinkPattern.Activity(rate) : BlinkPattern.Off, LedLanguage.Activity(status));
    }

    [Theory]
    [InlineData((int)DriveState.Ready)]
    [InlineData((int)DriveState.Absent)]
    [InlineData((int)DriveState.Failing)]
    [InlineData((int)DriveState.SafeToRemove)]
    public void All_faces_name_the_drive(int state)
    {
        StatusSnapshot status = PreviewPages.Busy with { Drives = [PreviewPages.Busy.Drives[0] with { State = (DriveState)state }] };

        Assert.Equal(StatusNames.Of((DriveState)state), Json(status).GetProperty("drives")[0].GetProperty("state").GetString());
        foreach (string face in (string[])[Page(status), Table(status), Display(status, new Page(PageKind.Drive))])
            Assert.Contains("BLUE STICK", face, StringComparison.Ordinal);
    }

    private static int Blinks(BlinkPattern pattern)
    {
        int blinks = 0;
        for (TimeSpan at = TimeSpan.Zero; at < pattern.Period; at += TimeSpan.FromMilliseconds(1))
            if (pattern.IsOnAt(at) && !pattern.IsOnAt(at - TimeSpan.FromMilliseconds(1) + pattern.Period)) blinks++;
        return blinks;
    }

    private static string Display(StatusSnapshot status, Page page)
    {
        var canvas = new Canvas(Canvas.MaxWidth, Canvas.MaxHeight);
        PageArt.Draw(canvas, page, status);
        return CanvasReader.Read(canvas);
    }

    private static string Page(StatusSnapshot status) => WebUtility.HtmlDecode(Pages.List(status));

    private static string Table(StatusSnapshot status) => string.Join('\n', StatusTable.Lines(status, columns: 0, rows: 0));

    private static string Metrics(StatusSnapshot status)
    {
        var output = new ArrayBufferWriter<byte>();
        MetricsText.Write(output, status);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static JsonElement Json(StatusSnapshot status)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, StatusJson.Options))
        {
            StatusJson.WriteHead(json, status);
            StatusJson.WriteEnd(json);
        }
        using JsonDocument document = JsonDocument.Parse(output.WrittenMemory);
        return document.RootElement.Clone();
    }
}
