using System.Text.RegularExpressions;
using EdgeSeed.Downloads;
using EdgeSeed.Engine.Downloads;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Tests.Downloads;

public sealed partial class GetScreenTests
{
    [Theory]
    [InlineData(80, 24)]
    [InlineData(200, 50)]
    [InlineData(40, 10)]
    [InlineData(20, 3)]
    public void Every_line_fits_the_terminal_and_none_is_too_many(int columns, int rows)
    {
        List<string> lines = GetScreen.Draw(new string('n', 300), "/srv/" + new string('p', 300), Reading(5000, have: 1234), "tracker http://" + new string('t', 300) + ": no answer in time", columns, rows, hasColour: true);
        Assert.InRange(lines.Count, 1, rows);
        Assert.All(lines, line => Assert.InRange(Escape().Replace(line, "").Length, 0, Math.Max(20, columns - 2)));
    }

    [Fact]
    public void Data_that_was_there_has_no_amount_to_be_done()
    {
        GetReading reading = Reading(100, have: 100) with { Total = 0, Done = 0 };
        List<string> lines = GetScreen.Draw("n", "/srv", reading, trouble: null, columns: 80, rows: 24, hasColour: false);
        Assert.EndsWith("100 %", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("100 %  1 KB/s down", GetSentence.Of(reading), StringComparison.Ordinal);
    }

    [Fact]
    public void Map_is_full_only_where_every_piece_is_there()
    {
        DownloadStatus download = Reading(100, have: 50).Torrent.Download!;
        Assert.Equal(new string('█', 5) + new string('·', 5), Assert.Single(PieceMap.Draw(download, columns: 10, rows: 1, hasColour: false)));
        download.Verified.Clear(new PieceIndex(0));
        Assert.StartsWith("▓", PieceMap.Draw(download, columns: 10, rows: 1, hasColour: false)[0], StringComparison.Ordinal);
        Assert.StartsWith("\e[36m▓", PieceMap.Draw(download with { ActivePieces = [0] }, columns: 10, rows: 1, hasColour: true)[0], StringComparison.Ordinal);
    }

    private static GetReading Reading(int pieces, int have)
    {
        var verified = new Bitfield(pieces);
        for (int piece = 0; piece < have; piece++) verified.Set(new PieceIndex(piece));
        var download = new DownloadStatus
        {
            ReceivedBytes = 5,
            WastedBytes = 1,
            LeftBytes = pieces - have,
            WantedBytes = pieces,
            FailedPieces = 2,
            BannedPeers = 1,
            GivingPeers = 3,
            Verified = verified,
            ActivePieces = [pieces - 1],
        };
        var torrent = new TorrentStatus(default, 7, pieces, have, 4, 2, 1, 0, null, false) { Download = download };
        return new GetReading(pieces, have, 1000, 10, torrent);
    }

    [GeneratedRegex("\u001b\\[[0-9]*m")]
    private static partial Regex Escape();
}
