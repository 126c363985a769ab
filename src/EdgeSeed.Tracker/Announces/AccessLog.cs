using System.Globalization;
using System.Text.Unicode;
using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Tracker.Announces;

/// <summary>
/// A line for each announce, for an operator who wants one. The file is bounded: when it is full it becomes <c>FILE.1</c>, in place of the one
/// before, and a new one begins. Announcing never waits for the disk: lines gather in a buffer of fixed size until the next flush, and
/// those that do not fit are dropped and counted. Thread-safe.
/// </summary>
public sealed class AccessLog
{
    /// <summary>Bytes gathered between two flushes: some 1,500 lines.</summary>
    public const int BufferBytes = 256 * 1024;

    private const int MaxLineBytes = 256;

    private readonly Lock _lock = new();
    private readonly Lock _flushLock = new();
    private readonly string _path;
    private readonly long _maxBytes;
    private readonly TimeProvider _time;
    private byte[] _gathering = new byte[BufferBytes];
    private byte[] _flushing = new byte[BufferBytes];
    private int _length;
    private long _dropped;

    /// <summary>A log, which is created by the first flush that has something to write, and continued if it exists.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">The file's size at which a new one begins; with the one before, twice that is used.</param>
    /// <param name="time">The clock of the time stamps.</param>
    public AccessLog(string path, long maxBytes, TimeProvider time)
    {
        _path = Path.GetFullPath(path);
        _maxBytes = Math.Max(BufferBytes, maxBytes);
        _time = time;
    }

    /// <summary>Lines dropped because they came faster than they could be written.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Gathers a line: time, client, event, info-hash, port, uploaded, downloaded, left, and the answer.</summary>
    internal void Add(in AnnounceRequest request, in RequestSource source, in AnnounceOutcome outcome)
    {
        Span<byte> line = stackalloc byte[MaxLineBytes];
        DateTimeOffset now = _time.GetUtcNow();
        bool fits = Utf8.TryWrite(
            line,
            CultureInfo.InvariantCulture,
            $"{now:yyyy-MM-ddTHH:mm:ssZ} {source.Client} {request.Event} {request.InfoHash} port={request.Port} up={request.Uploaded} down={request.Downloaded} left={request.Left} {outcome.Refusal}\n",
            out int length);
        lock (_lock)
        {
            if (!fits || length > BufferBytes - _length)
            {
                Interlocked.Increment(ref _dropped);
                return;
            }
            line[..length].CopyTo(_gathering.AsSpan(_length));
            _length += length;
        }
    }

    /// <summary>Writes what has gathered.</summary>
    /// <returns>What went wrong, for the program's own log; the lines are then lost. <c>null</c> when nothing did.</returns>
    public string? Flush()
    {
        lock (_flushLock)
        {
            int length;
            lock (_lock)
            {
                (_gathering, _flushing) = (_flushing, _gathering);
                (length, _length) = (_length, 0);
            }
            if (length == 0) return null;
            try
            {
                var file = new FileInfo(_path);
                if (file.Exists && file.Length + length > _maxBytes) file.MoveTo(_path + ".1", overwrite: true);
                using FileStream stream = new(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
                stream.Write(_flushing, 0, length);
                return null;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return $"the tracker's access log {_path} cannot be written: {exception.Message}";
            }
        }
    }
}
