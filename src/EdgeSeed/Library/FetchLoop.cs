using System.Runtime.CompilerServices;
using EdgeSeed.Config;
using EdgeSeed.Downloads;
using EdgeSeed.Logs;
using EdgeSeed.Memory;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Status;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Storage.Library;
using EdgeSeed.Storage.Targets;
using EdgeSeed.Torrents;
using EdgeSeed.Tracker.Announces;
using EdgeSeed.Tracking;
using Microsoft.Extensions.Logging;

namespace EdgeSeed.Library;

/// <summary>
/// Makes this box a mirror: torrents of the library without data are downloaded, a few at a time, below <c>library.fetch_to</c>. What is complete
/// is put there beside its <c>.torrent</c>, where the library finds it like anything else.
/// </summary>
/// <param name="config">The configuration now.</param>
/// <param name="library">Tells which torrents lack data.</param>
/// <param name="search">Has the library look for what is new: something was fetched.</param>
/// <param name="means">By what it is downloaded.</param>
/// <param name="tracker">Has peers find us; null where there is none.</param>
/// <param name="urls">The trackers of torrents that were found.</param>
/// <param name="files">Open files, shared by all torrents.</param>
/// <param name="log">What came of it.</param>
internal sealed class FetchLoop(
    Func<LibraryConfig> config, Catalogue library, Action search, DownloadMeans means, TrackerPart? tracker, TrackerUrls urls, OpenFileCache files, ILogger log) : IAsyncDisposable
{
    /// <summary>Torrents downloaded at a time, 4; the others wait for their turn.</summary>
    public const int MaxAtOnce = 4;

    /// <summary>Where downloads are kept until they are complete; the library passes over names that begin with a dot.</summary>
    private const string IncomingFolder = ".incoming";

    /// <summary>Reads of what is downloaded have a thread of their own, which no drive's number is.</summary>
    private const int FetchDrive = -1;

    private const string Part = "fetching";

    /// <summary>
    /// Bytes of memory that one torrent may take while it is fetched (<see cref="MemoryPlan.TorrentFileBytes"/>): with its hashes, but of version 2 alone, whose
    /// piece layers may stay in its <c>.torrent</c>.
    /// </summary>
    public int MaxTorrentBytes { get; init; } = new MetainfoLimits().MaxFileLength;

    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_retry = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stop = new();
    /// <summary>What is being fetched, and what was: the library has it only once it is hashed.</summary>
    private readonly Dictionary<InfoHash, Task<bool>> _running = [];
    private Task _looking = Task.CompletedTask;
    private volatile string? _begunIn;

    /// <summary>Begins to look for what is to be fetched.</summary>
    public void Start() => _looking = means.Supervisor.RepeatAsync(Part, LookAsync, _stop.Token);

    /// <summary>Stops; what was downloaded is kept and goes on at the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _looking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (Task running in _running.Values) await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task LookAsync()
    {
        while (true)
        {
            LibraryConfig current = config();
            means.Session.DownloadBytesPerSecond = current.Download.BytesPerSecond;
            int busy = Tidy(current.FetchTo);
            if (current.FetchTo.Length > 0)
            {
                foreach (LibraryEntry entry in library.List())
                {
                    if (busy >= MaxAtOnce) break;
                    if (entry is not { State: TorrentPhase.Waiting, Found: not null, Data: null, InfoHash: { } infoHash } || _running.ContainsKey(infoHash)) continue;
                    _running.Add(infoHash, FetchAsync(entry, current.FetchTo));
                    busy++;
                }
            }
            await Task.Delay(s_look, means.Time, _stop.Token).ConfigureAwait(false);
        }
    }

    /// <summary>Forgets what ended in vain, so that it is tried again, and what was fetched and removed since.</summary>
    /// <returns>How many are being fetched.</returns>
    private int Tidy(string folder)
    {
        int busy = 0;
        var over = new List<InfoHash>();
        foreach ((InfoHash infoHash, Task<bool> running) in _running)
        {
            if (!running.IsCompleted) busy++;
            else if (running is not { IsCompletedSuccessfully: true, Result: true } || !File.Exists(TorrentPath(folder, infoHash))) over.Add(infoHash);
        }
        foreach (InfoHash infoHash in over) _running.Remove(infoHash);
        return busy;
    }

    private static string TorrentPath(string folder, InfoHash infoHash) => Path.Combine(folder, $"{infoHash}.torrent");

    /// <summary>Downloads one torrent; when it cannot be, it keeps its turn for a while, so that others get theirs.</summary>
    /// <returns>Whether it is in the folder.</returns>
    private async Task<bool> FetchAsync(LibraryEntry entry, string folder)
    {
        // Not by the loop: reading a torrent and looking at what is there may take a while.
        await Task.Yield();
        try
        {
            StorageError? error = TorrentFileReader.ReadWhole(entry.Found!, MaxTorrentBytes, out Metainfo? torrent);
            bool mayFit = error is { Fault: StorageFault.TooLarge } && TorrentFileReader.Read(entry.Found!, MaxTorrentBytes, out torrent, out _) is null;
            if (error is not null && !(mayFit && torrent!.Format == TorrentFormat.V2)) throw new GetException(error.ToString());
            if (!IsThere(torrent!, folder)) await FetchAsync(torrent!, folder).ConfigureAwait(false);
            search();
            return true;
        }
        catch (GetException reason)
        {
            EdgeSeedLog.NotFetched(log, entry.Name, reason.Message);
            await Task.Delay(s_retry, means.Time, _stop.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            EdgeSeedLog.NotFetched(log, entry.Name, exception.Message);
            await Task.Delay(s_retry, means.Time, _stop.Token).ConfigureAwait(false);
        }
        catch (Exception bug) when (!_stop.IsCancellationRequested)
        {
            await Task.Delay(means.Supervisor.Restart(Part, bug), means.Time, _stop.Token).ConfigureAwait(false);
            means.Supervisor.Up(Part);
        }
        return false;
    }

    /// <summary>Whether an earlier run has fetched it: the library may need long to hash it.</summary>
    private static bool IsThere(Metainfo torrent, string folder)
    {
        if (!Directory.Exists(folder) || TorrentTarget.Open(torrent, TorrentTarget.OwnPlace(torrent, LocalPath.FromString(folder), inOwnFolder: false), out TorrentTarget? target) is not null) return false;
        using (target)
        {
            if (!target!.HasData()) return false;
        }
        return File.Exists(TorrentPath(folder, torrent.InfoHash)) ? true : throw new GetException($"{folder} has something of its name: move it away first");
    }

    private async Task FetchAsync(Metainfo torrent, string folder)
    {
        if (!Directory.Exists(folder)) throw new GetException($"there is no folder {folder}");
        string path = Path.Combine(folder, IncomingFolder);
        // Of a drive that was pulled, the folder over which it was mounted may be left.
        if (_begunIn == folder && !Directory.Exists(path)) throw new GetException($"{path} was there and is not: its drive is away, or it was removed");
        LocalPath incoming = LocalPath.FromString(Directory.CreateDirectory(path).FullName);
        _begunIn = folder;
        using var place = DownloadPlace.Open(torrent, incoming);
        Bitfield verified = await place.CheckAsync((metainfo, location) => PieceVerifier.VerifyAsync(
            metainfo, location, new HashOptions { Workers = 1, AheadBytes = LibraryOptions.HashAheadBytes, DropBehind = true, InBackground = true }, cancellation: _stop.Token)).ConfigureAwait(false);
        if (!verified.IsComplete)
        {
            await AwaitRoomAsync(torrent, verified, folder).ConfigureAwait(false);
            place.Prepare(wanted: null, verified);
            await DownloadAsync(torrent, place, verified, folder).ConfigureAwait(false);
        }
        if (place.Target.Synchronise() is { } error) throw new GetException(error.ToString());
        place.Forget();
        await CopyAsync(torrent.File, TorrentPath(folder, torrent.InfoHash)).ConfigureAwait(false);
        if (place.Target.MoveTo(LocalPath.FromString(folder)) is { } unmoved) throw new GetException(unmoved.ToString());
        RemoveIfEmpty(path);
        EdgeSeedLog.Fetched(log, torrent.Name.ToString(), folder);
    }

    private async Task CopyAsync(TorrentBytes torrent, string path)
    {
        FileStream file = File.Create(path);
        await using ConfiguredAsyncDisposable ending = file.ConfigureAwait(false);
        byte[] part = new byte[Math.Min(TorrentBytes.PartLength, torrent.Length)];
        for (int at = 0; at < torrent.Length; at += part.Length)
        {
            Memory<byte> some = part.AsMemory(0, Math.Min(part.Length, torrent.Length - at));
            if (!torrent.TryRead(at, some.Span)) throw new GetException("its .torrent is away, or another by now");
            await file.WriteAsync(some, _stop.Token).ConfigureAwait(false);
        }
    }

    private void RemoveIfEmpty(string path)
    {
        try
        {
            Directory.Delete(path);
            _begunIn = null;
        }
        catch (IOException)
        {
            // Other torrents are on their way there.
        }
    }

    private async Task DownloadAsync(Metainfo torrent, DownloadPlace place, Bitfield verified, string folder)
    {
        using var content = new TorrentContent(torrent, place.Target.Location, files);
        var download = new PlacedDownload(torrent, place, means);
        await download.AddAsync(content, verified, drive: FetchDrive).ConfigureAwait(false);
        EdgeSeedLog.Fetching(log, torrent.Name.ToString(), folder);
        if (!torrent.IsPrivate)
        {
            tracker?.Publish(torrent.InfoHash, new LocalSeeder(means.Session.Port, false, torrent.TotalLength));
            if (torrent.SecondName is { } second) tracker?.Alias(second, torrent.InfoHash);
        }
        means.Announce(torrent.InfoHash, torrent.SecondName, urls.OtherTiersOf(torrent, isFound: true));
        DownloadEnd end = DownloadEnd.Lost;
        try
        {
            end = await download.RunAsync(s_look, static _ => Task.CompletedTask, _stop.Token).ConfigureAwait(false);
        }
        finally
        {
            // What is complete is announced on: the library finds it now. Else trackers are to be asked for peers at once when it is tried again.
            if (end != DownloadEnd.Complete) means.Announcer.Remove(torrent.InfoHash);
            tracker?.Withdraw(torrent.InfoHash);
            await means.Session.RemoveAsync(torrent.InfoHash).ConfigureAwait(false);
        }
        _stop.Token.ThrowIfCancellationRequested();
        if (end == DownloadEnd.Lost) throw new GetException(download.Loss!.ToString());
    }

    /// <summary>Waits until the file system has room for what is missing and what is to be left free.</summary>
    private async Task AwaitRoomAsync(Metainfo torrent, Bitfield verified, string folder)
    {
        long missing = DownloadPlace.MissingBytes(torrent, verified);
        bool isTold = false;
        while (new DriveInfo(folder).AvailableFreeSpace < missing + config().FetchReserve.Bytes)
        {
            if (!isTold) EdgeSeedLog.NotFetched(log, torrent.Name.ToString(), $"there is no room for {missing} bytes in {folder}; it waits");
            isTold = true;
            await Task.Delay(s_retry, means.Time, _stop.Token).ConfigureAwait(false);
        }
    }
}
