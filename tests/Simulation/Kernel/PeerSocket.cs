using EdgeSeed.Engine.Network;
using EdgeSeed.Protocol;
using Simulation.Peers;
using Simulation.Worlds;

namespace EdgeSeed.Engine.Sockets;

/// <summary>The session's end of a simulated connection.</summary>
internal struct PeerSocket(int descriptor)
{
    private const int RefusedError = 111;

    public int Descriptor { get; private set; } = descriptor;

    public readonly int SegmentPayload => Budget.PacketOverhead.DefaultSegmentPayload;

    public readonly int PendingError => Ours.IsRefused ? RefusedError : 0;

    public readonly bool IsOver => Ours.Connection.IsReset || Ours.Connection.Up.HasEnded;

    private readonly SessionSocket Ours => World.Current.Find<SessionSocket>(Descriptor);

    public static bool TryConnect(Egress egress, PeerEndPoint peer, int family, out PeerSocket socket)
    {
        World world = World.Current;
        IRemote? remote = world.Network.At(peer);
        Line line = remote?.Line ?? new Line(1, 1, TimeSpan.TicksPerSecond / 10, 1);
        var connection = new Connection(world, peer, line, remote ?? Nobody.Instance, isOutgoing: true);
        socket = new PeerSocket(world.Open(connection.Ours));
        world.Network.WireTo(peer).SendBare();
        world.After(2 * line.Latency, () =>
        {
            bool isAccepted = remote is not null && remote.Accepts(connection);
            connection.Ours.Answer(isAccepted);
            if (isAccepted) remote!.Connected(connection);
        });
        return true;
    }

    public readonly void Prepare(int notSentBytes) => BoundUnsent(notSentBytes);

    public readonly void BoundUnsent(int notSentBytes) => Ours.Connection.Down.LowWatermark = notSentBytes;

    public readonly SocketOutcome Receive(Span<byte> buffer, out int count) => Receive(buffer, [], out count);

    public readonly SocketOutcome Receive(Span<byte> first, Span<byte> second, out int count)
    {
        count = 0;
        Connection connection = Ours.Connection;
        if (connection.IsReset) return SocketOutcome.Closed;
        count = connection.Up.Read(first);
        if (count == first.Length) count += connection.Up.Read(second);
        World.Current.Note(4, connection.Number, count);
        if (count > 0) return SocketOutcome.Done;
        return connection.Up.HasEnded ? SocketOutcome.Closed : SocketOutcome.WouldBlock;
    }

    public readonly SocketOutcome Send(ReadOnlySpan<byte> bytes, out int count)
    {
        count = 0;
        Connection connection = Ours.Connection;
        if (connection.IsReset || !Ours.IsConnected) return SocketOutcome.Closed;
        count = connection.Down.Write(bytes);
        World.Current.Note(5, connection.Number, count);
        if (count == 0) return SocketOutcome.WouldBlock;
        connection.Sent(bytes[..count]);
        return SocketOutcome.Done;
    }

    public void Reset() => Close();

    public void Close()
    {
        if (Descriptor < 0) return;
        World world = World.Current;
        Connection connection = Ours.Connection;
        world.Note(2, connection.Number, 0);
        connection.CloseHere();
        world.Close(Descriptor);
        Descriptor = -1;
    }
}
