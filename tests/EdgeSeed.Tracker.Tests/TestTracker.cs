using EdgeSeed.Tracker.Access;
using EdgeSeed.Tracker.Announces;
using EdgeSeed.Tracker.Swarms;
using Microsoft.Extensions.Time.Testing;

namespace EdgeSeed.Tracker.Tests;

/// <summary>A handler with everything it needs.</summary>
internal sealed class TestTracker : IDisposable
{
    public TestTracker(TrackerOptions? options = null, AccessPolicy mode = AccessPolicy.Open)
    {
        options ??= new TrackerOptions { Jitter = 0 };
        Store = new SwarmStore(options, Time);
        Policy = new TrackerPolicy(mode);
        Handler = new AnnounceHandler(options, Store, Policy, LocalSeeders, Time);
    }

    public FakeTimeProvider Time { get; } = new();

    public SwarmStore Store { get; }

    public TrackerPolicy Policy { get; }

    public LocalSeeders LocalSeeders { get; } = new();

    public AnnounceHandler Handler { get; }

    public void Dispose() => Store.Dispose();
}
