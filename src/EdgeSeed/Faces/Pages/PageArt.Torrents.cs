using System.Globalization;
using EdgeSeed.Hardware.Displays;
using EdgeSeed.Status;
using EdgeSeed.Terminal;

namespace EdgeSeed.Faces.Pages;

/// <summary>The busiest torrents, and who gets them.</summary>
internal static partial class PageArt
{
    /// <summary>Rows of torrents on a tall display.</summary>
    private const int MaxRows = 5;

    private static void DrawTorrents(Canvas canvas, StatusSnapshot status)
    {
        int y = DrawHead(canvas, Icon.Files, "Torrents", status.Torrents.Count.ToString("N0", CultureInfo.InvariantCulture));
        Span<int> busiest = stackalloc int[MaxRows];
        int rows = Math.Min((canvas.Height - y) / 10, Busiest(status.Torrents, busiest));
        for (int row = 0; row < rows; row++, y += 10)
        {
            PublishedTorrent torrent = status.Torrents[busiest[row]];
            int left = canvas.WriteRight(canvas.Width, y, Doing(torrent), Font.Small);
            canvas.Write(0, y, torrent.Name, Font.Small, left - 3);
        }
        if (status.Torrents.Count == 0) canvas.Write(0, y, "Nothing to share yet", Font.Small);
    }

    private static string Doing(PublishedTorrent torrent) => torrent switch
    {
        { UploadBytesPerSecond: > 0 } => ShortRate(torrent.UploadBytesPerSecond),
        { State: TorrentPhase.Hashing or TorrentPhase.Queued } => "checks",
        { State: TorrentPhase.Settling } => "comes",
        { State: TorrentPhase.Fetching } => $"{torrent.FetchedPercent} %",
        { State: TorrentPhase.Waiting } => "away",
        { State: TorrentPhase.Failed } or { IsUnreadable: true } => "failed",
        { State: TorrentPhase.Partial } => "partly",
        _ => Quantity.Bytes(torrent.SizeBytes),
    };

    /// <summary>Finds the torrents that send most, the fastest first; among equals the first by name.</summary>
    /// <returns>How many were found.</returns>
    private static int Busiest(IReadOnlyList<PublishedTorrent> torrents, Span<int> found)
    {
        int count = 0;
        for (int i = 0; i < torrents.Count; i++)
        {
            long rate = torrents[i].UploadBytesPerSecond;
            int place = count;
            while (place > 0 && torrents[found[place - 1]].UploadBytesPerSecond < rate) place--;
            if (place == found.Length) continue;
            if (count < found.Length) count++;
            found[place..(count - 1)].CopyTo(found[(place + 1)..]);
            found[place] = i;
        }
        return count;
    }

    private static void DrawPeers(Canvas canvas, StatusSnapshot status)
    {
        (long seeds, long leechers, long completed) = (0, 0, 0);
        foreach (PublishedTorrent torrent in status.Torrents)
        {
            seeds += torrent.Seeds;
            leechers += torrent.Leechers;
            completed += torrent.Completed;
        }
        int half = canvas.Width / 2;
        if (IsFlat(canvas))
        {
            DrawFigure(canvas, 0, 0, half, status.Upload.Peers, "connected");
            DrawFigure(canvas, half, 0, half, completed, "downloads");
            return;
        }
        int y = DrawHead(canvas, Icon.Peers, "Peers", "");
        DrawFigure(canvas, 0, y, half, status.Upload.Peers, "connected");
        DrawFigure(canvas, half, y, half, completed, "downloads");
        canvas.Write(0, y + 31, $"{leechers} loading", Font.Small);
        canvas.WriteRight(canvas.Width, y + 31, Quantity.Count(seeds, "seed"), Font.Small);
        canvas.Write(0, y + 40, $"{Quantity.Bytes(status.Upload.TotalBytes)} sent", Font.Small);
    }

    private static void DrawFigure(Canvas canvas, int x, int y, int width, long figure, string what)
    {
        string digits = figure < 1_000_000 ? $"{figure}" : Quantity.Count(figure / 1000, "k", "k");
        canvas.WriteCentred(x, y, width, digits, Font.Large);
        canvas.WriteCentred(x, y + 17, width, what, Font.Small);
    }
}
