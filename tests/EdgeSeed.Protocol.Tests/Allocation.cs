namespace EdgeSeed.Protocol.Tests;

/// <summary>Counts what hot paths allocate.</summary>
internal static class Allocation
{
    /// <summary>Bytes allocated on this thread by 1,000 runs, after some to warm up; each run must succeed.</summary>
    public static long Of(Func<bool> action)
    {
        bool succeeded = true;
        for (int i = 0; i < 50; i++) succeeded &= action();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++) succeeded &= action();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(succeeded);
        return allocated;
    }
}
