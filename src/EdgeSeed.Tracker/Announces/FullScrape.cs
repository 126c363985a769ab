using System.Buffers;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Tracker.Announces;

/// <summary>
/// The answer to a scrape of everything, in pieces, so that the host can wait for a slow reader between them. It holds 20 bytes for each
/// torrent; there is one at a time, and none within <see cref="Pause"/> of the one before: its answer is far longer than its question.
/// Not thread-safe.
/// </summary>
public sealed class FullScrape : IDisposable
{
    /// <summary>Time between the end of one and the beginning of the next, whoever asks.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private const int TorrentsPerPiece = 64;

    private readonly AnnounceHandler _handler;
    private readonly PeerEndPoint _client;
    private readonly InfoHash[] _torrents;
    private int _next = -1;

    internal FullScrape(AnnounceHandler handler, in PeerEndPoint client, InfoHash[] torrents)
    {
        (_handler, _client, _torrents) = (handler, client, torrents);
        // A bencoded dictionary is sorted.
        Array.Sort(torrents, static (a, b) => a.Span.SequenceCompareTo(b.Span));
    }

    /// <summary>Writes the next piece of the body, at most some 9 KB.</summary>
    /// <returns>False when the one before was the last.</returns>
    public bool WriteNext(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (_next > _torrents.Length) return false;
        int length = _next < 0 ? Write(output, ScrapeReply.Head) : _next == _torrents.Length ? Write(output, ScrapeReply.Tail) : WriteTorrents(output);
        _handler.CountSent(_client, length, isDatagram: false);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _handler.EndFullScrape();

    private int Write(IBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        output.Write(text);
        _next++;
        return text.Length;
    }

    private int WriteTorrents(IBufferWriter<byte> output)
    {
        Span<byte> piece = output.GetSpan(TorrentsPerPiece * ScrapeReply.MaxTorrentBytes);
        int length = 0;
        for (int i = 0; i < TorrentsPerPiece && _next < _torrents.Length; i++, _next++)
        {
            ScrapeCounts counts = _handler.Scrape(_torrents[_next]);
            if (counts.Complete >= 0) length += ScrapeReply.WriteTorrent(piece[length..], _torrents[_next], counts);
        }
        output.Advance(length);
        return length;
    }
}
