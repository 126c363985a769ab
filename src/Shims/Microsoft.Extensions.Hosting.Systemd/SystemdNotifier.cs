using System.Net.Sockets;

namespace Microsoft.Extensions.Hosting.Systemd;

/// <summary>Sends each state as one datagram to the Unix socket that <c>NOTIFY_SOCKET</c> names.</summary>
public class SystemdNotifier : ISystemdNotifier
{
    // A leading '@' stands for the NUL byte of the abstract namespace: sd_notify(3).
    private readonly string? _socketPath = Environment.GetEnvironmentVariable("NOTIFY_SOCKET") switch
    {
        null or "" => null,
        ['@', .. var name] => "\0" + name,
        var path => path,
    };

    /// <summary>Reads <c>NOTIFY_SOCKET</c>; without it, <see cref="Notify"/> does nothing.</summary>
    public SystemdNotifier()
    {
    }

    /// <inheritdoc/>
    public bool IsEnabled => _socketPath is not null;

    /// <inheritdoc/>
    public void Notify(ServiceState state)
    {
        if (_socketPath is null) return;
        // A socket each time: the manager may have replaced its end, and messages are minutes or seconds apart.
        using Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(_socketPath));
        socket.Send(state.Data);
    }
}
