using System.Diagnostics;

namespace EdgeSeed.Interop.Running;

/// <summary>Waits for what another program does, where it offers no signal, by looking often.</summary>
internal static class Wait
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns once <paramref name="condition"/> holds; fails with <paramref name="explain"/> after <paramref name="limit"/>.</summary>
    public static Task UntilAsync(Func<bool> condition, TimeSpan limit, Func<string> explain) =>
        UntilAsync(() => Task.FromResult(condition()), limit, explain);

    /// <summary>Returns once <paramref name="condition"/> holds; fails with <paramref name="explain"/> after <paramref name="limit"/>.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, TimeSpan limit, Func<string> explain)
    {
        long start = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(start) > limit) Assert.Fail($"Not within {limit.TotalSeconds:0} s: {explain()}");
            await Task.Delay(Between);
        }
    }
}
