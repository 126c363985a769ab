using EdgeSeed.Faces.Pages;
using EdgeSeed.Faces.Preview;
using EdgeSeed.Hardware.Displays;
using EdgeSeed.Status;
using EdgeSeed.Tests.Status;

namespace EdgeSeed.Tests.Faces;

/// <summary>What can be read off the pages.</summary>
public class PageArtTests
{
    [Theory]
    [InlineData(64)]
    [InlineData(32)]
    public void Alarm_page_says_what_is_wrong_and_what_to_do(int height)
    {
        foreach (AlarmCode code in Enum.GetValues<AlarmCode>())
        {
            StatusSnapshot status = PreviewPages.Alarmed(code);
            string said = "";
            for (int turn = 0; turn < 8; turn++) said += Read(height, new Page(PageKind.Alarm), status, turn) + " ";

            Assert.Contains(AlarmText.Title(code), said, StringComparison.OrdinalIgnoreCase);
            foreach (string word in PageArt.Words(status.Alarms[0]).Split(' ')) Assert.Contains(word.TrimEnd('.', ',', ';'), said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Pages_say_the_snapshots_figures()
    {
        Assert.Contains("1.24 MB/s", Read(64, new Page(PageKind.Rate), PreviewPages.Busy), StringComparison.Ordinal);
        Assert.Contains("of 2 MB/s", Read(64, new Page(PageKind.Rate), PreviewPages.Busy), StringComparison.Ordinal);
        Assert.Contains("820K/s", Read(64, new Page(PageKind.Torrents), PreviewPages.Busy), StringComparison.Ordinal);
        Assert.Contains("12", Read(64, new Page(PageKind.Peers), PreviewPages.Busy), StringComparison.Ordinal);
        Assert.Contains("BLUE STICK", Read(64, new Page(PageKind.Drive), PreviewPages.Busy), StringComparison.Ordinal);
        Assert.Contains("1.20:6969", Read(64, new Page(PageKind.Address), PreviewPages.Busy), StringComparison.Ordinal);
    }

    [Fact]
    public void Busiest_torrents_come_first_whatever_their_place()
    {
        PublishedTorrent[] torrents = [.. Enumerable.Range(0, 200).Select(i => SampleStatus.Torrent($"name{i:000}") with { UploadBytesPerSecond = i * 37 % 200 * 1000 })];
        string said = Read(64, new Page(PageKind.Torrents), PreviewPages.Busy with { Torrents = torrents });
        string[] expected = [.. torrents.OrderByDescending(torrent => torrent.UploadBytesPerSecond).Take(5).Select(torrent => torrent.Name)];
        Assert.Equal(expected, expected.OrderBy(name => said.IndexOf(name, StringComparison.Ordinal)));
        Assert.All(expected, name => Assert.Contains(name, said, StringComparison.Ordinal));
    }

    [Fact]
    public void Page_of_something_that_is_gone_is_drawn_all_the_same()
    {
        foreach (PageKind kind in Enum.GetValues<PageKind>())
            Assert.NotEqual("", Read(32, new Page(kind, 7), PreviewPages.Busy with { Drives = [], Torrents = [], Problems = [], PageUrl = "http://[2001:db8:1234:5678:9abc:def0:1234:5678]:6969/" }));
    }

    private static string Read(int height, Page page, StatusSnapshot status, int turn = 0)
    {
        var canvas = new Canvas(Canvas.MaxWidth, height);
        PageArt.Draw(canvas, page, status, turn);
        return CanvasReader.Read(canvas);
    }
}
