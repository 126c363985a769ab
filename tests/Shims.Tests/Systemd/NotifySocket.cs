using System.Net.Sockets;
using System.Text;

namespace Shims.Tests.Systemd;

/// <summary>The service manager's end: a real Unix datagram socket, in the file system or in the abstract namespace.</summary>
internal sealed class NotifySocket : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 10_000 };

    private NotifySocket(string variable, string path)
    {
        Variable = variable;
        _socket.Bind(new UnixDomainSocketEndPoint(path));
    }

    /// <summary>What the manager would put into NOTIFY_SOCKET.</summary>
    public string Variable { get; }

    public static NotifySocket InFileSystem()
    {
        string path = Path.Combine(Path.GetTempPath(), $"notify-{Guid.NewGuid():N}");
        return new NotifySocket(path, path);
    }

    public static NotifySocket Abstract()
    {
        string name = $"notify-{Guid.NewGuid():N}";
        return new NotifySocket("@" + name, "\0" + name);
    }

    public string Receive()
    {
        byte[] buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, _socket.Receive(buffer));
    }

    public void Dispose()
    {
        _socket.Dispose();
        if (Variable[0] == '/') File.Delete(Variable);
    }
}
