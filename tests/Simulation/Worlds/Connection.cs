using EdgeSeed.Engine.Budget;
using EdgeSeed.Protocol;
using Simulation.Peers;

namespace Simulation.Worlds;

/// <summary>How a line to a peer is.</summary>
/// <param name="DownBytesPerSecond">How fast it takes what the session sends.</param>
/// <param name="UpBytesPerSecond">How fast it sends.</param>
/// <param name="Latency">One way, in ticks.</param>
/// <param name="Window">Bytes on their way and unread, at most.</param>
internal sealed record Line(long DownBytesPerSecond, long UpBytesPerSecond, long Latency, int Window);

/// <summary>A TCP connection between the session and one simulated peer.</summary>
internal sealed class Connection
{
    /// <summary>The kernel acknowledges what came after so long, unless something is sent before.</summary>
    private const long DelayedAcknowledgement = 40 * TimeSpan.TicksPerMillisecond;

    private readonly World _world;
    private readonly Wire _wire;
    private bool _isAcknowledgementDue;
    private bool _isOver;

    public Connection(World world, PeerEndPoint peer, Line line, IRemote remote, bool isOutgoing)
    {
        (_world, Peer, Remote) = (world, peer, remote);
        _wire = world.Network.WireTo(peer);
        Tap = remote.NewTap();
        Number = ++world.Network.Connections;
        Down = new Pipe(world, line.DownBytesPerSecond, line.Latency, line.Window);
        Up = new Pipe(world, line.UpBytesPerSecond, line.Latency, 256 * 1024);
        Ours = new SessionSocket(this) { IsConnected = !isOutgoing };
        Up.Arrived = Heard;
        Down.Arrived = _ => Remote.Readable(this);
        Down.Drained = Ours.Drained;
    }

    /// <summary>Counts all connections of this world.</summary>
    public int Number { get; }

    /// <summary>Who is at the other end.</summary>
    public PeerEndPoint Peer { get; }

    /// <summary>The other end.</summary>
    public IRemote Remote { get; }

    /// <summary>Looks at what the session sends.</summary>
    public Tap Tap { get; }

    /// <summary>From the session to the peer.</summary>
    public Pipe Down { get; }

    /// <summary>From the peer to the session.</summary>
    public Pipe Up { get; }

    /// <summary>The session's end.</summary>
    public SessionSocket Ours { get; }

    /// <summary>The other end is gone, and its kernel said so.</summary>
    public bool IsReset { get; private set; }

    /// <summary>The session has closed its end.</summary>
    public bool IsClosedHere { get; private set; }

    /// <summary>Has the peer send.</summary>
    public void Say(ReadOnlySpan<byte> bytes) => Up.Write(bytes);

    /// <summary>Has the peer close its end in order.</summary>
    public void HangUp() => Up.End();

    /// <summary>Has the connection break, as when a program is killed.</summary>
    public void Reset()
    {
        if (IsReset) return;
        IsReset = true;
        _world.Note(3, Number, 0);
        Ours.Broke();
    }

    /// <summary>Has it fall silent, as when a cable is pulled.</summary>
    public void FallSilent() => Up.IsSilent = Down.IsSilent = true;

    /// <summary>Notes what the session has handed over.</summary>
    public void Sent(ReadOnlySpan<byte> bytes)
    {
        _isAcknowledgementDue = false;
        _wire.Send(bytes.Length, PacketOverhead.DefaultSegmentPayload);
        Tap.Take(bytes);
    }

    /// <summary>The session closes its end: what was not sent is, and then the end of it.</summary>
    public void CloseHere()
    {
        if (_isOver) return;
        _isOver = IsClosedHere = true;
        _wire.SendBare();
        Down.End();
        Tap?.End();
    }

    private void Heard(int bytes)
    {
        Ours.Heard();
        if (bytes == 0 || _isAcknowledgementDue) return;
        _isAcknowledgementDue = true;
        _world.After(DelayedAcknowledgement, Acknowledge);
    }

    private void Acknowledge()
    {
        if (!_isAcknowledgementDue || _isOver) return;
        _isAcknowledgementDue = false;
        _wire.SendBare();
    }
}
