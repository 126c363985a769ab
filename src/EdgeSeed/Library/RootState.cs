using EdgeSeed.Logs;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Status;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Drives;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Storage.Library;
using EdgeSeed.Storage.State;
using EdgeSeed.Terminal;

namespace EdgeSeed.Library;

/// <summary>One drive or folder of the library: what is known of it, and where it stands. Owned by its <see cref="RootLoop"/>.</summary>
internal sealed class RootState
{
    private const int MaxRetryDoublings = 8;

    /// <summary>Links of which the log is told; of further ones it is not.</summary>
    private const int MaxToldLinks = 100;

    private static readonly TimeSpan s_firstRetry = TimeSpan.FromSeconds(10);

    /// <summary>Looking takes no more than a tenth of the time, however often something changes, unless that would be noticed late: then up to half of it.</summary>
    private const int LookPart = 10;

    private static readonly TimeSpan s_noticed = TimeSpan.FromSeconds(3);

    public static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly Func<LibraryOptions> _options;
    private readonly HashSet<string> _toldLinks = new(StringComparer.Ordinal);
    private DriveState _state = DriveState.Scanning;
    private long _stateSince;
    private string? _problem;

    public RootState(Drive drive, int number, LibraryBasis basis, Func<LibraryOptions> options)
    {
        (Drive, Number, Basis, _options) = (drive, number, basis, options);
        Reads = new DriveReads(drive.Device, basis.Time);
        Meter = new RootHashMeter(basis.Time);
        Use = new DriveUse(drive, basis.Time);
        Settling = new SettlingTable(basis.Time, basis.Watch.IsWritten);
        _stateSince = basis.Time.GetTimestamp();
        Memory = DriveMemory.Open(basis.State, drive.Id, out StorageError? error);
        basis.Note(error);
    }

    /// <summary>The drive or folder.</summary>
    public Drive Drive { get; }

    /// <summary>Tells reading threads apart.</summary>
    public int Number { get; }

    /// <summary>What all roots share.</summary>
    public LibraryBasis Basis { get; }

    /// <summary>The configuration now.</summary>
    public LibraryOptions Options => _options();

    /// <summary>How reading from it goes.</summary>
    public DriveReads Reads { get; }

    /// <summary>How fast it is hashed.</summary>
    public RootHashMeter Meter { get; }

    /// <summary>Whether it sleeps, and may have changed.</summary>
    public DriveUse Use { get; }

    /// <summary>What somebody may still be writing to.</summary>
    public SettlingTable Settling { get; }

    /// <summary>What was verified of it.</summary>
    public DriveMemory Memory { get; }

    /// <summary>Guards what others than its loop look at.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Whether what is looked at was there when the root was met.</summary>
    public bool IsStarting { get; set; } = true;

    /// <summary>Whether it has come, or come back, and samples of it are looked at.</summary>
    public bool IsReturning { get; set; } = true;

    /// <summary>Saves what has been hashed so far of the entry that is being hashed.</summary>
    public Action Keep { get; set; } = static () => { };

    /// <summary>Entries dealt with in this pass, and all of it.</summary>
    public int Done, Total;

    /// <summary>Whether it has gone or was let go; read under <see cref="Gate"/>.</summary>
    public bool IsOverUnlocked { get; set; }

    /// <summary>What is wrong with it as a whole, a plain phrase; null when nothing is.</summary>
    public string? Problem
    {
        get => Volatile.Read(ref _problem);
        set => Volatile.Write(ref _problem, value);
    }

    /// <summary>Where it stands, and since when.</summary>
    public (DriveState State, long Since) Now
    {
        get { lock (Gate) return (_state, _stateSince); }
    }

    /// <summary>An entry with what its torrent says.</summary>
    public LibraryEntry Describe(LibraryEntry entry, Metainfo torrent)
    {
        long size = 0;
        int files = 0;
        foreach (TorrentFile file in torrent.Files)
        {
            if (file.IsPadding) continue;
            size += file.Length;
            files++;
        }
        return entry with
        {
            InfoHash = torrent.InfoHash,
            InfoHashV2 = torrent.InfoHashV2?.Span.ToArray(),
            NameBytes = LibraryTorrent.NameOf(torrent, entry.Data),
            SizeBytes = size,
            Files = files,
            IsPrivate = torrent.IsPrivate,
            Notes = torrent.Remarks.Count <= LibraryEntry.MaxNotes ? torrent.Remarks : [.. torrent.Remarks.Take(LibraryEntry.MaxNotes)],
            MagnetTrackers = Basis.Publisher.MagnetTrackers(torrent, entry.Found is not null),
        };
    }

