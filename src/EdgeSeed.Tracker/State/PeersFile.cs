using System.Buffers.Binary;
using EdgeSeed.Linux;
using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol;
using EdgeSeed.Tracker.Swarms;

namespace EdgeSeed.Tracker.State;

/// <summary>
/// Keeps the peers over restarts, for an operator who wants swarms to go on at once; without it they fill within an interval. A file of its
/// own beside the counts, which are worth more and are written more seldom; replaced as a whole like theirs, and read and written in pieces,
/// so that it costs no memory. Not thread-safe.
/// </summary>
/// <remarks>
/// Little-endian: 8 bytes of magic and version, then for each block of peers a head of 24 bytes (info-hash, 4 or 6, peers, seeds, 0), the peers
/// in compact form (BEP 23, BEP 7), and 2 bytes for each: for how many four seconds it had been silent. A head of zeros ends it, and
/// a 64-bit checksum follows.
/// </remarks>
public sealed class PeersFile
{
    private const int HeadBytes = InfoHash.Length + 4;
    private const int MaxGroupBytes = HeadBytes + PeerGroup.MaxBytes + (2 * PeerGroup.MaxPeers);
    private const int BufferBytes = 16 * 1024;
    private const int ChecksumBytes = 8;

    private readonly string _path;
    private long? _savedChanges;

    /// <summary>A file, which need not exist yet.</summary>
    /// <param name="path">Its path; the temporary file is beside it.</param>
    public PeersFile(string path) => _path = Path.GetFullPath(path);

    private static ReadOnlySpan<byte> Magic => "EdSeedP\u0001"u8;

    /// <summary>Bytes written since the start.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>Reads the file into a store. What cannot be right is set aside as <c>FILE.bad</c>, and nothing of it is used.</summary>
    /// <returns>What went wrong, for the log; <c>null</c> when nothing did, or when there is no file yet.</returns>
    public string? Load(SwarmStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        try
        {
            if (!File.Exists(_path)) return null;
            string? fault;
            using (FileStream stream = Open())
            {
                // Once to see whether it is whole, and once to use it.
                fault = Read(stream, null);
                stream.Position = 0;
                fault ??= Read(stream, store);
            }
            _savedChanges = store.PeerChanges;
            if (fault is null) return null;
            File.Move(_path, _path + ".bad", overwrite: true);
            return $"the tracker's file of peers {_path} cannot be used: {fault}; it was set aside as {_path}.bad";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"the tracker's file of peers {_path} cannot be read: {exception.Message}";
        }
    }

    /// <summary>Writes the file if a peer has been heard of since it was read or written.</summary>
    /// <returns>What went wrong, for the log; the next call tries again. <c>null</c> when nothing did.</returns>
    public string? SaveIfDirty(SwarmStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        long changes = store.PeerChanges;
        if (changes == _savedChanges) return null;
        try
        {
            BytesWritten += ReplacedStateFile.Write(_path, file => Write(file, store));
            _savedChanges = changes;
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"the tracker's file of peers {_path} cannot be written: {exception.Message}";
        }
    }

    /// <summary>Removes the file, where peers are not to be saved any more: what it says gets older.</summary>
    /// <returns>What went wrong, for the log; <c>null</c> when nothing did, or when there is none.</returns>
    public string? Delete()
    {
        try
        {
            File.Delete(_path);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"the tracker's file of peers {_path} cannot be removed: {exception.Message}";
        }
    }

    private FileStream Open() => new(_path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes);

