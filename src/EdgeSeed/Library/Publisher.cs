using EdgeSeed.Config;
using EdgeSeed.Engine.Announcing;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Status;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Storage.Library;
using EdgeSeed.Torrents;
using EdgeSeed.Tracker.Announces;
using EdgeSeed.Tracking;
using EdgeSeed.Upload;

namespace EdgeSeed.Library;

/// <summary>
/// Hands torrents to the seeder and to the tracker, and takes them back. A torrent that lies on two drives is seeded once, from both. May be used
/// by all roots at once.
/// </summary>
/// <param name="session">Serves peers.</param>
/// <param name="tracker">Answers announces; null where there is no tracker.</param>
/// <param name="announcer">Tells other trackers.</param>
/// <param name="urls">The trackers in magnet links.</param>
/// <param name="isOwnTracker">Whether an address is that of our tracker.</param>
/// <param name="files">Open files, shared by all torrents.</param>
/// <param name="kept">Where the torrents made here lie.</param>
/// <param name="supervisor">Runs what nobody waits for.</param>
internal sealed class Publisher(
    SeedSession session, TrackerPart? tracker, Announcer announcer, TrackerUrls urls, Func<Uri, bool> isOwnTracker, OpenFileCache files, ContentLocation kept, Supervisor supervisor)
    : IContentWatch
{
    /// <summary>Most lists of trackers that torrents share; when full, further torrents have lists of their own.</summary>
    public const int MaxTrackerLists = 256;

    private readonly Lock _lock = new();
    private Task _telling = Task.CompletedTask;
    private readonly KeyedTable<InfoHash, MirroredContent> _offers = new(static content => content.InfoHash);

    /// <summary>Torrents whose last copy is on its way out, until they may be added again.</summary>
    private readonly Dictionary<InfoHash, Task> _removals = [];

    private readonly Dictionary<string, string[]> _trackerLists = new(StringComparer.Ordinal);

    /// <summary>What the owner wants for a torrent; default: nothing in particular.</summary>
    public Func<LibraryEntry, TorrentConfig> Wish { get; init; } = static _ => TorrentConfig.Default;

    /// <summary>Is told of trouble with the data of an entry, by its key; the piece is null when it is all of the data.</summary>
    public Action<ContentLocation, PieceIndex?, StorageError>? Trouble { get; set; }

    /// <summary>See <see cref="TrackerUrls.ForMagnet"/>: the same list for all torrents that have the same.</summary>
    public IReadOnlyList<string> MagnetTrackers(Metainfo torrent, bool isFound)
    {
        string[] trackers = urls.ForMagnet(torrent, isFound);
        string key = string.Join('\n', trackers);
        lock (_lock)
        {
            if (_trackerLists.TryGetValue(key, out string[]? known)) return known;
            if (_trackerLists.Count < MaxTrackerLists) _trackerLists.Add(key, trackers);
            return trackers;
        }
    }

    /// <summary>Seeds and tracks a torrent, or takes its data as a further copy where it is seeded already.</summary>
    /// <param name="entry">Says where its data is.</param>
    /// <param name="torrent">The torrent; nothing of it is kept but the list of files.</param>
    /// <param name="record">The pieces to offer, given away, and how the files look.</param>
    /// <param name="reads">How the drive fares.</param>
    /// <param name="drive">The drive's number.</param>
    /// <param name="reader">Which reading thread serves it.</param>
    /// <returns>Null, or why not.</returns>
    public async Task<string?> OfferAsync(
        LibraryEntry entry, Metainfo torrent, ResumeRecord record, DriveReads reads, int drive, int reader)
    {
        var copy = new ContentCopy(entry.Key, new ShelvedContent(torrent, entry.Found, kept, entry.Data!, files, record.Stamps), record.Verified, reads);
        while (true)
        {
            MirroredContent? offer = null;
            bool isNew = false;
            Task? removal;
            lock (_lock)
            {
                if (!_removals.TryGetValue(torrent.InfoHash, out removal))
                {
                    isNew = !_offers.TryGetValue(torrent.InfoHash, out offer);
                    offer ??= new MirroredContent(torrent.InfoHash, torrent.Layout, this);
                    if (isNew) _offers.Set(offer);
                    if (!offer.Add(copy)) return "There are too many copies of it.";
                }
            }
            if (removal is not null)
            {
                await removal.ConfigureAwait(false);
                continue;
            }
            if (isNew) return await AddAsync(entry, torrent, offer!, drive, reader).ConfigureAwait(false);
            await TellPiecesAsync(torrent.InfoHash, offer!).ConfigureAwait(false);
            return null;
        }
    }

    /// <summary>
    /// Stops offering an entry. Its files are closed when this returns, and tracker and announcer know; when the task completes, its data
    /// is not read any more.
    /// </summary>
    public async Task RetireAsync(LibraryEntry entry)
    {
        if (entry.InfoHash is not { } infoHash) return;
        MirroredContent? offer;
        TaskCompletionSource? removal = null;
        lock (_lock)
        {
            if (!_offers.TryGetValue(infoHash, out offer) || !offer.Remove(entry.Key)) return;
            if (offer.Count == 0)
            {
                removal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _removals.Add(infoHash, removal.Task);
            }
        }
        if (removal is null)
        {
            await TellPiecesAsync(infoHash, offer).ConfigureAwait(false);
            return;
        }
        tracker?.Withdraw(infoHash);
        announcer.Remove(infoHash);
        await session.RemoveAsync(infoHash).ConfigureAwait(false);
        lock (_lock)
        {
            _offers.Remove(infoHash);
            _removals.Remove(infoHash);
        }
        removal.SetResult();
    }

    /// <summary>Begins to tell a torrent's other trackers of this box.</summary>
    public void Announce(LibraryEntry entry, Metainfo torrent) =>
        announcer.Add(new AnnouncedTorrent(torrent.InfoHash, urls.OtherTiersOf(torrent, entry.Found is not null)) { SecondName = torrent.SecondName, IsOurs = entry.Found is null });

    /// <summary>The copy that an entry is; null when it is not offered.</summary>
    public ContentCopy? CopyOf(LibraryEntry entry)
    {
        if (entry.InfoHash is not { } infoHash) return null;
        lock (_lock) return _offers.Find(infoHash)?.Find(entry.Key);
    }

    /// <summary>Looks whether an entry's files are as they were when they were verified.</summary>
    public StorageError? FindChange(LibraryEntry entry) => (CopyOf(entry)?.Source as ShelvedContent)?.FindChange();

    /// <summary>Says of one piece of an entry whether it is right; peers are told.</summary>
    /// <returns>Whether that was news.</returns>
    public bool Judge(LibraryEntry entry, PieceIndex piece, bool isRight)
    {
        MirroredContent? offer;
        lock (_lock)
        {
            if (entry.InfoHash is not { } infoHash || !_offers.TryGetValue(infoHash, out offer)) return false;
        }
        if (!offer.Judge(entry.Key, piece, isRight)) return false;
        TellPieces(entry.InfoHash.Value, offer);
        return true;
    }

    /// <inheritdoc/>
    public void PieceFailed(InfoHash infoHash, ContentLocation owner, PieceIndex piece, StorageError error)
    {
        MirroredContent? offer;
        lock (_lock) offer = _offers.Find(infoHash);
        if (offer is not null) TellPieces(infoHash, offer);
        Trouble?.Invoke(owner, piece, error);
    }

    /// <inheritdoc/>
    public void CopyFailed(InfoHash infoHash, ContentLocation owner, StorageError error) => Trouble?.Invoke(owner, null, error);

    private async Task<string?> AddAsync(LibraryEntry entry, Metainfo torrent, MirroredContent offer, int drive, int reader)
    {
        Bitfield verified = offer.Verified();
        bool isComplete = verified.IsComplete;
        TorrentConfig wish = Wish(entry);
        AddTorrentResult result = await session.AddAsync(new SeedTorrent
        {
            InfoHash = torrent.InfoHash,
            Layout = torrent.Layout,
            ContentLength = torrent.ContentLength,
            Verified = verified,
            Content = offer,
            SecondName = torrent.SecondName is { } second ? new SecondName(second) : null,
            Info = new ShelvedInfo(offer, torrent.InfoLength),
            Hashes = torrent.FileHashes is null ? null : offer,
            IsPrivate = torrent.IsPrivate,
            Nodes = torrent.Nodes,
            Drive = drive,
            Reader = reader,
            Rule = TorrentWishes.RuleOf(wish),
        }).ConfigureAwait(false);
        if (result == AddTorrentResult.Added)
        {
            if (IsOthersSecret(entry, torrent))
            {
                tracker?.Withhold(torrent.InfoHash);
            }
            else
            {
                tracker?.Publish(torrent.InfoHash, new LocalSeeder(session.Port, isComplete, torrent.ContentLength));
                if (torrent.SecondName is { } other) tracker?.Alias(other, torrent.InfoHash);
            }
            if (wish.Announce) Announce(entry, torrent);
            return null;
        }
        lock (_lock)
        {
            offer.Remove(entry.Key);
            _offers.Remove(torrent.InfoHash);
        }
        return "There are too many torrents.";
    }

    /// <summary>Whether a swarm is none of our tracker's, as none of the torrent's trackers is ours (BEP 27).</summary>
    private bool IsOthersSecret(LibraryEntry entry, Metainfo torrent) =>
        entry.IsOthersSecret && !torrent.AnnounceTiers.Any(tier => tier.Any(address => Uri.TryCreate(address, UriKind.Absolute, out Uri? tracker) && isOwnTracker(tracker)));

    private void TellPieces(InfoHash infoHash, MirroredContent offer) =>
        _ = supervisor.RunAsync("publisher", () => TellPiecesAsync(infoHash, offer), CancellationToken.None);

    /// <summary>
    /// Has the seeder and the tracker know which pieces there are, after a copy came or went or a piece was judged. One at a time, so that what is told last
    /// is what was seen last.
    /// </summary>
    private Task TellPiecesAsync(InfoHash infoHash, MirroredContent offer)
    {
        lock (_lock) return _telling = TellAfterAsync(_telling, infoHash, offer);
    }

    private async Task TellAfterAsync(Task before, InfoHash infoHash, MirroredContent offer)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            Bitfield verified = offer.Verified();
            bool isComplete = verified.IsComplete;
            await session.SetVerifiedAsync(infoHash, verified).ConfigureAwait(false);
            lock (_lock)
            {
                if (!_removals.ContainsKey(infoHash)) tracker?.Publish(infoHash, new LocalSeeder(session.Port, isComplete, offer.TotalLength));
            }
        }
        catch (ObjectDisposedException)
        {
            // The session is over.
        }
    }
}
