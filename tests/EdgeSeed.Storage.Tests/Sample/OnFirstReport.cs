using EdgeSeed.Storage.Hashing;

namespace EdgeSeed.Storage.Tests.Sample;

/// <summary>Does something once, in the middle of hashing.</summary>
internal sealed class OnFirstReport(Action action) : IProgress<HashProgress>
{
    private Action? _action = action;

    public void Report(HashProgress value) => Interlocked.Exchange(ref _action, null)?.Invoke();
}
