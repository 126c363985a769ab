using EdgeSeed.Status;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Library;

/// <content>Content that somebody may still be writing to is looked at again and again until it has been left alone.</content>
internal sealed partial class RootLoop
{
    /// <summary>Looking takes no more than a tenth of the time, however often something changes, unless that would be noticed late: then up to half of it.</summary>
    private const int LookPart = 10;

    private static readonly TimeSpan s_noticed = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan s_lookAgain = TimeSpan.FromSeconds(1);

    private readonly SettlingTable _settling;

    /// <summary>Whether what is looked at was there when the root was met.</summary>
    private bool _isStarting = true;

    /// <summary>Something was created, written, renamed or removed here.</summary>
    /// <param name="path">What; null when nobody knows.</param>
    public void Stir(LocalPath? path)
    {
        if (path is not null && (_settling.Stir(path) || (path.Parent.Equals(Drive.Path) && JunkFilter.IsJunk(path.Name)))) return;
        lock (_lock)
        {
            _isStirred = true;
            _signal.TrySetResult();
        }
    }

    /// <summary>Whether something is due to be looked at again.</summary>
    private bool HasSettling()
    {
        foreach (LibraryEntry entry in _tools.Library.ListOf(Drive.Id))
        {
            if (entry.State == TorrentState.Settling && IsDue(entry)) return true;
        }
        return false;
    }

    /// <summary>How long to rest after a look that took so long.</summary>
    private static TimeSpan PauseAfter(TimeSpan took)
    {
        TimeSpan most = took > s_noticed ? took : s_noticed;
        return took * LookPart < most ? took * LookPart : most;
    }

    private Action<LocalPath>? Entered => Drive.IsRemovable ? null : _tools.Watch.Add;

    /// <summary>Waits for what is being written, if it is.</summary>
    /// <param name="entry">What is about to be hashed.</param>
    /// <param name="listing">How it looks now.</param>
    /// <param name="looked">How long it took to see that.</param>
    /// <returns>The entry to be looked at later; null when it may be hashed.</returns>
    private LibraryEntry? Settle(LibraryEntry entry, ContentListing listing, TimeSpan looked)
    {
        TimeSpan left = _settling.Look(listing, _isStarting);
        if (left == TimeSpan.Zero) return null;
        TimeSpan again = PauseAfter(looked) > s_lookAgain ? PauseAfter(looked) : s_lookAgain;
        return Settling(entry, left < again ? left : again, listing.HasUnfinished);
    }

    private LibraryEntry Settling(LibraryEntry entry, TimeSpan again, bool hasUnfinished) => entry with
    {
        State = TorrentState.Settling,
        Problem = $"{(hasUnfinished ? "Something in it is not finished" : "Somebody may still be writing to it")}: it is published when it has been left alone.",
        RetryAt = _tools.Time.GetTimestamp() + (long)(again.TotalSeconds * _tools.Time.TimestampFrequency),
    };
}
