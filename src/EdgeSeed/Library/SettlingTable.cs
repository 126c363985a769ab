using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Library;

/// <summary>
/// Says when content has been left alone for long enough to be hashed: half a film must not become a torrent. The wait is longer than any pause that
/// its writer was seen to make, and grows for what changes again and again after it was published, so that a log does not become a chain of
/// torrents. One root's; for its loop and for the watch of folders.
/// <para>Whoever closes the file after each part and then pauses for longer than <see cref="Quiet"/> cannot be told, the first time, from whoever is done, but by
/// what the file says of its own end (<see cref="Hold"/>): most that is large does. Everybody else waits those few seconds and not a minute; of a text that grows
/// like that there are two torrents, the first of which ends as the second comes.</para>
/// </summary>
/// <param name="time">The clock; its wall clock is compared with the file system's.</param>
/// <param name="isWritten">Whether somebody has a file open to which he wrote.</param>
internal sealed class SettlingTable(TimeProvider time, Func<LocalPath, bool> isWritten)
{
    /// <summary>The shortest wait for what came while the service runs.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(8);

    /// <summary>The wait for what was there at the start, or on a drive that came: most is years old, and nobody writes to it in two looks.</summary>
    public static readonly TimeSpan QuietAtStart = TimeSpan.FromMilliseconds(500);

    /// <summary>The wait for what a program keeps open after it wrote, or which holds a file whose name says that it is not finished: some never close, or are left over.</summary>
    public static readonly TimeSpan QuietWhileOpen = TimeSpan.FromMinutes(5);

    /// <summary>A longer pause is not one of the same writer, but the time between two of them.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>The longest wait.</summary>
    public static readonly TimeSpan MostQuiet = TimeSpan.FromHours(1);

    /// <summary>What has been left alone for so long, and is closed, may be hashed ahead: when the wait is over, nothing is left to do.</summary>
    public static readonly TimeSpan QuietAhead = TimeSpan.FromSeconds(1);

    /// <summary>How often content may be hashed ahead in vain before it is published, 2: each time it is read as a whole.</summary>
    public const int MaxAhead = 2;

    /// <summary>For so long it is remembered that something changed after it was published.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    /// <summary>Most that is remembered of what is published, 1,024; the one that has been quiet longest is forgotten then.</summary>
    public const int MaxRemembered = 1024;

    private const int MostDoublings = 9;
    private const int DoublingsEach = 3;

    /// <summary>Changes after publication of which nothing is concluded: who puts a new edition in the place of an old one does it now and then.</summary>
    private const int NewEditions = 2;

    private readonly Lock _lock = new();
    private readonly DateTimeOffset _began = time.GetUtcNow();
    private readonly KeyedTable<ContentLocation, Writing> _writings = new(static writing => writing.Place);

    /// <summary>Looks at content that is about to be hashed.</summary>
    /// <param name="listing">As it is now.</param>
    /// <param name="isAtStart">Whether its root is met for the first time: then what was not changed since is no news.</param>
    /// <returns>How long it must be left alone from now on; zero when it may be hashed.</returns>
    public TimeSpan Look(ContentListing listing, bool isAtStart)
    {
        bool isOpen = isWritten(listing.Location.Path);
        lock (_lock)
        {
            long now = time.GetTimestamp();
            if (!_writings.TryGetValue(listing.Location, out Writing? writing))
            {
                writing = new Writing(listing.Location) { ChangedAt = Back(now, Age(listing)), IsFresh = !isAtStart || Changed(listing) > _began, Activity = listing.Activity };
            }
            else if (writing.Activity != listing.Activity)
            {
                if (writing.Activity is not null) Change(writing, writing.QuietSeen, Back(now, Shorter(Age(listing), time.GetElapsedTime(writing.LookedAt, now))));
                writing.Activity = listing.Activity;
            }
            writing.LookedAt = now;
            writing.IsOpen = isOpen || listing.HasUnfinished;
            writing.QuietSeen = time.GetElapsedTime(writing.ChangedAt, now);
            TimeSpan left = Left(writing, now);
            if (left > TimeSpan.Zero) _writings.Set(writing);
            return left;
        }
    }

    /// <summary>It would be hashed now, but says by its own format that there is more to come (<see cref="StatedEnd"/>): it is waited for like what is kept open.</summary>
    /// <param name="listing">As it is now.</param>
    /// <returns>How long it must be left alone from now on; zero when it was for long enough: it is as it is.</returns>
    public TimeSpan Hold(ContentListing listing)
    {
        lock (_lock)
        {
            long now = time.GetTimestamp();
            if (!_writings.TryGetValue(listing.Location, out Writing? writing))
                writing = new Writing(listing.Location) { ChangedAt = Back(now, Age(listing)), IsFresh = true, Activity = listing.Activity, LookedAt = now };
            writing.IsOpen = true;
            TimeSpan left = Left(writing, now);
            if (left > TimeSpan.Zero) _writings.Set(writing);
            return left;
        }
    }

    /// <summary>How long content must be left alone that is not looked at as a whole: its torrent was there before it.</summary>
    public TimeSpan Left(ContentLocation place)
    {
        lock (_lock) return _writings.TryGetValue(place, out Writing? writing) ? Left(writing, time.GetTimestamp()) : TimeSpan.Zero;
    }

    /// <summary>Whether content that is waited for may be hashed ahead.</summary>
    /// <param name="place">Where it is.</param>
    /// <param name="isBegun">Whether that is begun now, if it may be.</param>
    public bool MayHashAhead(ContentLocation place, bool isBegun)
    {
        lock (_lock)
        {
            if (!_writings.TryGetValue(place, out Writing? writing) || writing.IsOpen || writing.Aheads == MaxAhead || time.GetElapsedTime(writing.ChangedAt) < QuietAhead) return false;
            if (isBegun) writing.Aheads++;
            return true;
        }
    }

