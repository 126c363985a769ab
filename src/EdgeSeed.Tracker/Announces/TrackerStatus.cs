using EdgeSeed.Tracker.Swarms;

namespace EdgeSeed.Tracker.Announces;

/// <summary>What the tracker has done since it started, at one moment. Immutable.</summary>
public sealed record TrackerStatus
{
    /// <summary>Torrents, peers and completed downloads. The box's own seeder is not a stored peer.</summary>
    public required StoreTotals Totals { get; init; }

    /// <summary>Torrents in which the box itself takes part.</summary>
    public required int LocalTorrents { get; init; }

    /// <summary>Announces answered.</summary>
    public required long Announces { get; init; }

    /// <summary>Scrapes answered.</summary>
    public required long Scrapes { get; init; }

    /// <summary>Announces refused because the policy does not allow the torrent.</summary>
    public required long NotServed { get; init; }

    /// <summary>Requests refused or dropped because their source asked too often.</summary>
    public required long TooOften { get; init; }

    /// <summary>Requests not answered because too much was owed to the budget (<see cref="IAnswerBudget"/>).</summary>
    public required long Unanswered { get; init; }

    /// <summary>Bytes of answers, without the headers of HTTP, UDP and IP.</summary>
    public required long AnswerBytes { get; init; }

    /// <summary>Bytes that clients say they have downloaded, counted when a download completes or is given up.</summary>
    public required long SwarmDownloadedBytes { get; init; }

    /// <summary>The same, of torrents in which the box itself takes part.</summary>
    public required long BoxSwarmDownloadedBytes { get; init; }

    /// <summary>Payload bytes that the box itself has sent.</summary>
    public required long BoxUploadedBytes { get; init; }

    /// <summary>How many bytes the box's own swarms moved for each byte that the box sent; 0 while it has sent none.</summary>
    public double Amplification => BoxUploadedBytes == 0 ? 0 : (double)BoxSwarmDownloadedBytes / BoxUploadedBytes;
}
