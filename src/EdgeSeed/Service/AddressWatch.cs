namespace EdgeSeed.Service;

/// <summary>Keeps the tracker informed by which addresses this machine is reached: a cable is plugged in, a lease changes.</summary>
internal sealed class AddressWatch : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(1);

    private readonly ITimer _timer;

    /// <summary>Looks at once, then every minute.</summary>
    public AddressWatch(TrackerPart tracker, ListenAddresses listen, TimeProvider time)
    {
        tracker.DetectAddresses(listen);
        _timer = time.CreateTimer(_ => tracker.DetectAddresses(listen), null, s_interval, s_interval);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();
}
