using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace EdgeSeed.Tests.Common;

/// <summary>Waits for what gives no signal, by looking often; what does not come fails the test by its own words instead of hanging it.</summary>
internal static class Eventually
{
    private const int QuickLooks = 100;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Returns once a condition holds.</summary>
    /// <exception cref="TimeoutException">It did not within 30 s.</exception>
    public static Task IsAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string? words = null) =>
        IsAsync(() => Task.FromResult(condition()), words);

    /// <summary>Returns once a condition holds.</summary>
    /// <exception cref="TimeoutException">It did not within 30 s.</exception>
    public static async Task IsAsync(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string? words = null)
    {
        long began = Stopwatch.GetTimestamp();
        for (int looks = 0; !await condition().ConfigureAwait(false); looks++)
        {
            if (Stopwatch.GetElapsedTime(began) > s_limit) throw new TimeoutException($"Not within {s_limit.TotalSeconds} s: {words}");
            // What is a round trip away comes at once.
            if (looks < QuickLooks) await Task.Yield();
            else await Task.Delay(s_pause).ConfigureAwait(false);
        }
    }
}
