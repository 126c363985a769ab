using EdgeSeed.Terminal;

namespace EdgeSeed.Downloads;

/// <summary>The live view of a download as lines that fit a terminal of a given size.</summary>
internal static class GetScreen
{
    private const int FixedLines = 12;
    private const int MaxMapLines = 24;
    private const int MaxBarCells = 60;

    /// <summary>Draws it.</summary>
    /// <param name="name">The torrent's name, printable.</param>
    /// <param name="place">Where its data goes, printable.</param>
    /// <param name="reading">How it stands.</param>
    /// <param name="trouble">What hinders trackers or web seeds, printable; null when nothing does.</param>
    /// <param name="columns">Width in cells.</param>
    /// <param name="rows">Height in lines.</param>
    /// <param name="hasColour">Whether colours may be used.</param>
    public static List<string> Draw(string name, string place, GetReading reading, string? trouble, int columns, int rows, bool hasColour)
    {
        int width = Math.Max(20, columns - 2);
        string figures = FittedLine.Of(
            width, "   ", (ProgressBar.Percent(reading.Fraction), 0), (reading.Amount ?? "", 1), (reading.TimeLeft is { } time ? $"{Quantity.Duration(time)} left" : "", 0));
        List<string> lines = [CellWidth.Cut(name, width), Bar(reading, width, figures), "", .. Figures(reading, place, width), ""];
        if (reading.Torrent.Download is { } download)
        {
            if (download.Problem is { } problem) lines.Add(CellWidth.Cut(GetSentence.Waiting(problem), width));
            if (trouble is not null && !reading.IsFinished) lines.Add(CellWidth.Cut($"trouble {trouble}", width));
            if (rows > FixedLines) lines.AddRange(PieceMap.Draw(download, width, Math.Min(rows - FixedLines, MaxMapLines), hasColour));
        }
        lines.Add(CellWidth.Cut(reading.IsFinished ? "Everything is there. Seeding; Ctrl-C ends it." : "Ctrl-C stops; started again, it goes on from here.", width));
        if (lines.Count > rows) lines.RemoveRange(rows, lines.Count - rows);
        return lines;
    }

    private static string Bar(GetReading reading, int width, string figures)
    {
        int cells = Math.Min(width - figures.Length - 3, MaxBarCells);
        return cells < 8 ? figures : $"{ProgressBar.Draw(reading.Fraction, cells)} {figures}";
    }

    private static IEnumerable<string> Figures(GetReading reading, string place, int width)
    {
        yield return CellWidth.Cut($"down    {Quantity.Rate(reading.DownRate),-12} {Quantity.Bytes(reading.Torrent.Download?.ReceivedBytes ?? 0)} received", width);
        yield return CellWidth.Cut($"up      {Quantity.Rate(reading.UpRate),-12} {Quantity.Bytes(reading.Torrent.UploadedBytes)} sent", width);
        string giving = reading.Torrent.Download is { IsFinished: false } active ? $", {active.GivingPeers} sending" : "";
        yield return CellWidth.Cut($"peers   {reading.Torrent.Peers} connected{giving}, {reading.Torrent.InterestedPeers} interested", width);
        string wrong = reading.Torrent.Download is { FailedPieces: > 0 } failed ? $", {failed.FailedPieces} were wrong, {Quantity.Count(failed.BannedPeers, "peer")} banned" : "";
        string onTheWay = reading.Torrent.Download is { ActivePieces.Count: > 0 } some ? $", {some.ActivePieces.Count} on their way" : "";
        yield return CellWidth.Cut($"pieces  {reading.Torrent.VerifiedPieces:N0} of {reading.Torrent.PieceCount:N0}{onTheWay}{wrong}", width);
        yield return CellWidth.Cut($"into    {place}", width);
    }
}
