using EdgeSeed.Engine.Web;

namespace EdgeSeed.Engine.Announcing;

/// <summary>The trackers of all torrents, each kept once however many torrents list it. Under the announcer's lock.</summary>
internal sealed class TrackerTable(AnnouncerOptions options)
{
    private readonly Dictionary<string, ExternalTracker> _trackers = new(StringComparer.Ordinal);

    /// <summary>How often there was no room for a tracker.</summary>
    public int LeftOut { get; private set; }

    /// <summary>A torrent's entries; those for which there is no room (<see cref="AnnouncerOptions.MaxTrackers"/>) are left out.</summary>
    /// <param name="usable">What the torrent lists.</param>
    /// <param name="isOurs">Whether the operator named them.</param>
    /// <param name="isAskedFor">Whether a user asked for the torrent by hand.</param>
    public TrackerEntry[] Take(List<(string Url, TrackerAddress Address, byte Tier)> usable, bool isOurs, bool isAskedFor)
    {
        var entries = new List<TrackerEntry>(usable.Count);
        foreach ((string url, TrackerAddress address, byte tier) in usable)
        {
            if (!_trackers.TryGetValue(url, out ExternalTracker? tracker))
            {
                if (_trackers.Count >= options.MaxTrackers)
                {
                    LeftOut++;
                    continue;
                }
                _trackers.Add(url, tracker = new ExternalTracker(url, address, options));
            }
            tracker.Torrents++;
            tracker.IsOurs |= isOurs;
            tracker.IsAskedFor |= isAskedFor;
            entries.Add(new TrackerEntry { Tracker = tracker, Tier = tier });
        }
        return [.. entries];
    }

    /// <summary>Forgets the trackers that only this torrent listed.</summary>
    public void Release(TrackerEntry[] entries)
    {
        foreach (TrackerEntry entry in entries)
        {
            if (--entry.Tracker.Torrents == 0) _trackers.Remove(entry.Tracker.Url);
        }
    }

    /// <summary>Lets all that failed be asked at once.</summary>
    public void Forgive()
    {
        foreach (ExternalTracker tracker in _trackers.Values) tracker.Forgive();
    }
}