    private static int Write(ReplacedFile file, SwarmStore store)
    {
        byte[] buffer = new byte[BufferBytes];
        Span<ushort> ages = stackalloc ushort[PeerGroup.MaxPeers];
        var place = default(StorePlace);
        Magic.CopyTo(buffer);
        int end = Magic.Length;
        ulong sum = 0;
        while (store.TryRead(ref place, out PeerGroup group, buffer.AsSpan(end + HeadBytes), ages))
        {
            Span<byte> bytes = buffer.AsSpan(end);
            group.InfoHash.Span.CopyTo(bytes);
            bytes[InfoHash.Length] = group.IsIPv6 ? (byte)6 : (byte)4;
            bytes[InfoHash.Length + 1] = (byte)group.Count;
            bytes[InfoHash.Length + 2] = (byte)group.Seeds;
            bytes[InfoHash.Length + 3] = 0;
            int length = HeadBytes + (group.Count * group.CompactLength);
            for (int i = 0; i < group.Count; i++, length += 2) BinaryPrimitives.WriteUInt16LittleEndian(bytes[length..], ages[i]);
            sum = SipHash.Compute(sum, 0, bytes[..length]);
            end += length;
            // Room for another group, and for the end.
            if (buffer.Length - end >= MaxGroupBytes + ChecksumBytes) continue;
            if (file.Append(buffer.AsSpan(0, end)) is not Errno.None and var errno) return errno;
            end = 0;
        }
        buffer.AsSpan(end, HeadBytes).Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(buffer.AsSpan(end + HeadBytes), sum);
        return file.Append(buffer.AsSpan(0, end + HeadBytes + ChecksumBytes));
    }

    /// <summary>Reads the whole file; what it says goes to the store, if there is one.</summary>
    private static string? Read(FileStream stream, SwarmStore? store)
    {
        const string Torn = "it is torn";
        byte[] bytes = new byte[MaxGroupBytes];
        if (stream.ReadAtLeast(bytes.AsSpan(0, Magic.Length), Magic.Length, throwOnEndOfStream: false) < Magic.Length) return Torn;
        if (!bytes.AsSpan().StartsWith(Magic)) return "it is not one of EdgeSeed's, or of another version";
        for (ulong sum = 0; ;)
        {
            if (stream.ReadAtLeast(bytes.AsSpan(0, HeadBytes), HeadBytes, throwOnEndOfStream: false) < HeadBytes) return Torn;
            int family = bytes[InfoHash.Length], count = bytes[InfoHash.Length + 1], seeds = bytes[InfoHash.Length + 2];
            if (family == 0) return ReadEnd(stream, bytes, sum, Torn);
            if (family is not (4 or 6) || count == 0 || seeds > count) return Torn;
            var group = new PeerGroup(new InfoHash(bytes.AsSpan(0, InfoHash.Length)), family == 6, count, seeds);
            int rest = count * (group.CompactLength + 2);
            if (stream.ReadAtLeast(bytes.AsSpan(HeadBytes, rest), rest, throwOnEndOfStream: false) < rest) return Torn;
            sum = SipHash.Compute(sum, 0, bytes.AsSpan(0, HeadBytes + rest));
            if (store is not null) Restore(store, group, bytes.AsSpan(HeadBytes, rest));
        }
    }

    private static string? ReadEnd(FileStream stream, byte[] bytes, ulong sum, string torn)
    {
        if (bytes.AsSpan(0, HeadBytes).ContainsAnyExcept((byte)0)) return torn;
        if (stream.ReadAtLeast(bytes.AsSpan(0, ChecksumBytes + 1), ChecksumBytes + 1, throwOnEndOfStream: false) != ChecksumBytes) return torn;
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes) == sum ? null : "its checksum is wrong";
    }

    private static void Restore(SwarmStore store, in PeerGroup group, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> ages = bytes[(group.Count * group.CompactLength)..];
        for (int i = 0; i < group.Count; i++)
        {
            PeerEndPoint peer = PeerEndPoint.FromCompact(bytes.Slice(i * group.CompactLength, group.CompactLength));
            ushort age = BinaryPrimitives.ReadUInt16LittleEndian(ages[(i * 2)..]);
            if (peer.Port != 0 && age <= SwarmClock.MaxAge) store.Restore(group.InfoHash, peer, i < group.Seeds, age);
        }
    }
}
