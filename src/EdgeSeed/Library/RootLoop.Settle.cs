using EdgeSeed.Status;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Library;

/// <content>Content that somebody may still be writing to is looked at again and again until it has been left alone.</content>
internal sealed partial class RootLoop
{
    /// <summary>Searches take no more than this part of the time, however often something changes.</summary>
    private const int SearchPart = 10;

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
        TimeSpan again = looked * SearchPart > s_lookAgain ? looked * SearchPart : s_lookAgain;
        return Settling(entry, left < again ? left : again, listing.HasUnfinished);
    }

    private LibraryEntry Settling(LibraryEntry entry, TimeSpan again, bool hasUnfinished) => entry with
    {
        State = TorrentState.Settling,
        Problem = $"{(hasUnfinished ? "Something in it is not finished" : "Somebody may still be writing to it")}: it is published when it has been left alone.",
        RetryAt = _tools.Time.GetTimestamp() + (long)(again.TotalSeconds * _tools.Time.TimestampFrequency),
    };
}
