using System.Buffers.Binary;
using EdgeSeed.Protocol;
using EdgeSeed.Tracker.Swarms;

namespace EdgeSeed.Tracker.State;

/// <summary>
/// Keeps the completed counts over restarts. The file is replaced as a whole (temporary file, fsync, rename, fsync of the directory), so that
/// a power cut leaves the old one or the new one. It is written only when a count has changed, for an SD card wears. Not thread-safe.
/// </summary>
/// <remarks>Little-endian: 8 bytes of magic, version, number of records, then 24 bytes each (info-hash, completed), then a 64-bit checksum.</remarks>
public sealed class TrackerStateFile
{
    /// <summary>The only format there is so far.</summary>
    public const int Version = 1;

    private const int HeaderBytes = 16;
    private const int RecordBytes = InfoHash.Length + 4;
    private const int ChecksumBytes = 8;

    private readonly string _path;
    private long _savedChanges;

    /// <summary>A state file, which need not exist yet.</summary>
    /// <param name="path">Its path; the temporary file is beside it.</param>
    public TrackerStateFile(string path) => _path = Path.GetFullPath(path);

    private static ReadOnlySpan<byte> Magic => "EdSeedTk"u8;

    /// <summary>Bytes written since the start.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>Reads the file into an empty store. What cannot be right is set aside as <c>FILE.bad</c>, and the tracker starts afresh.</summary>
    /// <returns>What went wrong, for the log; <c>null</c> when nothing did, or when there is no file yet.</returns>
    public string? Load(SwarmStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        try
        {
            var file = new FileInfo(_path);
            if (!file.Exists) return null;
            string? fault = file.Length > Array.MaxLength ? "it is too large" : Read(File.ReadAllBytes(_path), store);
            _savedChanges = store.CompletedChanges;
            if (fault is null) return null;
            string aside = _path + ".bad";
            File.Move(_path, aside, overwrite: true);
            return $"the tracker's state file {_path} cannot be used: {fault}; it was set aside as {aside}, and completed counts start at 0";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"the tracker's state file {_path} cannot be read: {exception.Message}";
        }
    }

    /// <summary>Writes the file if a count has changed since it was read or written.</summary>
    /// <returns>What went wrong, for the log; the next call tries again. <c>null</c> when nothing did.</returns>
    public string? SaveIfDirty(SwarmStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        long changes = store.CompletedChanges;
        if (changes == _savedChanges) return null;
        try
        {
            byte[] bytes = Write(store.CompletedCounts());
            BytesWritten += ReplacedStateFile.Write(_path, file => file.Append(bytes));
            _savedChanges = changes;
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"the tracker's state file {_path} cannot be written: {exception.Message}";
        }
    }

    private static byte[] Write(IReadOnlyCollection<(InfoHash InfoHash, uint Completed)> counts)
    {
        byte[] bytes = new byte[HeaderBytes + (RecordBytes * counts.Count) + ChecksumBytes];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), counts.Count);
        Span<byte> record = bytes.AsSpan(HeaderBytes);
        foreach ((InfoHash infoHash, uint completed) in counts)
        {
            infoHash.Span.CopyTo(record);
            BinaryPrimitives.WriteUInt32LittleEndian(record[InfoHash.Length..], completed);
            record = record[RecordBytes..];
        }
        BinaryPrimitives.WriteUInt64LittleEndian(record, Checksum(bytes.AsSpan(0, bytes.Length - ChecksumBytes)));
        return bytes;
    }

    private static string? Read(ReadOnlySpan<byte> bytes, SwarmStore store)
    {
        if (bytes.Length < HeaderBytes + ChecksumBytes || !bytes.StartsWith(Magic)) return "it is not one of EdgeSeed's";
        int version = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        if (version != Version) return $"its version is {version}, this program knows {Version}";
        int count = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
        if (count < 0 || bytes.Length != HeaderBytes + ((long)RecordBytes * count) + ChecksumBytes) return "it is torn";
        ReadOnlySpan<byte> signed = bytes[..^ChecksumBytes];
        if (BinaryPrimitives.ReadUInt64LittleEndian(bytes[^ChecksumBytes..]) != Checksum(signed)) return "its checksum is wrong";
        for (ReadOnlySpan<byte> record = signed[HeaderBytes..]; !record.IsEmpty; record = record[RecordBytes..])
            store.Restore(new InfoHash(record[..InfoHash.Length]), BinaryPrimitives.ReadUInt32LittleEndian(record[InfoHash.Length..]));
        return null;
    }

    /// <summary>With a fixed key SipHash is no signature, just a good checksum that is here already.</summary>
    private static ulong Checksum(ReadOnlySpan<byte> bytes) => SipHash.Compute(0, 0, bytes);
}
