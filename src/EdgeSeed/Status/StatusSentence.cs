using EdgeSeed.Terminal;

namespace EdgeSeed.Status;

/// <summary>A snapshot in words: the line in the terminal and the line under the page's heading.</summary>
internal static class StatusSentence
{
    /// <summary><c>Seeding 3 torrents (300 MB) · 1.2 MB/s to 4 peers · 87 MB sent</c>.</summary>
    public static string Of(StatusSnapshot status)
    {
        string what = Quantity.Count(status.Torrents.Count, "torrent");
        string size = Quantity.Bytes(status.TotalBytes());
        string lead = status switch
        {
            { Phase: ServicePhase.Stopping } => "Stopping",
            { Hashing: { } hashing } => Hashing(hashing),
            { Phase: ServicePhase.Starting } => "Looking through the folders",
            { Torrents.Count: 0 } => "Nothing to seed yet",
            _ => $"Seeding {what} ({size})",
        };
        string peers = status.Upload.Peers == 0
            ? "no peers connected"
            : $"{Quantity.Rate(status.Upload.BytesPerSecond)} to {Quantity.Count(status.Upload.Peers, "peer")}";
        string sentence = $"{lead} · {peers} · {Quantity.Bytes(status.Upload.TotalBytes)} sent";
        return status.Problems.Count == 0 ? sentence : $"{sentence} · {Quantity.Count(status.Problems.Count, "problem")}";
    }

    /// <summary>The same for a tracker alone: <c>Tracking 3 torrents · 12 peers · 87 announces</c>.</summary>
    public static string OfTracker(StatusSnapshot status)
    {
        TrackerFigures tracker = status.Tracker;
        return $"Tracking {Quantity.Count(tracker.Torrents, "torrent")} · {Quantity.Count(tracker.Peers, "peer")} · {Quantity.Count(tracker.Announces, "announce")}";
    }

    private static string Hashing(HashingStatus hashing)
    {
        long percent = hashing.BytesTotal == 0 ? 100 : Math.Min(100, hashing.BytesDone * 100 / hashing.BytesTotal);
        string more = hashing.Waiting == 0 ? "" : $", {hashing.Waiting} more to come";
        return $"Hashing {hashing.Name} {percent} %{more}";
    }
}
