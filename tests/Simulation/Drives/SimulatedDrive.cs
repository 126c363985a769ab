using EdgeSeed.Storage;
using Simulation.Worlds;

namespace Simulation.Drives;

/// <summary>A drive: how fast it is, what of it lies in the cache, and whether it answers.</summary>
/// <param name="world">The world it is in.</param>
/// <param name="seekSeconds">From a request to its first byte.</param>
/// <param name="bytesPerSecond">How fast it reads on from there.</param>
/// <param name="cacheBytes">What the cache keeps; 0 where there is none.</param>
internal sealed class SimulatedDrive(World world, double seekSeconds, double bytesPerSecond, long cacheBytes)
{
    private const int ChunkBytes = 64 * 1024;

    private readonly Dictionary<(int Torrent, long Chunk), LinkedListNode<(int Torrent, long Chunk)>> _cached = [];
    private readonly LinkedList<(int Torrent, long Chunk)> _byUse = new();
    private (int Torrent, long Offset) _head;

    /// <summary>It was pulled out.</summary>
    public bool IsGone { get; set; }

    /// <summary>This part of what is read fails.</summary>
    public double FailingPart { get; set; }

    /// <summary>Seconds that each read takes besides, until <see cref="HangsUntil"/>: a drive that is dying.</summary>
    public double HangSeconds { get; set; }

    /// <summary>From this moment on, in ticks, no read hangs, nor does one that began before.</summary>
    public long HangsUntil { get; set; }

    /// <summary>Its file system does not say what is cached.</summary>
    public bool IsSilent { get; init; }

    /// <summary>Whether the kernel caches it.</summary>
    public bool IsCached => cacheBytes > 0;

    /// <summary>Whether it reads, and fast.</summary>
    public bool IsWell => !IsGone && FailingPart == 0 && HangSeconds == 0;

    /// <summary>Reads a range; takes its time where the cache has it not, without moving the head where that lies behind what was read last.</summary>
    public StorageError? Read(int torrent, long offset, int length)
    {
        if (IsGone) return StorageError.Found(StorageOperation.Read, "drive", StorageFault.MediumFailed, "gone");
        int cached = Cached(torrent, offset, length);
        if (cached == length) return null;
        // The kernel reads whole chunks, where it has room for them.
        long grain = IsCached ? ChunkBytes : 1;
        long from = (offset + cached) / grain * grain, to = (offset + length + grain - 1) / grain * grain;
        double seek = _head == (torrent, from) ? 0 : seekSeconds;
        world.Work(seek + (to - from) / bytesPerSecond + Hang());
        _head = (torrent, to);
        if (world.Random.NextDouble() < FailingPart) return StorageError.Found(StorageOperation.Read, "drive", StorageFault.MediumFailed, "bad sector");
        Keep(torrent, offset, length);
        return null;
    }

    /// <summary>How many bytes from an offset on lie in the cache; -1 where nobody says.</summary>
    public int CachedFrom(int torrent, long offset, int length) => IsSilent ? -1 : Cached(torrent, offset, length);

    private double Hang() => Math.Clamp((HangsUntil - world.GetTimestamp()) / (double)TimeSpan.TicksPerSecond, 0, HangSeconds);

    private int Cached(int torrent, long offset, int length)
    {
        long end = offset + length;
        for (long at = offset; at < end; at = (at / ChunkBytes + 1) * ChunkBytes)
        {
            if (!_cached.TryGetValue((torrent, at / ChunkBytes), out LinkedListNode<(int, long)>? chunk)) return (int)(at - offset);
            _byUse.Remove(chunk);
            _byUse.AddFirst(chunk);
        }
        return length;
    }

    /// <summary>Has a range in the cache, in the place of what was used longest ago.</summary>
    private void Keep(int torrent, long offset, long length)
    {
        for (long chunk = offset / ChunkBytes; chunk <= (offset + length - 1) / ChunkBytes; chunk++)
        {
            if (_cached.ContainsKey((torrent, chunk))) continue;
            _cached[(torrent, chunk)] = _byUse.AddFirst((torrent, chunk));
            if (_byUse.Count * (long)ChunkBytes <= cacheBytes) continue;
            _cached.Remove(_byUse.Last!.Value);
            _byUse.RemoveLast();
        }
    }
}
