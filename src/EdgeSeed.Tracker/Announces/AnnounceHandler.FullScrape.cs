using EdgeSeed.Protocol;

namespace EdgeSeed.Tracker.Announces;

public sealed partial class AnnounceHandler
{
    private readonly Lock _fullScrapeLock = new();
    private bool _isScrapedFully;
    private long? _fullScrapeEnded;

    /// <summary>Lists every torrent served, if the source may ask, nobody else is being told, and the last time is long enough ago; else null.</summary>
    internal FullScrape? BeginFullScrape(in PeerEndPoint client)
    {
        if (!Admit(client)) return null;
        lock (_fullScrapeLock)
        {
            if (_isScrapedFully || (_fullScrapeEnded is { } ended && _time.GetElapsedTime(ended) < FullScrape.Pause)) return null;
            _isScrapedFully = true;
        }
        var torrents = new HashSet<InfoHash>();
        _store.AddTorrents(torrents);
        _localSeeders.AddTorrents(torrents);
        CountScrape();
        return new FullScrape(this, client, [.. torrents]);
    }

    /// <summary>Lets the next be told, after a pause.</summary>
    internal void EndFullScrape()
    {
        lock (_fullScrapeLock)
        {
            _isScrapedFully = false;
            _fullScrapeEnded = _time.GetTimestamp();
        }
    }
}
