namespace Microsoft.Extensions.Hosting.Systemd;

/// <summary>Tells the service manager how the service is, by the sd_notify(3) protocol.</summary>
public interface ISystemdNotifier
{
    /// <summary>Whether the service manager listens, that is, whether <c>NOTIFY_SOCKET</c> was set at start.</summary>
    bool IsEnabled { get; }

    /// <summary>Sends one state; does nothing unless <see cref="IsEnabled"/>.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The socket is gone or refuses the datagram.</exception>
    void Notify(ServiceState state);
}
