using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Announcing;

/// <summary>What a torrent's trackers said last; never changes.</summary>
public sealed record AnnounceStatus
{
    /// <summary>The value of a count that the tracker does not say.</summary>
    public const int NotSaid = -1;

    /// <summary>Longest <see cref="Message"/>, in characters; what is longer is cut.</summary>
    public const int MaxMessageChars = 200;

    /// <summary>A torrent that has not been announced yet.</summary>
    public static AnnounceStatus NotYet { get; } = new();

    /// <summary>How it stands on the whole.</summary>
    public AnnounceState State { get; init; }

    /// <summary>
    /// The tracker asked last, as <c>udp://host:port</c>: the rest of its address may be a user's secret. Empty before the first.
    /// </summary>
    public string Tracker { get; init; } = "";

    /// <summary>Complete peers the tracker counts, us among them, or <see cref="NotSaid"/>.</summary>
    public int Seeds { get; init; } = NotSaid;

    /// <summary>Incomplete peers the tracker counts, or <see cref="NotSaid"/>.</summary>
    public int Leechers { get; init; } = NotSaid;

    /// <summary>Why it failed, or the tracker's warning, fit to print; null when there is nothing to say.</summary>
    public string? Message { get; init; }

    /// <summary>The clock's timestamp of the next announce; <see cref="long.MaxValue"/> when none is planned.</summary>
    internal long NextAt { get; init; } = long.MaxValue;

    /// <summary>Time until the next announce, zero when it is due; null when none is planned.</summary>
    /// <param name="time">The announcer's clock.</param>
    public TimeSpan? TimeUntilNext(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        if (NextAt == long.MaxValue) return null;
        long now = time.GetTimestamp();
        return now >= NextAt ? TimeSpan.Zero : time.GetElapsedTime(now, NextAt);
    }
}

/// <summary>A torrent whose trackers are to know of us.</summary>
/// <param name="InfoHash">The torrent.</param>
/// <param name="Tiers">
/// Its trackers' addresses (BEP 12), as a stranger wrote them: what is not an <c>http</c>, <c>https</c> or <c>udp</c> address is left out.
/// </param>
public sealed record AnnouncedTorrent(InfoHash InfoHash, IReadOnlyList<IReadOnlyList<string>> Tiers)
{
    /// <summary>
    /// What a hybrid is called by version 2 (BEP 52); null where it has one name. To trackers these are two swarms: each is told of both, and
    /// here it is one torrent.
    /// </summary>
    public InfoHash? SecondName { get; init; }

    /// <summary>Whether the operator named its trackers, rather than a stranger: they may then lie anywhere in our own network.</summary>
    public bool IsOurs { get; init; }

    /// <summary>Whether a user asked for this torrent by hand: a login in its trackers' addresses is then sent within our own network too.</summary>
    public bool IsAskedFor { get; init; }
}
