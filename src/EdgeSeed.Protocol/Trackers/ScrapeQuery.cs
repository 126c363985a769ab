namespace EdgeSeed.Protocol.Trackers;

/// <summary>The query string of an HTTP scrape (BEP 48): one or several <c>info_hash</c> keys. Reading allocates nothing.</summary>
public static class ScrapeQuery
{
    /// <summary>Torrents in one scrape, the number that fits a UDP packet (BEP 15); a query that names more is refused.</summary>
    public const int MaxInfoHashes = 74;

    /// <summary>A longer query is refused unread; a full one of escapes has 5,254 bytes.</summary>
    public const int MaxQueryBytes = 8192;

    /// <summary>Bytes that <see cref="Write"/> needs for each info-hash at most.</summary>
    public const int MaxWrittenBytesPerInfoHash = 71;

    /// <summary>Whether a query has an info-hash, valid or not; without any, it asks for every torrent.</summary>
    public static bool NamesTorrents(ReadOnlySpan<byte> rawQuery)
    {
        var reader = new QueryReader(rawQuery);
        while (reader.Next(out ReadOnlySpan<byte> name, out _))
        {
            if (QueryKeyNames.Identify(name) == QueryKey.InfoHash) return true;
        }
        return false;
    }

    /// <summary>
    /// Reads a scrape. A scrape without any info-hash would ask for every torrent there is and is refused: its answer has no bound.
    /// </summary>
    /// <param name="rawQuery">What follows the <c>?</c>, percent-encoded as it came; the <c>?</c> itself may be included.</param>
    /// <param name="infoHashes">Receives the info-hashes, in ascending order (as the answer's dictionary needs them) and without
    /// repetition; <see cref="MaxInfoHashes"/> elements, or fewer for a lower limit.</param>
    /// <param name="count">How many were read.</param>
    /// <param name="error">The first fault.</param>
    /// <returns>Whether the query is a valid scrape.</returns>
    public static bool TryParse(ReadOnlySpan<byte> rawQuery, Span<InfoHash> infoHashes, out int count, out QueryError error)
    {
        count = 0;
        error = rawQuery.Length > MaxQueryBytes ? new QueryError(QueryErrorKind.TooLong, QueryKey.None) : default;
        if (error != default) return false;
        Span<byte> id = stackalloc byte[InfoHash.Length];
        var reader = new QueryReader(rawQuery);
        while (reader.Next(out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value))
        {
            if (QueryKeyNames.Identify(name) != QueryKey.InfoHash) continue;
            QueryErrorKind fault = AnnounceQuery.DecodeId(value, id);
            if (fault == QueryErrorKind.None && !TryInsert(new InfoHash(id), infoHashes, ref count)) fault = QueryErrorKind.TooMany;
            if (fault == QueryErrorKind.None) continue;
            error = new QueryError(fault, QueryKey.InfoHash);
            return false;
        }
        if (count == 0) error = new QueryError(QueryErrorKind.Missing, QueryKey.InfoHash);
        return count > 0;
    }

    /// <summary>Writes a scrape's query, without the <c>?</c>, and returns its length.</summary>
    /// <param name="infoHashes">One to <see cref="MaxInfoHashes"/> torrents.</param>
    /// <param name="destination">At least <see cref="MaxWrittenBytesPerInfoHash"/> bytes for each.</param>
    public static int Write(ReadOnlySpan<InfoHash> infoHashes, Span<byte> destination)
    {
        int length = 0;
        foreach (ref readonly InfoHash infoHash in infoHashes)
        {
            if (length > 0) destination[length++] = (byte)'&';
            "info_hash="u8.CopyTo(destination[length..]);
            length += 10;
            length += PercentEncoding.Encode(infoHash.Span, destination[length..]);
        }
        return length;
    }

    private static bool TryInsert(InfoHash infoHash, Span<InfoHash> sorted, ref int count)
    {
        int at = count;
        for (; at > 0; at--)
        {
            int order = infoHash.Span.SequenceCompareTo(sorted[at - 1].Span);
            if (order == 0) return true;
            if (order > 0) break;
        }
        if (count == sorted.Length) return false;
        sorted[at..count].CopyTo(sorted[(at + 1)..]);
        sorted[at] = infoHash;
        count++;
        return true;
    }
}
