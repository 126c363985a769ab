using EdgeSeed.Protocol.Bencode;

namespace EdgeSeed.Protocol.Trackers;

/// <summary>
/// The answer to an HTTP scrape (BEP 48), written and read without allocating. A refusal is <see cref="AnnounceReply.WriteFailure"/>.
/// </summary>
public static class ScrapeReply
{
    /// <summary>A written answer has at most so many bytes besides its torrents.</summary>
    public const int MaxFixedBytes = 64;

    /// <summary>Bytes of one torrent at most.</summary>
    public const int MaxTorrentBytes = 136;

    /// <summary>A longer body is refused unread: room for some 8,000 torrents.</summary>
    public const int MaxBodyBytes = 1 << 20;

    /// <summary>Writes an answer and returns its length.</summary>
    /// <param name="destination">At least <see cref="MaxFixedBytes"/>, and <see cref="MaxTorrentBytes"/> for each torrent.</param>
    /// <param name="infoHashes">The torrents in ascending order, as <see cref="ScrapeQuery.TryParse"/> delivers them.</param>
    /// <param name="counts">What to say of each, in the same order. A negative count stands for a torrent unknown here, which is left
    /// out.</param>
    /// <param name="minIntervalSeconds">No scrape before so many seconds (the <c>flags</c> dictionary); 0 to say nothing.</param>
    public static int Write(
        Span<byte> destination, ReadOnlySpan<InfoHash> infoHashes, ReadOnlySpan<ScrapeCounts> counts, int minIntervalSeconds = 0)
    {
        var writer = new BencodeSpanWriter(destination);
        writer.WriteDictionaryStart();
        writer.WriteKey("files"u8);
        writer.WriteDictionaryStart();
        for (int i = 0; i < infoHashes.Length; i++)
        {
            if (counts[i].Complete >= 0) WriteTorrent(ref writer, infoHashes[i].Span, counts[i]);
        }
        writer.WriteEnd();
        if (minIntervalSeconds > 0)
        {
            writer.WriteKey("flags"u8);
            writer.WriteDictionaryStart();
            writer.WriteKey("min_request_interval"u8);
            writer.WriteInteger(minIntervalSeconds);
            writer.WriteEnd();
        }
        writer.WriteEnd();
        return writer.Overflowed ? throw new ArgumentException("The destination is too short.") : writer.Length;
    }

    /// <summary>What stands before the torrents, for an answer written in pieces.</summary>
    public static ReadOnlySpan<byte> Head => "d5:filesd"u8;

    /// <summary>What stands behind them.</summary>
    public static ReadOnlySpan<byte> Tail => "ee"u8;

    /// <summary>Writes one torrent of an answer written in pieces, in ascending order, and returns its length.</summary>
    /// <param name="destination">At least <see cref="MaxTorrentBytes"/>.</param>
    /// <param name="infoHash">The torrent.</param>
    /// <param name="counts">What to say of it.</param>
    public static int WriteTorrent(Span<byte> destination, in InfoHash infoHash, in ScrapeCounts counts)
    {
        var writer = new BencodeSpanWriter(destination);
        // The writer needs a dictionary for the key; its first byte is left out, and it is never closed.
        writer.WriteDictionaryStart();
        WriteTorrent(ref writer, infoHash.Span, counts);
        destination[1..writer.Length].CopyTo(destination);
        return writer.Length - 1;
    }

    /// <summary>Finds one torrent's counts in an answer.</summary>
    /// <param name="body">The decoded HTTP body.</param>
    /// <param name="infoHash">The torrent that was asked for.</param>
    /// <param name="counts">Its counts; null when the tracker does not say.</param>
    /// <param name="failureReason">The tracker's words if it refused; to be made printable before they are shown.</param>
    /// <param name="error">What is wrong with the body and at which byte.</param>
    /// <returns>Whether the body is a bencoded dictionary.</returns>
    public static bool TryParse(
        ReadOnlySpan<byte> body, in InfoHash infoHash, out ScrapeCounts? counts,
        out ReadOnlySpan<byte> failureReason, out BencodeError error)
    {
        counts = null;
        failureReason = default;
        var reader = new BencodeReader(body, BencodeLimits.Message with { MaxLength = MaxBodyBytes });
        if (reader.ReadDictionaryStart())
        {
            while (reader.ReadKey(out ReadOnlySpan<byte> key) && reader.Read())
            {
                if (reader.Token == BencodeToken.String && key.SequenceEqual("failure reason"u8)) failureReason = reader.String;
                bool isFiles = reader.Token == BencodeToken.DictionaryStart && key.SequenceEqual("files"u8);
                if (isFiles) ReadFiles(ref reader, infoHash, ref counts);
                else reader.SkipChildren();
            }
        }
        error = reader.Error;
        return error.Fault == BencodeFault.None;
    }

    private static void WriteTorrent(ref BencodeSpanWriter writer, scoped ReadOnlySpan<byte> infoHash, in ScrapeCounts counts)
    {
        writer.WriteKey(infoHash);
        writer.WriteDictionaryStart();
        writer.WriteKey("complete"u8);
        writer.WriteInteger(counts.Complete);
        writer.WriteKey("downloaded"u8);
        writer.WriteInteger(counts.Downloaded);
        if (counts.Downloaders >= 0)
        {
            writer.WriteKey("downloaders"u8);
            writer.WriteInteger(counts.Downloaders);
        }
        writer.WriteKey("incomplete"u8);
        writer.WriteInteger(counts.Incomplete);
        writer.WriteEnd();
    }

    private static void ReadFiles(ref BencodeReader reader, in InfoHash infoHash, ref ScrapeCounts? counts)
    {
        while (reader.ReadKey(out ReadOnlySpan<byte> key) && reader.Read())
        {
            if (reader.Token == BencodeToken.DictionaryStart && key.SequenceEqual(infoHash.Span)) counts = ReadCounts(ref reader);
            else reader.SkipChildren();
        }
    }

    private static ScrapeCounts ReadCounts(ref BencodeReader reader)
    {
        var counts = new ScrapeCounts(0, 0, 0);
        while (reader.ReadKey(out ReadOnlySpan<byte> key) && reader.Read())
        {
            int number = (int)Math.Clamp(reader.Integer, 0, int.MaxValue);
            bool isInteger = reader.Token == BencodeToken.Integer;
            reader.SkipChildren();
            if (!isInteger) continue;
            if (key.SequenceEqual("complete"u8)) counts = counts with { Complete = number };
            else if (key.SequenceEqual("incomplete"u8)) counts = counts with { Incomplete = number };
            else if (key.SequenceEqual("downloaded"u8)) counts = counts with { Downloaded = number };
            else if (key.SequenceEqual("downloaders"u8)) counts = counts with { Downloaders = number };
        }
        return counts;
    }
}

/// <summary>What a scrape says of one torrent (BEP 48, BEP 15).</summary>
/// <param name="Complete">Peers that have everything.</param>
/// <param name="Incomplete">Peers that do not.</param>
/// <param name="Downloaded">How often <see cref="AnnounceEvent.Completed"/> was reported, ever.</param>
/// <param name="Downloaders">Of the incomplete, those still downloading (BEP 21); -1 when the tracker does not say. HTTP only.</param>
public readonly record struct ScrapeCounts(int Complete, int Incomplete, int Downloaded, int Downloaders = -1);
