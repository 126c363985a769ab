namespace EdgeSeed.Status;

/// <summary>What the tracker did since the service started, and holds now.</summary>
internal sealed record TrackerFigures
{
    /// <summary>Announces answered, HTTP and UDP.</summary>
    public long Announces { get; init; }

    /// <summary>Scrapes answered, HTTP and UDP.</summary>
    public long Scrapes { get; init; }

    /// <summary>Requests refused or dropped: malformed, unknown torrent, too many.</summary>
    public long Refused { get; init; }

    /// <summary>Swarms held.</summary>
    public long Torrents { get; init; }

    /// <summary>Peers held, over all swarms.</summary>
    public long Peers { get; init; }

    /// <summary>Bytes that clients say they downloaded, from whomever.</summary>
    public long SwarmBytes { get; init; }

    /// <summary>Bytes the swarms moved for each payload byte that this box sent; 0 while it has sent none.</summary>
    public double Amplification { get; init; }

    /// <summary>Of the peers held, those that have everything.</summary>
    public long Seeds { get; init; }

    /// <summary>Downloads completed, over restarts.</summary>
    public long Completed { get; init; }

    /// <summary>Requests not answered because answers had used up the upload budget.</summary>
    public long Unanswered { get; init; }

    /// <summary>Bytes of answers, without headers.</summary>
    public long AnswerBytes { get; init; }

    /// <summary>Bytes of saved state written since the start, as an SD card feels it.</summary>
    public long StateBytes { get; init; }

    /// <summary>The same for each hour, on average; in the first hour, what was written so far.</summary>
    public long StateBytesPerHour { get; init; }

    /// <summary>Lines of the access log dropped because they came faster than they could be written.</summary>
    public long LogLinesDropped { get; init; }
}
