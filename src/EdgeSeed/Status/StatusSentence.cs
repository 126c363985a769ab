using EdgeSeed.Terminal;

namespace EdgeSeed.Status;

/// <summary>A snapshot in words: the line in the terminal and the line under the page's heading.</summary>
internal static class StatusSentence
{
    /// <summary><c>Seeding 3 torrents (300 MB) · 1.2 MB/s to 4 peers · 87 MB sent</c>; of a tracker alone <c>Tracking 3 torrents · 12 peers · 87 announces</c>.</summary>
    /// <param name="status">What to say.</param>
    /// <param name="indonesian">In Indonesian rather than English.</param>
    /// <param name="columns">Room in cells; 0 for as much as it needs. What is wrong is said in any room.</param>
    public static string Of(StatusSnapshot status, bool indonesian = false, int columns = 0)
    {
        if (status.IsTrackerOnly) return OfTracker(status, indonesian, columns);
        string size = LocalFigure.Bytes(status.TotalBytes(), indonesian);
        string rate = LocalFigure.Rate(status.Upload.BytesPerSecond, indonesian);
        string sent = LocalFigure.Bytes(status.Upload.TotalBytes, indonesian);
        string peers = status.Upload.Peers == 0
            ? indonesian ? "tidak ada peer" : "no peers connected"
            : indonesian ? $"{rate} ke {LocalFigure.Count(status.Upload.Peers, true)} peer" : $"{rate} to {Quantity.Count(status.Upload.Peers, "peer")}";
        int wrong = status.Problems.Count + status.Alarms.Count;
        string problems = wrong == 0 ? "" : indonesian ? $"{wrong} masalah" : Quantity.Count(wrong, "problem");
        return FittedLine.Of(
            columns, " · ", (indonesian ? LeadInIndonesian(status, size) : Lead(status, size), 0), (peers, 1), (indonesian ? $"{sent} terkirim" : $"{sent} sent", 2), (problems, 0));
    }

    private static string OfTracker(StatusSnapshot status, bool indonesian, int columns)
    {
        TrackerFigures tracker = status.Tracker;
        return indonesian
            ? FittedLine.Of(
                columns, " · ", ($"Melacak {LocalFigure.Count(tracker.Torrents, true)} torrent", 0), ($"{LocalFigure.Count(tracker.Peers, true)} peer", 0),
                ($"{LocalFigure.Count(tracker.Announces, true)} announce", 1))
            : FittedLine.Of(
                columns, " · ", ($"Tracking {Quantity.Count(tracker.Torrents, "torrent")}", 0), (Quantity.Count(tracker.Peers, "peer"), 0),
                (Quantity.Count(tracker.Announces, "announce"), 1));
    }

    private static string Lead(StatusSnapshot status, string size) => status switch
    {
        { Phase: ServicePhase.Stopping } => "Stopping",
        { Hashing: { } hashing } => $"Hashing {hashing.Name} {Percent(hashing)} %{Left(hashing, " left")}{(hashing.Waiting == 0 ? "" : $", {hashing.Waiting} more to come")}",
        { Phase: ServicePhase.Starting } => "Looking through the folders",
        { Torrents.Count: 0 } => "Nothing to seed yet",
        _ => $"Seeding {Offered(status)}{Quantity.Count(status.Torrents.Count, "torrent")} ({size})",
    };

    private static string LeadInIndonesian(StatusSnapshot status, string size) => status switch
    {
        { Phase: ServicePhase.Stopping } => "Sedang berhenti",
        { Hashing: { } hashing } => $"Membaca {hashing.Name} {Percent(hashing)} %{Left(hashing, " lagi")}{(hashing.Waiting == 0 ? "" : $", {hashing.Waiting} lagi menunggu")}",
        { Phase: ServicePhase.Starting } => "Melihat isi folder",
        { Torrents.Count: 0 } => "Belum ada yang dibagikan",
        _ => $"Membagikan {Offered(status, "dari", true)}{LocalFigure.Count(status.Torrents.Count, true)} torrent ({size})",
    };

    /// <summary>How many of all, where some wait or failed: <c>2 of </c>.</summary>
    private static string Offered(StatusSnapshot status, string of = "of", bool indonesian = false) =>
        status.CountOffered() is var offered && offered == status.Torrents.Count ? "" : $"{LocalFigure.Count(offered, indonesian)} {of} ";

    private static string Left(HashingStatus hashing, string words) =>
        hashing.SecondsLeft is { } seconds ? $", {Quantity.Duration(TimeSpan.FromSeconds(seconds))}{words}" : "";

    private static long Percent(HashingStatus hashing) => hashing.BytesTotal == 0 ? 100 : Math.Min(100, hashing.BytesDone * 100 / hashing.BytesTotal);
}
