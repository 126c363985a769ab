using EdgeSeed.Protocol;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Storage.Library;

namespace EdgeSeed.Storage.State;

// Nothing is remembered for ever of what is gone.
public sealed partial class StateDirectory
{
    /// <summary>What was not seen for so long is forgotten: a drive that comes back later is hashed again.</summary>
    public static readonly TimeSpan MaxAway = TimeSpan.FromDays(30);

    /// <summary>How old the mark of what is there becomes before it is made anew: an SD card wears by writing.</summary>
    private static readonly TimeSpan s_markInterval = TimeSpan.FromDays(1);

    private readonly Lock _keeping = new();

    /// <summary>Keeps a torrent that was made here, and remembers of what.</summary>
    /// <param name="source">Where the content is, as it is found again: its path, or its drive's identity and the path there.</param>
    /// <param name="fingerprint">From <see cref="ContentFingerprint"/>.</param>
    /// <param name="infoHash">The torrent's.</param>
    /// <param name="file">The whole <c>.torrent</c>.</param>
    /// <param name="sha256">See <see cref="MadeTorrent.Sha256"/>.</param>
    /// <returns>Null on success; otherwise to be logged: it is made again after a restart.</returns>
    public StorageError? KeepMade(ReadOnlySpan<byte> source, ReadOnlySpan<byte> fingerprint, InfoHash infoHash, ReadOnlySpan<byte> file, byte[]? sha256 = null)
    {
        lock (_keeping) return WriteTorrent(infoHash, file) ?? RememberMade(source, fingerprint, new MadeContent(infoHash, sha256)) ?? RemovePart(source);
    }

    /// <summary>
    /// Forgets what was not there for <see cref="MaxAway"/>, and torrents of which nothing is remembered any more: those that others took the place of.
    /// </summary>
    /// <param name="isHere">Whether a torrent is published, or waits for its drive.</param>
    /// <param name="drives">The identities of the drives and folders that are here.</param>
    /// <param name="now">The wall clock.</param>
    /// <returns>Null, or the last thing that went wrong; to be logged, not fatal.</returns>
    public StorageError? Sweep(Func<InfoHash, bool> isHere, IEnumerable<string> drives, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(isHere);
        var present = new HashSet<string>(StringComparer.Ordinal);
        foreach (string drive in drives) present.Add(DriveName(drive));
        lock (_keeping)
        {
            var wanted = new HashSet<InfoHash>();
            StorageError? error = _made.List(out List<string> names, 2 * MaxTorrents);
            foreach (string name in names)
            {
                InfoHash? infoHash = MadeOf(name);
                bool isPresent = infoHash is { } known && isHere(known);
                error = Refresh(_made, name, isPresent, now, out bool isKept) ?? error;
                if (isKept && infoHash is { } kept) wanted.Add(kept);
            }
            error = _drives.List(out names, MaxTorrents) ?? error;
            foreach (string name in names) error = Refresh(_drives, name, present.Contains(name), now, out _) ?? error;
            error = ListTorrents(out List<InfoHash> torrents) ?? error;
            foreach (InfoHash infoHash in torrents)
            {
                if (!wanted.Contains(infoHash) && !isHere(infoHash)) error = _torrents.Remove(infoHash + TorrentFileReader.Extension) ?? error;
            }
            return error;
        }
    }

    private static StorageError? Refresh(StateFolder folder, string name, bool isPresent, DateTimeOffset now, out bool isKept)
    {
        isKept = true;
        TimeSpan age = now - folder.ModifiedAt(name);
        if (isPresent) return age > s_markInterval || age < TimeSpan.Zero ? folder.Touch(name) : null;
        isKept = age <= MaxAway;
        return isKept ? null : folder.Remove(name);
    }

    private InfoHash? MadeOf(string name)
    {
        if (!name.EndsWith(MadeExtension, StringComparison.Ordinal)) return null;
        _ = ReadSealed(_made, name, StateKind.Made, MadeVersion, out ReadOnlyMemory<byte>? payload);
        return payload is { } record ? MadeContent.Read(record.Span)?.InfoHash : null;
    }
}
