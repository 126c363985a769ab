using EdgeSeed.Storage.Hashing;

namespace EdgeSeed.Storage.Tests.Sample;

/// <summary>Progress that is told on the hashing thread itself; <see cref="Progress{T}"/> would tell it some time later.</summary>
internal sealed class OnEachReport(Action<HashProgress> action) : IProgress<HashProgress>
{
    public void Report(HashProgress value) => action(value);
}
