using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using EdgeSeed.Linux;
using EdgeSeed.Linux.Supervision;

namespace EdgeSeed.Tracker.Udp;

/// <summary>
/// A thread that receives, answers and sends. It has a socket of its own: the kernel shares the datagrams out by source (SO_REUSEPORT), so a
/// flooding source fills one socket's buffer, not everybody's.
/// </summary>
internal sealed class UdpWorker : IDisposable
{
    private const int SolSocket = 1;
    private const int SoReusePort = 15;

    /// <summary>Bytes asked for the socket's receive buffer, some two thousand announces; the kernel may grant less. What comes when it is full is lost.</summary>
    private const int ReceiveBufferBytes = 1 << 20;

    /// <summary>The batch and the answers' buffers lie elsewhere; parsing and choosing peers needs a few KiB.</summary>
    private const int StackBytes = 256 * 1024;

    private readonly Socket _socket;
    private readonly UdpResponder _responder;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isStopping;

    /// <summary>Binds a socket.</summary>
    /// <exception cref="SocketException">The address cannot be bound.</exception>
    public UdpWorker(UdpResponder responder, IPEndPoint endPoint)
    {
        _responder = responder;
        _socket = new Socket(endPoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (endPoint.Address.Equals(IPAddress.IPv6Any)) _socket.DualMode = true;
            _socket.SetRawSocketOption(SolSocket, SoReusePort, [1, 0, 0, 0]);
            _socket.ReceiveBufferSize = ReceiveBufferBytes;
            _socket.Bind(endPoint);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    /// <summary>Where the socket is bound, with the port that the kernel chose for port 0.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>Ends when the thread has.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Starts the thread, which disposes this when it ends.</summary>
    /// <param name="supervisor">Runs it.</param>
    public void Start(Supervisor supervisor) => supervisor.StartThread("tracker-udp", Run, StackBytes);

    /// <summary>Has the thread end: it is woken from its wait, also when no datagram comes.</summary>
    public void Stop()
    {
        _isStopping = true;
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // ENOTCONN: a UDP socket has no connection to shut down, but its waiting reader wakes all the same. Disposed: the thread has ended.
        }
    }

    /// <summary>Closes the socket of a worker that has not been started.</summary>
    public void Dispose() => _socket.Dispose();

    private void Run()
    {
        try
        {
            ServeBatches();
        }
        finally
        {
            Dispose();
            _ended.SetResult();
        }
    }

    private void ServeBatches()
    {
        using var batch = new DatagramBatch();
        int socket = (int)_socket.Handle;
        while (!_isStopping)
        {
            int count = batch.Receive(socket);
            if (count < 0 && Marshal.GetLastPInvokeError() is not Errno.Interrupted and var error && !_isStopping) throw new SocketException(error);
            for (int i = 0; i < count; i++)
            {
                int length = _responder.Respond(batch.Request(i), new RequestSource(batch.Source(i)), batch.Reply(i));
                if (length > 0) batch.Queue(i, length);
            }
            batch.Send(socket);
        }
    }
}