    /// <summary>Something in it was written, created, renamed or removed just now.</summary>
    /// <param name="path">The very file or folder.</param>
    /// <returns>Whether it belongs to content that is waited for.</returns>
    public bool Stir(LocalPath path)
    {
        lock (_lock)
        {
            long now = time.GetTimestamp();
            foreach (Writing writing in _writings.Values)
            {
                if (writing.IsPublished || !path.IsAtOrBelow(writing.Path)) continue;
                Change(writing, time.GetElapsedTime(writing.ChangedAt, now), now);
                writing.IsOpen = isWritten(writing.Path);
                return true;
            }
            return false;
        }
    }

    /// <summary>It is published: it is remembered if it was seen to change.</summary>
    public void Publish(ContentLocation place)
    {
        lock (_lock)
        {
            if (!_writings.TryGetValue(place, out Writing? writing)) return;
            if (writing.IsFresh) (writing.IsPublished, writing.Aheads) = (true, 0);
            else _writings.Remove(place);
            Trim();
        }
    }

    /// <summary>It changed after it was published, or while it was hashed.</summary>
    public void Overtake(ContentLocation place)
    {
        lock (_lock)
        {
            long now = time.GetTimestamp();
            if (!_writings.TryGetValue(place, out Writing? writing)) _writings.Set(writing = new Writing(place) { ChangedAt = now });
            TimeSpan pause = time.GetElapsedTime(writing.ChangedAt, now);
            if (pause > Memory) (writing.Overtaken, writing.Pause) = (0, TimeSpan.Zero);
            // Who replaces, or adds to, what has been published once was done with it then: that was no pause of his.
            Change(writing, writing.Overtaken > 0 ? pause : TimeSpan.Zero, now);
            writing.Overtaken++;
            writing.Activity = null;
            writing.IsPublished = false;
        }
    }

    /// <summary>It is gone.</summary>
    public void Forget(ContentLocation place)
    {
        lock (_lock) _writings.Remove(place);
    }

    private static void Change(Writing writing, TimeSpan pause, long at)
    {
        // How long a writer may be silent who keeps the file open says nothing: he will close it.
        if (!writing.IsOpen && pause > writing.Pause && pause <= LongestPause) writing.Pause = pause;
        (writing.ChangedAt, writing.QuietSeen, writing.IsFresh) = (Math.Max(at, writing.ChangedAt), TimeSpan.Zero, true);
    }

    private TimeSpan Left(Writing writing, long now)
    {
        TimeSpan left = Wanted(writing) - time.GetElapsedTime(writing.ChangedAt, now);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private static TimeSpan Wanted(Writing writing)
    {
        if (!writing.IsFresh) return writing.IsOpen ? QuietWhileOpen : QuietAtStart;
        TimeSpan again = Quiet * (1L << Math.Clamp(DoublingsEach * (writing.Overtaken - NewEditions), 0, MostDoublings));
        TimeSpan wanted = Longer(again, writing.Pause * 1.25 + TimeSpan.FromSeconds(2));
        return Shorter(writing.IsOpen ? Longer(wanted, QuietWhileOpen) : wanted, MostQuiet);
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <summary>How long ago it was changed by the file system's clock; zero where that is ahead of ours.</summary>
    private TimeSpan Age(ContentListing listing)
    {
        TimeSpan age = time.GetUtcNow() - Changed(listing);
        return age > TimeSpan.Zero ? Shorter(age, Memory) : TimeSpan.Zero;
    }

    private static DateTimeOffset Changed(ContentListing listing)
    {
        long seconds = Math.Clamp(listing.LatestChange / FileStamp.NanosecondsPerSecond, 0, DateTimeOffset.MaxValue.ToUnixTimeSeconds() - 1);
        return DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(listing.LatestChange % FileStamp.NanosecondsPerSecond / TimeSpan.NanosecondsPerTick);
    }

    private long Back(long now, TimeSpan age) => now - (long)(age.TotalSeconds * time.TimestampFrequency);

    private void Trim()
    {
        Writing? oldest = null;
        int published = 0;
        foreach (Writing writing in _writings.Values)
        {
            if (!writing.IsPublished) continue;
            published++;
            if (oldest is null || writing.ChangedAt < oldest.ChangedAt) oldest = writing;
        }
        if (oldest is not null && (published > MaxRemembered || time.GetElapsedTime(oldest.ChangedAt) > Memory)) _writings.Remove(oldest.Place);
    }

    /// <summary>What was seen of the writing of one entry.</summary>
    private sealed class Writing(ContentLocation place)
    {
        internal ContentLocation Place { get; } = place;

        internal LocalPath Path { get; } = place.Path;

        /// <summary>When the last change was.</summary>
        internal long ChangedAt { get; set; }

        internal long LookedAt { get; set; }

        /// <summary>See <see cref="ContentListing.Activity"/>; null where it is not to be compared.</summary>
        internal long? Activity { get; set; }

        /// <summary>How long it had been left alone at the last look.</summary>
        internal TimeSpan QuietSeen { get; set; }

        /// <summary>The longest pause after which it was changed all the same.</summary>
        internal TimeSpan Pause { get; set; }

        /// <summary>How often it changed after it was published.</summary>
        internal int Overtaken { get; set; }

        /// <summary>How often it was hashed ahead since it was published.</summary>
        internal int Aheads { get; set; }

        /// <summary>Whether it came, or was changed, while the service runs.</summary>
        internal bool IsFresh { get; set; }

        /// <summary>Whether its writer was not done with it at the last look.</summary>
        internal bool IsOpen { get; set; }

        internal bool IsPublished { get; set; }
    }
}
