using EdgeSeed.Engine.Announcing;
using EdgeSeed.Faces.Preview;
using EdgeSeed.Status;
using EdgeSeed.Terminal;
using EdgeSeed.Tests.Status;

namespace EdgeSeed.Tests.Terminal;

public sealed class StatusTableTests
{
    private static readonly StatusSnapshot Full = PreviewPages.Alarmed(AlarmCode.Config) with
    {
        Torrents =
        [
            .. Enumerable.Range(0, 100).Select(i => SampleStatus.Torrent($"idle {i:00} 電影院 عائشة 🎬🎬🎬 {new string('x', 300)}") with { Connected = 0 }),
            SampleStatus.Torrent("busy\u001b[2J"),
            SampleStatus.Torrent("broken", TorrentPhase.Failed, "It cannot be read."),
        ],
    };

    [Theory]
    [InlineData(80, 24)]
    [InlineData(200, 50)]
    [InlineData(40, 12)]
    public void Lines_fit_the_screen_and_what_is_busy_comes_first(int columns, int rows)
    {
        List<string> lines = [.. StatusTable.Lines(Full, columns, rows)];
        Assert.True(lines.Count <= Math.Max(rows, 16), $"{lines.Count} lines");
        Assert.Contains("more torrents", lines[^1], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.True(line.EnumerateRunes().Sum(CellWidth.Of) <= columns, line));
        Assert.All(lines, line => Assert.DoesNotContain(line, char.IsControl));
        if (rows >= 24) Assert.True(lines.FindIndex(line => line.Contains("busy", StringComparison.Ordinal)) < lines.FindIndex(line => line.Contains("idle 00", StringComparison.Ordinal)));
    }

    [Fact]
    public void Lines_without_a_screen_say_everything()
    {
        List<string> lines = [.. StatusTable.Lines(Full, 0, 0)];
        Assert.Equal(Full.Torrents.Count, lines.Count(line => line.StartsWith("seeding ", StringComparison.Ordinal) || line.StartsWith("failed ", StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.EndsWith(new string('x', 300), StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("! ", StringComparison.Ordinal) && line.Contains(Full.Alarms[0].Sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void Torrent_whose_tracker_fails_says_why()
    {
        var report = new TrackerReport(AnnounceState.Failing, "https://t.example:443", null, null, "its certificate has expired", null);
        StatusSnapshot status = Full with { Torrents = [SampleStatus.Torrent("lonely") with { OtherTrackers = report }] };
        Assert.EndsWith("lonely · https://t.example:443: its certificate has expired", StatusTable.Lines(status, 0, 0).Last(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "ab…")]
    [InlineData("電影院", 6, "電影院")]
    [InlineData("電影院", 5, "電影…")]
    [InlineData("e\u0301e\u0301", 2, "e\u0301e\u0301")]
    [InlineData("abc", 0, "abc")]
    public void Cut_counts_cells(string text, int cells, string cut)
    {
        Assert.Equal(cut, CellWidth.Cut(text, cells));
        if (cells > 0) Assert.True(CellWidth.Cut(text, cells).EnumerateRunes().Sum(CellWidth.Of) <= cells);
    }
}
