using EdgeSeed.Languages;
using EdgeSeed.Terminal;

namespace EdgeSeed.Status;

/// <summary>A snapshot in words: the line in the terminal and the line under the page's heading.</summary>
internal static class StatusSentence
{
    /// <summary><c>Seeding 3 torrents (300 MB) · 1.2 MB/s to 4 peers · 87 MB sent</c>; of a tracker alone <c>Tracking 3 torrents · 12 peers · 87 announces</c>.</summary>
    /// <param name="status">What to say.</param>
    /// <param name="words">The language; null for English.</param>
    /// <param name="columns">Room in cells; 0 for as much as it needs. What is wrong is said in any room.</param>
    public static string Of(StatusSnapshot status, Language? words = null, int columns = 0)
    {
        words ??= Language.English;
        if (status.IsTrackerOnly) return OfTracker(status, words, columns);
        string peers = status.Upload.Peers == 0
            ? status.Unfindable > 0 ? Language.Fill(words.NobodyFinds, words.TorrentCount(status.Unfindable)).TrimEnd('.', '।') : Language.Fill(words.NobodyConnected)
            : Language.Fill(words.RateTo, words.Rate(status.Upload.BytesPerSecond), words.PeerCount(status.Upload.Peers));
        string sent = Language.Fill(words.SentInAll, words.Bytes(status.Upload.TotalBytes));
        int wrong = status.Problems.Count + status.Alarms.Count;
        return FittedLine.Of(columns, " · ", (Lead(status, words), 0), (peers, 1), (sent, 2), (wrong == 0 ? "" : words.ProblemCount(wrong), 0));
    }

    private static string OfTracker(StatusSnapshot status, Language words, int columns)
    {
        TrackerFigures tracker = status.Tracker;
        return FittedLine.Of(
            columns, " · ", (Language.Fill(words.Tracking, words.TorrentCount(tracker.Torrents)), 0), (words.PeerCount(tracker.Peers), 0),
            (words.AnnounceCount(tracker.Announces), 1));
    }

    private static string Lead(StatusSnapshot status, Language words) => status switch
    {
        { Phase: ServicePhase.Stopping } => Language.Fill(words.Stopping),
        { Network.WaitingFor: { } device } => Language.Fill(words.WaitingFor, device),
        { Hashing: { } hashing } => OfHashing(hashing, words),
        { Phase: ServicePhase.Starting } => Language.Fill(words.Starting),
        { Torrents.Count: 0 } => Language.Fill(words.NothingToSeed),
        _ => Language.Fill(words.Seeding, Offered(status, words), words.Bytes(status.TotalBytes())),
    };

    private static string OfHashing(HashingStatus hashing, Language words)
    {
        string line = Language.Fill(words.Hashing, hashing.Name, words.Count(Percent(hashing)));
        if (hashing.SecondsLeft is { } seconds) line += ", " + Language.Fill(words.TimeLeft, words.Duration(seconds));
        return hashing.Waiting == 0 ? line : $"{line}, {Language.Fill(words.MoreToCome, words.Count(hashing.Waiting))}";
    }

    /// <summary>How many there are; where some wait or failed, how many of all.</summary>
    private static string Offered(StatusSnapshot status, Language words)
    {
        string all = words.TorrentCount(status.Torrents.Count);
        return status.CountOffered() is var offered && offered == status.Torrents.Count ? all : Language.Fill(words.SomeOf, words.Count(offered), all);
    }

    private static long Percent(HashingStatus hashing) => hashing.BytesTotal == 0 ? 100 : Math.Min(100, hashing.BytesDone * 100 / hashing.BytesTotal);
}
