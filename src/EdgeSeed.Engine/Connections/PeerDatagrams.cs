using EdgeSeed.Engine.Sockets;
using EdgeSeed.Linux;
using EdgeSeed.Linux.Sockets;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Connections;

/// <summary>
/// What comes over UDP at the port for peers: datagrams of the DHT, which begin with the letter of a dictionary, and those of uTP, which cannot. The DHT may
/// have a port of its own. No more is read than the loop has time for.
/// </summary>
/// <param name="poll">Watches the sockets.</param>
/// <param name="utp">Answers who would begin a connection.</param>
/// <param name="firstKey">Under which the poll knows the first socket; those after it count down.</param>
internal sealed class PeerDatagrams(ReadinessPoll poll, UtpRefusal utp, ulong firstKey) : INodeSockets, IDisposable
{
    /// <summary>Datagrams of all sockets that are read in a second; others wait with the kernel, or are lost there.</summary>
    public const int MaxHeardSecond = 500;

    /// <summary>A longer one is of no use to anybody here.</summary>
    private const int MaxBytes = 1501;

    private readonly List<DatagramSocket> _sockets = [];
    private int _firstOfNodes;
    private int _left = MaxHeardSecond;
    private bool _isDeaf;

    /// <inheritdoc/>
    public INodeDatagrams? Node { get; set; }

    /// <inheritdoc/>
    public ushort NodePort => _sockets.Count > _firstOfNodes ? _sockets[_firstOfNodes].Port : (ushort)0;

    /// <summary>Opens the ports of these listeners for UDP, and those before no longer; one that another program has is left to it.</summary>
    /// <param name="listeners">Those for peers.</param>
    /// <param name="nodePort">That of the DHT; 0 for the same.</param>
    public void ListenBeside(IReadOnlyList<PeerListener> listeners, ushort nodePort)
    {
        Dispose();
        _firstOfNodes = 0;
        foreach (PeerListener listener in listeners)
        {
            if (DatagramSocket.TryOpenBeside(listener, listener.Port) is { } socket) _sockets.Add(socket);
        }
        if (nodePort != 0 && listeners.Count > 0 && nodePort != listeners[0].Port)
        {
            _firstOfNodes = _sockets.Count;
            foreach (PeerListener listener in listeners)
            {
                if (DatagramSocket.TryOpenBeside(listener, nodePort) is { } socket) _sockets.Add(socket);
            }
        }
        Watch();
        Node?.Moved();
    }

    /// <summary>Takes what has come, as much as is read in a second.</summary>
    public void Hear(int index)
    {
        DatagramSocket socket = _sockets[index];
        Span<byte> buffer = stackalloc byte[MaxBytes];
        for (; _left > 0; _left--)
        {
            int length = socket.Receive(buffer, out PeerEndPoint source);
            if (length < 0) return;
            if (length is 0 or MaxBytes) continue;
            Span<byte> datagram = buffer[..length];
            if (datagram[0] != (byte)'d') utp.Answer(socket, datagram, source);
            else if (index >= _firstOfNodes) Node?.Hear(datagram, source);
        }
        foreach (DatagramSocket open in _sockets) poll.Remove(open.Descriptor);
        _isDeaf = true;
    }

    /// <inheritdoc/>
    public void Send(ReadOnlySpan<byte> datagram, in PeerEndPoint to)
    {
        for (int i = _firstOfNodes; i < _sockets.Count; i++)
        {
            if (!_sockets[i].Reaches(to) || !_sockets[i].LeadsTo(to)) continue;
            _sockets[i].Send(datagram, to);
            return;
        }
    }

    /// <inheritdoc/>
    public bool Reaches(in PeerEndPoint to)
    {
        for (int i = _firstOfNodes; i < _sockets.Count; i++)
        {
            if (_sockets[i].Reaches(to)) return true;
        }
        return false;
    }

    /// <summary>Once a second: there is room for more.</summary>
    public void Tick()
    {
        _left = MaxHeardSecond;
        utp.Tick();
        if (_isDeaf) Watch();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (DatagramSocket socket in _sockets) socket.Dispose();
        _sockets.Clear();
    }

    private void Watch()
    {
        _isDeaf = false;
        for (int i = 0; i < _sockets.Count; i++) poll.TryAdd(_sockets[i].Descriptor, firstKey - (ulong)i, Libc.ReadableEvent);
    }
}

/// <summary>The sockets of the DHT.</summary>
internal interface INodeSockets
{
    /// <summary>Takes what comes; null while there is no node.</summary>
    INodeDatagrams? Node { set; }

    /// <summary>The UDP port; 0 when another program has it.</summary>
    ushort NodePort { get; }

    /// <summary>Whether there is a socket for a family.</summary>
    bool Reaches(in PeerEndPoint to);

    /// <summary>Sends a datagram, or not, when the system takes none at present, or no socket has the family.</summary>
    void Send(ReadOnlySpan<byte> datagram, in PeerEndPoint to);
}

/// <summary>Who takes datagrams of the DHT.</summary>
internal interface INodeDatagrams
{
    /// <summary>Takes one.</summary>
    /// <param name="datagram">Begins with the letter of a dictionary. Borrowed for the call.</param>
    /// <param name="from">From where it came, as it says.</param>
    void Hear(ReadOnlySpan<byte> datagram, in PeerEndPoint from);

    /// <summary>The sockets are others by now.</summary>
    void Moved();
}
