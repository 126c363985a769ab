using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using EdgeSeed.Linux;
using EdgeSeed.Linux.Sockets;
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

    /// <summary>How often it is looked whether the device is another one.</summary>
    private const int LookMilliseconds = 1000;

    /// <summary>SO_RCVTIMEO with a struct timeval.</summary>
    private const int SoReceiveTimeout = 20;

    private readonly UdpResponder _responder;
    private readonly ManualResetEventSlim _stopping = new();
    private readonly string? _device;
    private volatile Socket? _socket;
    private int _deviceIndex;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Binds a socket; at a device (<see cref="DeviceEndPoint"/>) that is away, when that comes.</summary>
    /// <exception cref="SocketException">The address cannot be bound.</exception>
    public UdpWorker(UdpResponder responder, IPEndPoint endPoint)
    {
        (_responder, EndPoint, _device) = (responder, endPoint, DeviceEndPoint.Of(endPoint));
        if (_device is not null && (_deviceIndex = NetworkDevice.IndexOf(_device)) == 0) return;
        _socket = Open();
        EndPoint = DeviceEndPoint.At(endPoint, ((IPEndPoint)_socket.LocalEndPoint!).Port);
    }

    /// <summary>Where the socket is bound, with the port that the kernel chose for port 0.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Ends when the thread has.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Starts the thread, which disposes this when it ends.</summary>
    /// <param name="supervisor">Runs it.</param>
    public void Start(Supervisor supervisor) => supervisor.StartThread("tracker-udp", Run, StackBytes);

    /// <summary>Has the thread end: it is woken from its wait, also when no datagram comes.</summary>
    public void Stop()
    {
        _stopping.Set();
        try
        {
            _socket?.Shutdown(SocketShutdown.Both);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // ENOTCONN: a UDP socket has no connection to shut down, but its waiting reader wakes all the same. Disposed: the thread has ended.
        }
    }

    /// <summary>Closes the socket of a worker that has not been started.</summary>
    public void Dispose() => _socket?.Dispose();

    private Socket Open()
    {
        Socket socket = NetworkSocket.Open(EndPoint.AddressFamily, SocketType.Dgram, _device);
        try
        {
            if (EndPoint.Address.Equals(IPAddress.IPv6Any)) socket.DualMode = true;
            socket.SetRawSocketOption(SolSocket, SoReusePort, [1, 0, 0, 0]);
            if (_device is not null) socket.SetRawSocketOption(SolSocket, SoReceiveTimeout, [LookMilliseconds / 1000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
            socket.ReceiveBufferSize = ReceiveBufferBytes;
            socket.Bind(EndPoint);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

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
        while (!_stopping.IsSet)
        {
            if (_device is not null) Renew(_device);
            if (_socket is not { } open)
            {
                _stopping.Wait(LookMilliseconds);
                continue;
            }
            int socket = (int)open.Handle;
            int count = batch.Receive(socket);
            bool isLost = count < 0 && Marshal.GetLastPInvokeError() is not Errno.Interrupted and not Errno.TryAgain;
            if (isLost && !_stopping.IsSet) throw new SocketException(Marshal.GetLastPInvokeError());
            for (int i = 0; i < count; i++)
            {
                int length = _responder.Respond(batch.Request(i), new RequestSource(batch.Source(i)), batch.Reply(i));
                if (length > 0) batch.Queue(i, length);
            }
            batch.Send(socket);
        }
    }

    /// <summary>Binds another socket where the device is another one by now.</summary>
    private void Renew(string device)
    {
        if (!NetworkDevice.IsAnother(device, _deviceIndex, out int index)) return;
        Dispose();
        _socket = null;
        try
        {
            _socket = Open();
            _deviceIndex = index;
        }
        catch (SocketException)
        {
            // Gone again, or the port is taken there: looked at again in a second.
        }
    }
}