    /// <summary>How it is hashed: what was there at the start gives way to whatever else the machine does, but for what came since somebody waits.</summary>
    public HashOptions Hashing(LibraryOptions options) => options.Make.Hashing with { InBackground = IsStarting };

    /// <summary>Has the log say what was left out: each link once, all else for whoever debugs.</summary>
    public void TellLeftOut(IReadOnlyList<SkippedEntry> skipped)
    {
        foreach (SkippedEntry entry in skipped)
        {
            if (!entry.IsLink) EdgeSeedLog.Skipped(Basis.Log, entry.Path, entry.Reason);
            else if (_toldLinks.Count < MaxToldLinks && _toldLinks.Add(entry.Path)) EdgeSeedLog.LinkLeftOut(Basis.Log, entry.Path, entry.Reason);
        }
    }

    /// <summary>It is tried again after a while that doubles each time, up to 256 times the first.</summary>
    public LibraryEntry Failed(LibraryEntry entry, StorageError error)
    {
        TimeSpan pause = s_firstRetry * (1 << Math.Min(entry.Failures, MaxRetryDoublings));
        return entry with
        {
            State = TorrentPhase.Failed,
            Problem = $"{Sentence(error)} It is tried again after {Quantity.Duration(pause)}.",
            Failures = entry.Failures + 1,
            RetryAt = In(pause),
        };
    }

    /// <summary>What is said of an error.</summary>
    public static string Sentence(StorageError error) => $"It cannot be offered: {error.Detail}.";

    /// <summary>Reads the torrent of an entry anew; null when it is not what it was.</summary>
    public Metainfo? ReadTorrent(LibraryEntry entry)
    {
        Metainfo? torrent;
        StorageError? error = entry.Found is { } found
            ? TorrentFileReader.Read(found, Options.Scan.MaxTorrentFileLength, out torrent, out _)
            : Basis.State.ReadTorrent(entry.InfoHash!.Value, out torrent, Options.Scan.MaxTorrentFileLength);
        return error is null && torrent?.InfoHash == entry.InfoHash ? torrent : null;
    }

    /// <summary>Whether it is time to try an entry again.</summary>
    public bool IsDue(LibraryEntry entry) => entry.RetryAt != 0 && Basis.Time.GetTimestamp() >= entry.RetryAt;

    /// <summary>An entry that waits for the drive or folder of this root.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="reason">Why, for the owner.</param>
    public LibraryEntry AsAway(LibraryEntry entry, string reason) => entry with
    {
        State = TorrentPhase.Waiting,
        Awaits = AwaitedThing.Drive,
        AwaitedDrive = Path.GetFileName(Drive.Name),
        Problem = reason,
    };

    /// <summary>An entry that waits until its content is left alone.</summary>
    public LibraryEntry AsSettling(LibraryEntry entry, TimeSpan again, bool hasUnfinished) => entry with
    {
        State = TorrentPhase.Settling,
        Problem = $"{(hasUnfinished ? "Something in it is not finished" : "Somebody may still be writing to it")}: it is published when it has been left alone.",
        RetryAt = In(again),
    };

    /// <summary>How long to rest after a look that took so long.</summary>
    public static TimeSpan PauseAfter(TimeSpan took)
    {
        TimeSpan most = took > s_noticed ? took : s_noticed;
        return took * LookPart < most ? took * LookPart : most;
    }

    /// <summary>Has folders watched as they are listed; null where nothing is.</summary>
    public Action<LocalPath>? Entered => Drive.IsRemovable ? null : Basis.Watch.Add;

    /// <summary>Puts an entry into the library, unless this loop is over and another may own its key.</summary>
    public bool TrySet(LibraryEntry entry)
    {
        lock (Gate)
        {
            if (IsOverUnlocked) return false;
            Basis.Library.Set(entry);
            return true;
        }
    }

    /// <summary>Where it stands from now on.</summary>
    public void SetState(DriveState state)
    {
        lock (Gate)
        {
            if (_state == state) return;
            (_state, _stateSince) = (state, Basis.Time.GetTimestamp());
        }
    }

    private long In(TimeSpan pause) => Basis.Time.GetTimestamp() + (long)(pause.TotalSeconds * Basis.Time.TimestampFrequency);
}
