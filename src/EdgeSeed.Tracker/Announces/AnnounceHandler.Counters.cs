using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Trackers;
using EdgeSeed.Tracker.Swarms;

namespace EdgeSeed.Tracker.Announces;

public sealed partial class AnnounceHandler
{
    private long _announces;
    private long _scrapes;
    private long _refused;
    private long _tooOften;
    private long _bytesSent;
    private long _unanswered;
    private long _swarmDownloadedBytes;
    private long _boxSwarmDownloadedBytes;

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
            Unanswered = Interlocked.Read(ref _unanswered),
            SwarmDownloadedBytes = Interlocked.Read(ref _swarmDownloadedBytes),
            BoxSwarmDownloadedBytes = Interlocked.Read(ref _boxSwarmDownloadedBytes),
            BoxUploadedBytes = boxUploadedBytes,
        };
    }

    /// <summary>Counts an answered scrape, of however many torrents.</summary>
    internal void CountScrape() => Interlocked.Increment(ref _scrapes);

    /// <summary>Bytes that an answer may have now; a request for which there are none is counted.</summary>
    internal int RoomFor(in PeerEndPoint client)
    {
        int room = Budget?.RoomFor(client) ?? int.MaxValue;
        if (room == 0) Interlocked.Increment(ref _unanswered);
        return room;
    }

    /// <summary>Whether there is room for an answer as it has become; one for which there is not is counted.</summary>
    internal bool Fits(int bytes, int room)
    {
        if (bytes > room) Interlocked.Increment(ref _unanswered);
        return bytes <= room;
    }

    /// <summary>Counts an answer, and charges it to the budget.</summary>
    internal void CountSent(in PeerEndPoint client, int bytes, bool isDatagram)
    {
        Interlocked.Add(ref _bytesSent, bytes);
        Budget?.Charge(client, bytes, isDatagram);
    }

    /// <summary>Each session's download counts once: when it completes, or when it ends before that. What clients say is not proof.</summary>
    private void Count(PeerChange change, in AnnounceRequest request, long contentLength, bool isBoxes)
    {
        Interlocked.Increment(ref _announces);
        if (change is not (PeerChange.Completed or PeerChange.LeecherLeft)) return;
        long most = contentLength > 0 ? contentLength : MaxBelievedBytes;
        long believed = Math.Min(request.Downloaded, most);
        Interlocked.Add(ref _swarmDownloadedBytes, believed);
        if (isBoxes) Interlocked.Add(ref _boxSwarmDownloadedBytes, believed);
    }
}
