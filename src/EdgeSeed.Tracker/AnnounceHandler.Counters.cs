using EdgeSeed.Protocol.Trackers;
using EdgeSeed.Tracker.Swarms;

namespace EdgeSeed.Tracker;

public sealed partial class AnnounceHandler
{
    private long _announces;
    private long _scrapes;
    private long _refused;
    private long _tooOften;
    private long _bytesSent;
    private long _swarmDownloadedBytes;

    /// <summary>Takes a snapshot of the counters and of the store.</summary>
    /// <param name="boxUploadedBytes">Payload bytes that the box's own seeder has sent since the tracker started.</param>
    public TrackerStatus Status(long boxUploadedBytes = 0)
    {
        StoreTotals totals = _store.Totals();
        return new TrackerStatus
        {
            Totals = totals,
            LocalTorrents = _localSeeders.Count,
            Announces = Interlocked.Read(ref _announces),
            Scrapes = Interlocked.Read(ref _scrapes),
            NotServed = Interlocked.Read(ref _refused),
            TooOften = Interlocked.Read(ref _tooOften),
            AnswerBytes = Interlocked.Read(ref _bytesSent),
            SwarmDownloadedBytes = Interlocked.Read(ref _swarmDownloadedBytes),
            BoxUploadedBytes = boxUploadedBytes,
        };
    }

    /// <summary>Counts an answered scrape, of however many torrents.</summary>
    internal void CountScrape() => Interlocked.Increment(ref _scrapes);

    /// <summary>Counts bytes of answers, without the headers of HTTP, UDP and IP.</summary>
    internal void CountSent(int bytes) => Interlocked.Add(ref _bytesSent, bytes);

    /// <summary>Each session's download counts once: when it completes, or when it ends before that. What clients say is not proof.</summary>
    private void Count(PeerChange change, in AnnounceRequest request, long contentLength)
    {
        Interlocked.Increment(ref _announces);
        if (change is not (PeerChange.Completed or PeerChange.LeecherLeft)) return;
        long most = contentLength > 0 ? contentLength : MaxBelievedBytes;
        Interlocked.Add(ref _swarmDownloadedBytes, Math.Min(request.Downloaded, most));
    }
}
