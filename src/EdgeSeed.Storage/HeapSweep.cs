using System.Runtime.CompilerServices;

namespace EdgeSeed.Storage;

/// <summary>
/// Takes out what reading thousands of torrents leaves behind. The collector by itself would first spread it over tens of megabytes, since it sees
/// a machine with room; a small box has none, and what was resident once counts.
/// </summary>
public static class HeapSweep
{
    /// <summary>Bytes that are allocated between two sweeps, 1 MiB.</summary>
    public const long StepBytes = 1 << 20;

    private static long s_allocated;

    /// <summary>Sweeps if enough was allocated since the last time; to be called now and then where much is read. Costs next to nothing otherwise.</summary>
    public static void Run()
    {
        // Under the just-in-time compiler code and tests share the heap, and a sweep takes long.
        if (RuntimeFeature.IsDynamicCodeSupported) return;
        long allocated = GC.GetTotalAllocatedBytes(precise: false), before = Volatile.Read(ref s_allocated);
        if (allocated - before < StepBytes || Interlocked.CompareExchange(ref s_allocated, allocated, before) != before) return;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
