using EdgeSeed.Terminal;

namespace EdgeSeed.Status;

/// <summary>A snapshot in words: the line in the terminal and the line under the page's heading.</summary>
internal static class StatusSentence
{
    /// <summary><c>Seeding 3 torrents (300 MB) · 1.2 MB/s to 4 peers · 87 MB sent</c>.</summary>
    /// <param name="status">What to say.</param>
    /// <param name="indonesian">In Indonesian rather than English.</param>
    public static string Of(StatusSnapshot status, bool indonesian = false)
    {
        string size = LocalFigure.Bytes(status.TotalBytes(), indonesian);
        string rate = LocalFigure.Rate(status.Upload.BytesPerSecond, indonesian);
        string sent = LocalFigure.Bytes(status.Upload.TotalBytes, indonesian);
        string sentence = indonesian
            ? $"{LeadInIndonesian(status, size)} · {(status.Upload.Peers == 0 ? "tidak ada peer" : $"{rate} ke {LocalFigure.Count(status.Upload.Peers, true)} peer")} · {sent} terkirim"
            : $"{Lead(status, size)} · {(status.Upload.Peers == 0 ? "no peers connected" : $"{rate} to {Quantity.Count(status.Upload.Peers, "peer")}")} · {sent} sent";
        int wrong = status.Problems.Count + status.Alarms.Count;
        if (wrong == 0) return sentence;
        return indonesian ? $"{sentence} · {wrong} masalah" : $"{sentence} · {Quantity.Count(wrong, "problem")}";
    }

    /// <summary>The same for a tracker alone: <c>Tracking 3 torrents · 12 peers · 87 announces</c>.</summary>
    public static string OfTracker(StatusSnapshot status)
    {
        TrackerFigures tracker = status.Tracker;
        return $"Tracking {Quantity.Count(tracker.Torrents, "torrent")} · {Quantity.Count(tracker.Peers, "peer")} · {Quantity.Count(tracker.Announces, "announce")}";
    }

    private static string Lead(StatusSnapshot status, string size) => status switch
    {
        { Phase: ServicePhase.Stopping } => "Stopping",
        { Hashing: { } hashing } => $"Hashing {hashing.Name} {Percent(hashing)} %{(hashing.Waiting == 0 ? "" : $", {hashing.Waiting} more to come")}",
        { Phase: ServicePhase.Starting } => "Looking through the folders",
        { Torrents.Count: 0 } => "Nothing to seed yet",
        _ => $"Seeding {Offered(status)}{Quantity.Count(status.Torrents.Count, "torrent")} ({size})",
    };

    private static string LeadInIndonesian(StatusSnapshot status, string size) => status switch
    {
        { Phase: ServicePhase.Stopping } => "Sedang berhenti",
        { Hashing: { } hashing } => $"Membaca {hashing.Name} {Percent(hashing)} %{(hashing.Waiting == 0 ? "" : $", {hashing.Waiting} lagi menunggu")}",
        { Phase: ServicePhase.Starting } => "Melihat isi folder",
        { Torrents.Count: 0 } => "Belum ada yang dibagikan",
        _ => $"Membagikan {Offered(status, "dari", true)}{LocalFigure.Count(status.Torrents.Count, true)} torrent ({size})",
    };

    /// <summary>How many of all, where some wait or failed: <c>2 of </c>.</summary>
    private static string Offered(StatusSnapshot status, string of = "of", bool indonesian = false) =>
        status.CountOffered() is var offered && offered == status.Torrents.Count ? "" : $"{LocalFigure.Count(offered, indonesian)} {of} ";

    private static long Percent(HashingStatus hashing) => hashing.BytesTotal == 0 ? 100 : Math.Min(100, hashing.BytesDone * 100 / hashing.BytesTotal);
}
