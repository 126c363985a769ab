using System.Buffers.Binary;
using EdgeSeed.Protocol;
using EdgeSeed.Storage.Hashing;

namespace EdgeSeed.Storage.State;

/// <summary>
/// What was verified on one drive: a <see cref="ResumeRecord"/> a torrent, kept together in one state file named after the drive's identity. It is
/// written seldom, as a whole and only when something changed, because an SD card wears by writing. Payload, numbers little-endian: per
/// record its length (4 bytes) and its bytes. In memory only between the first use and <see cref="Rest"/>. Thread-safe.
/// </summary>
public sealed class DriveMemory
{
    /// <summary>The payload's version.</summary>
    public const int Version = 1;

    /// <summary>Most records, 20,000; the data of torrents beyond is hashed again after a restart.</summary>
    public const int MaxRecords = 20_000;

    private readonly Lock _lock = new();
    private readonly StateDirectory _state;
    private readonly string _drive;
    private KeyedTable<InfoHash, byte[]>? _records;
    private long _bytes;
    private bool _isChanged;

    private DriveMemory(StateDirectory state, string drive) => (_state, _drive) = (state, drive);

    /// <summary>Number of records.</summary>
    public int Count
    {
        get { lock (_lock) return Records(out _).Count; }
    }

    /// <summary>Reads what is kept of a drive.</summary>
    /// <param name="state">Where it is kept.</param>
    /// <param name="drive">The drive's identity.</param>
    /// <param name="error">To be logged, not fatal: the file could not be read or understood, and the drive counts as new.</param>
    public static DriveMemory Open(StateDirectory state, string drive, out StorageError? error)
    {
        ArgumentNullException.ThrowIfNull(state);
        var memory = new DriveMemory(state, drive);
        memory.Records(out error);
        return memory;
    }

    /// <summary>What is known of a torrent; null when nothing is.</summary>
    public ResumeRecord? Find(InfoHash infoHash)
    {
        lock (_lock) return Records(out _).TryGetValue(infoHash, out byte[]? bytes) && ResumeRecord.TryParse(bytes, out ResumeRecord? record) ? record : null;
    }

    /// <summary>Takes a record in the place of an earlier one; it is written by the next <see cref="Save"/>.</summary>
    public void Keep(ResumeRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        byte[] bytes = record.ToBytes();
        lock (_lock)
        {
            KeyedTable<InfoHash, byte[]> records = Records(out _);
            bool isKnown = records.TryGetValue(record.InfoHash, out byte[]? before);
            if (isKnown && before.AsSpan().SequenceEqual(bytes)) return;
            long length = _bytes + sizeof(int) + bytes.Length - (isKnown ? sizeof(int) + before!.Length : 0);
            if (length > StateFile.MaxPayloadLength || (!isKnown && records.Count == MaxRecords)) return;
            records.Set(bytes);
            (_bytes, _isChanged) = (length, true);
        }
    }

    /// <summary>Forgets the torrents whose files are gone from the drive.</summary>
    /// <param name="isHere">Whether a torrent is there.</param>
    public void Prune(Func<InfoHash, bool> isHere)
    {
        ArgumentNullException.ThrowIfNull(isHere);
        lock (_lock)
        {
            // Mostly all are here, and the records need not come into memory once more.
            if (_records is null && _state.ReadDrive(_drive, out ReadOnlyMemory<byte>? payload) is null && (payload is not { } kept || AreAll(isHere, kept.Span))) return;
            KeyedTable<InfoHash, byte[]> records = Records(out _);
            foreach (byte[] record in records.Values.ToArray())
            {
                InfoHash infoHash = NameOf(record);
                if (isHere(infoHash)) continue;
                records.Remove(infoHash);
                _bytes -= sizeof(int) + record.Length;
                _isChanged = true;
            }
        }
    }

    /// <summary>Writes what has changed since the last time, if anything has.</summary>
    /// <returns>Null on success; otherwise to be logged, and the next call tries again.</returns>
    public StorageError? Save()
    {
        byte[] file;
        lock (_lock)
        {
            if (!_isChanged) return null;
            file = new byte[StateFile.HeaderLength + _bytes];
            int at = StateFile.HeaderLength;
            foreach (byte[] record in _records!.Values)
            {
                BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), record.Length);
                record.CopyTo(file, at + sizeof(int));
                at += sizeof(int) + record.Length;
            }
            _isChanged = false;
        }
        StorageError? error = _state.WriteDrive(_drive, file);
        if (error is null) return null;
        lock (_lock) _isChanged = true;
        return error;
    }

    /// <summary>Lets the records go from memory until they are wanted again; what could not be saved stays.</summary>
    public void Rest()
    {
        lock (_lock)
        {
            if (!_isChanged) _records = null;
        }
    }

    private KeyedTable<InfoHash, byte[]> Records(out StorageError? error)
    {
        error = null;
        if (_records is not null) return _records;
        (_records, _bytes) = (new KeyedTable<InfoHash, byte[]>(static record => NameOf(record)), 0);
        error = _state.ReadDrive(_drive, out ReadOnlyMemory<byte>? payload);
        if (payload is { } kept) Load(_records, kept.Span);
        return _records;
    }

    // The envelope's checksum was right: what does not parse is of another version, and counts as unknown when it is looked for.
    private void Load(KeyedTable<InfoHash, byte[]> records, ReadOnlySpan<byte> payload)
    {
        while (records.Count < MaxRecords && TryNext(ref payload, out ReadOnlySpan<byte> record))
        {
            if (records.ContainsKey(NameOf(record))) continue;
            records.Set(record.ToArray());
            _bytes += sizeof(int) + record.Length;
        }
    }

    private static bool AreAll(Func<InfoHash, bool> isHere, ReadOnlySpan<byte> payload)
    {
        while (TryNext(ref payload, out ReadOnlySpan<byte> record))
        {
            if (!isHere(NameOf(record))) return false;
        }
        return true;
    }

    private static bool TryNext(ref ReadOnlySpan<byte> payload, out ReadOnlySpan<byte> record)
    {
        record = default;
        if (payload.Length < sizeof(int)) return false;
        int length = BinaryPrimitives.ReadInt32LittleEndian(payload);
        payload = payload[sizeof(int)..];
        if (length < InfoHash.Length || length > payload.Length) return false;
        record = payload[..length];
        payload = payload[length..];
        return true;
    }

    private static InfoHash NameOf(ReadOnlySpan<byte> record) => new(record[..InfoHash.Length]);
}
