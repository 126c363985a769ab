using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Announcing;

/// <summary>
/// A torrent inside the announcer; of a hybrid there are two, each with one of its names and turns of its own. While an announce is under
/// way its entries belong to that; everything else is under the announcer's lock.
/// </summary>
internal sealed class ScheduledTorrent(InfoHash infoHash, TrackerEntry[] entries)
{
    private volatile bool _isCompletionDue;

    public InfoHash InfoHash { get; } = infoHash;

    /// <summary>Whether this is only the other name of a torrent.</summary>
    public bool IsSecond { get; init; }

    /// <summary>Its other name; null where it has one.</summary>
    public SecondAnnounces? Second { get; set; }

    /// <summary>Its trackers in the order in which they are asked.</summary>
    public TrackerEntry[] Entries { get; } = entries;

    /// <summary>The place in <see cref="AnnounceSchedule"/>; -1 when it is not in.</summary>
    public int Place { get; set; } = -1;

    /// <summary>When it is due, in the announcer's milliseconds.</summary>
    public long DueAt { get; set; }

    /// <summary>Set while an announce is under way.</summary>
    public CancellationTokenSource? UnderWay { get; set; }

    /// <summary>It has just become complete, and no tracker has been told. Read without the lock too.</summary>
    public bool IsCompletionDue
    {
        get => _isCompletionDue;
        set => _isCompletionDue = value;
    }

    /// <summary>It is being taken out of the swarm.</summary>
    public bool IsStopping { get; set; }

    /// <summary>Was added again while it was still stopping: comes after.</summary>
    public ScheduledTorrent? Successor { get; set; }

    public AnnounceStatus Status { get; set; } = AnnounceStatus.NotYet;

    /// <summary>Moves a tracker to the front of its tier (BEP 12) and returns its new place.</summary>
    public int Promote(int place)
    {
        TrackerEntry entry = Entries[place];
        for (; place > 0 && Entries[place - 1].Tier == entry.Tier; place--) Entries[place] = Entries[place - 1];
        Entries[place] = entry;
        return place;
    }
}
