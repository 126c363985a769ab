using System.Net;
using System.Net.Sockets;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Network;

namespace EdgeSeed.Tracking;

/// <summary>
/// Keeps the tracker informed by which addresses this machine is reached: a name in <c>service.public_host</c> (that of a dynamic address,
/// say) comes to mean another address, a router begins to forward the ports, and addresses of the machine's own come and go (see <see cref="NetworkWatch"/>).
/// </summary>
internal sealed class AddressWatch : IDisposable
{
    private const string Part = "address watch";

    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(1);

    private readonly TrackerPart _tracker;
    private readonly ListenAddresses _listen;
    private readonly string _host;
    private readonly Func<IPAddress?> _onRouter;
    private readonly Supervisor _supervisor;
    private readonly ITimer _timer;
    private volatile IPAddress[] _external;
    private int _isLooking;

    /// <summary>Looks at once, then every minute; a name is asked for on another thread.</summary>
    /// <param name="tracker">Is told.</param>
    /// <param name="listen">What is bound, and the name.</param>
    /// <param name="onRouter">The outer address of the router that forwards the ports; null where there is none.</param>
    /// <param name="supervisor">Runs the timer.</param>
    public AddressWatch(TrackerPart tracker, ListenAddresses listen, Func<IPAddress?> onRouter, Supervisor supervisor)
    {
        (_tracker, _listen, _host, _onRouter, _supervisor) = (tracker, listen, listen.Host.Trim('[', ']'), onRouter, supervisor);
        _external = IPAddress.TryParse(_host, out IPAddress? address) ? [address] : [];
        Tell();
        _timer = supervisor.StartTimer(Part, Look, _external.Length > 0 ? s_interval : TimeSpan.Zero, s_interval);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    /// <summary>Tells what is known at once, and asks for the name; does not wait for a name server.</summary>
    public void Look()
    {
        Tell();
        // A name server that is silent may take longer than the interval.
        if (IPAddress.TryParse(_host, out _) || Interlocked.Exchange(ref _isLooking, 1) == 1) return;
        _ = _supervisor.RunAsync(Part, ResolveAsync, CancellationToken.None);
    }

    private async Task ResolveAsync()
    {
        try
        {
            _external = await _listen.Egress.LookUpAsync(_host, CancellationToken.None).ConfigureAwait(false);
            Tell();
        }
        catch (SocketException)
        {
            // No answer: what the name meant before is the best that is known.
        }
        finally
        {
            Volatile.Write(ref _isLooking, 0);
        }
    }

    private void Tell() => _tracker.DetectAddresses(_listen, _onRouter() is { } router && !_listen.IsHostGiven ? [router] : _external);
}
