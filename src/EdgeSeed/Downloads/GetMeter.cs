using EdgeSeed.Engine.Sessions;
using EdgeSeed.Protocol;

namespace EdgeSeed.Downloads;

/// <summary>Makes rates out of what the session counts.</summary>
internal sealed class GetMeter(TimeProvider time)
{
    private const double Smoothing = 0.3;
    private const double ShortestSeconds = 0.2;

    private long _at, _received, _sent;
    private double _down, _up;
    private bool _isBegun;

    /// <summary>A reading of a torrent; null when the session does not have it.</summary>
    public GetReading? Read(SessionStatus status, InfoHash infoHash)
    {
        foreach (TorrentStatus torrent in status.Torrents)
        {
            if (torrent.InfoHash == infoHash) return Read(torrent);
        }
        return null;
    }

    /// <summary>A reading of a torrent.</summary>
    public GetReading Read(TorrentStatus torrent)
    {
        long received = torrent.Download?.ReceivedBytes ?? 0, left = torrent.Download?.LeftBytes ?? 0, total = torrent.Download?.WantedBytes ?? 0;
        if (!_isBegun) (_at, _received, _sent, _isBegun) = (time.GetTimestamp(), received, torrent.UploadedBytes, true);
        double seconds = time.GetElapsedTime(_at).TotalSeconds;
        if (seconds >= ShortestSeconds)
        {
            double weight = 1 - Math.Pow(1 - Smoothing, seconds);
            _down += ((received - _received) / seconds - _down) * weight;
            _up += ((torrent.UploadedBytes - _sent) / seconds - _up) * weight;
            (_at, _received, _sent) = (time.GetTimestamp(), received, torrent.UploadedBytes);
        }
        // Nothing comes any more; its slow end would look as if something did.
        if (left == 0) _down = 0;
        return new GetReading(total, total - left, _down, _up, torrent);
    }
}
