using System.Buffers.Binary;
using System.Security.Cryptography;
using EdgeSeed.Protocol;

namespace EdgeSeed.Tracker.Access;

/// <summary>
/// A token bucket for each source address, in a table of fixed size. When more sources are active than it holds, the one of four that was
/// silent longest is forgotten and would start afresh with a full bucket: the limit gets looser, memory does not grow. An IPv6 source is its /64,
/// which is what one household has. Thread-safe.
/// </summary>
internal sealed class SourceBuckets
{
    /// <summary>Sources remembered; 16 bytes each.</summary>
    public const int Capacity = 8192;

    private const int Ways = 4;
    private const int LockCount = 64;
    private const int UnitsPerRequest = 1000;

    private readonly Bucket[] _buckets = new Bucket[Capacity];
    private readonly Lock[] _locks = [.. Enumerable.Range(0, LockCount).Select(_ => new Lock())];
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly ulong _secret;
    private readonly int _unitsPerMillisecond;
    private readonly int _fullUnits;

    /// <summary>An empty table.</summary>
    /// <param name="requestsPerSecond">At least 1.</param>
    /// <param name="burst">At least 1, at most a million.</param>
    /// <param name="time">The clock by which buckets fill.</param>
    public SourceBuckets(int requestsPerSecond, int burst, TimeProvider time)
    {
        _time = time;
        _start = time.GetTimestamp();
        // A thousand units are one request, so requests a second are units a millisecond.
        _unitsPerMillisecond = requestsPerSecond;
        _fullUnits = Math.Min(burst, 1_000_000) * UnitsPerRequest;
        Span<byte> secret = stackalloc byte[8];
        RandomNumberGenerator.Fill(secret);
        _secret = BinaryPrimitives.ReadUInt64LittleEndian(secret);
    }

    /// <summary>Takes one request's worth from a source's bucket; false when it is empty.</summary>
    public bool TryTake(in PeerEndPoint source)
    {
        ulong key = Key(source);
        uint now = (uint)_time.GetElapsedTime(_start).TotalMilliseconds;
        int set = (int)(key >> 40) & ((Capacity / Ways) - 1);
        lock (_locks[set % LockCount])
        {
            ref Bucket bucket = ref FindOrReplace(_buckets.AsSpan(set * Ways, Ways), key, now);
            long units = bucket.Units + ((long)(now - bucket.Filled) * _unitsPerMillisecond);
            bucket.Filled = now;
            bucket.Units = (int)Math.Min(units, _fullUnits);
            if (bucket.Units < UnitsPerRequest) return false;
            bucket.Units -= UnitsPerRequest;
            return true;
        }
    }

    private ref Bucket FindOrReplace(Span<Bucket> set, ulong key, uint now)
    {
        int oldest = 0;
        for (int i = 0; i < set.Length; i++)
        {
            if (set[i].Key == key) return ref set[i];
            if (now - set[i].Filled > now - set[oldest].Filled) oldest = i;
        }
        set[oldest] = new Bucket { Key = key, Filled = now, Units = _fullUnits };
        return ref set[oldest];
    }

    private ulong Key(in PeerEndPoint source)
    {
        ulong address = source.IPv4Address;
        if (!source.IsIPv4)
        {
            Span<byte> bytes = stackalloc byte[16];
            source.WriteAddress(bytes);
            address = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        }
        ulong mixed = (address ^ _secret) * (_secret | 1);
        return ((mixed ^ (mixed >> 31)) * 0x9E37_79B9_7F4A_7C15) | 1;
    }

    private struct Bucket
    {
        public ulong Key;
        public uint Filled;
        public int Units;
    }
}
