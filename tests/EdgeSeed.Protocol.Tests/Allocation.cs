namespace EdgeSeed.Protocol.Tests;

/// <summary>Counts what hot paths allocate.</summary>
internal static class Allocation
{
    private const int Batches = 5;

    /// <summary>
    /// Bytes allocated on this thread by 1,000 runs, after some to warm up: the least of some batches, as what runs allocates does so in each. Now and then
    /// the runtime books the unused rest of the thread's allocation window, up to 8 KiB in one step, whatever runs.
    /// </summary>
    public static long Of(Action action)
    {
        for (int i = 0; i < 50; i++) action();
        long least = long.MaxValue;
        for (int batch = 0; batch < Batches; batch++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++) action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }

    /// <summary>The same; each run must succeed.</summary>
    public static long Of(Func<bool> action)
    {
        bool succeeded = true;
        long allocated = Of(() =>
        {
            succeeded &= action();
        });
        Assert.True(succeeded);
        return allocated;
    }
}
