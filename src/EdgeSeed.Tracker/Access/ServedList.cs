using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using Microsoft.Win32.SafeHandles;

namespace EdgeSeed.Tracker.Access;

/// <summary>
/// The operator's list of torrents to serve: a directory of <c>.torrent</c> files (those below it are not looked at), or a text file with one
/// info-hash a line in hexadecimal or base32 digits, behind which anything may follow, as may comments after <c>#</c>. Read anew when it has
/// changed. Not thread-safe.
/// </summary>
/// <param name="path">The directory or file, which need not exist yet.</param>
/// <param name="maxTorrents">Torrents on the list; what is beyond is left out, and <see cref="Refresh"/> says so.</param>
public sealed class ServedList(string path, int maxTorrents)
{
    /// <summary>What a line has beyond this is passed over.</summary>
    public const int MaxLineChars = 1024;

    /// <summary>Bytes of memory that reading one torrent may take, without the hashes of its pieces, 4 MiB; one that takes more is left out.</summary>
    public const int MaxTorrentBytes = 4 << 20;

    private const string TorrentFiles = "*.torrent";

    private readonly string _path = Path.GetFullPath(path);
    private Dictionary<string, Known> _known = [];
    private Stamp? _read;
    private string? _problem;

    /// <summary>What was wrong with the list when it was last looked at, the first of it, for the operator; null when nothing was.</summary>
    public string? Problem => Volatile.Read(ref _problem);

    /// <summary>Looks whether the list has changed, and reads it if so; <see cref="Problem"/> says what came of it.</summary>
    /// <param name="policy">Gets the torrents. It keeps those it has when the list cannot be read.</param>
    public void Refresh(TrackerPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        try
        {
            bool isDirectory = Directory.Exists(_path);
            Stamp now = isDirectory ? StampOf(new DirectoryInfo(_path).EnumerateFiles(TorrentFiles)) : StampOf([new FileInfo(_path)]);
            if (now == _read) return;
            string? problem = null;
            HashSet<InfoHash> listed = isDirectory ? ReadDirectory(ref problem) : ReadFile(ref problem);
            _read = now;
            policy.Listed = listed;
            Volatile.Write(ref _problem, problem);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _read = null;
            Volatile.Write(ref _problem, $"the tracker's list {_path} cannot be read: {exception.Message}");
        }
    }

    private static Stamp StampOf(IEnumerable<FileInfo> files)
    {
        var stamp = default(Stamp);
        foreach (FileInfo file in files) stamp = stamp.With(HashCode.Combine(file.Name, file.Length, file.LastWriteTimeUtc));
        return stamp;
    }

    private HashSet<InfoHash> ReadFile(ref string? problem)
    {
        var listed = new HashSet<InfoHash>();
        using var reader = new StreamReader(_path);
        char[] line = new char[MaxLineChars];
        for (int number = 1; ReadLine(reader, line, out int length); number++)
        {
            ReadOnlySpan<char> text = line.AsSpan(0, length).Trim();
            int end = text.IndexOfAny(' ', '\t', '#');
            if (end >= 0) text = text[..end];
            if (text.IsEmpty) continue;
            if (!InfoHash.TryParse(text, out InfoHash infoHash)) problem ??= $"{_path}, line {number}: this is no info-hash";
            else if (listed.Count < maxTorrents) listed.Add(infoHash);
            else problem ??= $"{_path}, line {number}: there are more than {maxTorrents} torrents; the rest is left out";
        }
        return listed;
    }

    /// <summary>One line, without its end; what a line has beyond the buffer is passed over.</summary>
    private static bool ReadLine(StreamReader reader, Span<char> line, out int length)
    {
        length = 0;
        int next = reader.Read();
        if (next < 0) return false;
        for (; next >= 0 && next != '\n'; next = reader.Read())
        {
            if (length < line.Length) line[length++] = (char)next;
        }
        return true;
    }

    private HashSet<InfoHash> ReadDirectory(ref string? problem)
    {
        var listed = new HashSet<InfoHash>();
        var known = new Dictionary<string, Known>();
        foreach (FileInfo file in new DirectoryInfo(_path).EnumerateFiles(TorrentFiles))
        {
            if (listed.Count == maxTorrents)
            {
                problem ??= $"{_path}: there are more than {maxTorrents} torrents; {file.Name} and further ones are left out";
                break;
            }
            if (_known.TryGetValue(file.Name, out Known before) && before.Length == file.Length && before.Written == file.LastWriteTimeUtc)
            {
                known[file.Name] = before;
                listed.Add(before.InfoHash);
            }
            else if (ReadTorrent(file, ref problem) is { } infoHash)
            {
                known[file.Name] = new Known(file.Length, file.LastWriteTimeUtc, infoHash);
                listed.Add(infoHash);
            }
        }
        _known = known;
        return listed;
    }

    private static InfoHash? ReadTorrent(FileInfo file, ref string? problem)
    {
        try
        {
            using SafeFileHandle opened = File.OpenHandle(file.FullName);
            long length = RandomAccess.GetLength(opened);
            var limits = new MetainfoLimits { MaxMemory = MaxTorrentBytes };
            if (length > limits.MaxFileLength) problem ??= $"{file.FullName} is too large for a torrent";
            else if (MetainfoParser.TryParse(new TorrentOnDisk(opened, (int)length), limits, out Metainfo? torrent, out MetainfoError error)) return torrent!.InfoHash;
            else problem ??= $"{file.FullName}: {error.Message}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem ??= $"{file.FullName} cannot be read: {exception.Message}";
        }
        return null;
    }

    /// <summary>What is read of a torrent, which is open meanwhile. Cut short under us it cannot be read.</summary>
    private sealed class TorrentOnDisk(SafeFileHandle file, int length) : TorrentBytes
    {
        public override int Length => length;

        public override bool TryRead(int offset, Span<byte> buffer) =>
            RandomAccess.Read(file, buffer, offset) == buffer.Length ? true : throw new EndOfStreamException("it became shorter while it was read");
    }

    private readonly record struct Known(long Length, DateTime Written, InfoHash InfoHash);

    /// <summary>What a list looks like from outside, whatever the order in which its files come.</summary>
    private readonly record struct Stamp(int Files, long Sum)
    {
        public Stamp With(int hash) => new(Files + 1, Sum + hash);
    }
}
