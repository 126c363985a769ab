using System.Buffers.Binary;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Sockets;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Connections;

/// <summary>
/// Says at once that nobody speaks uTP (BEP 29) here: to whoever would begin a connection over UDP at the port for peers a reset is sent, and it comes by TCP
/// instead of waiting for seconds. One packet for one, no larger, and a bounded number of them; what has no room aside of the data is not answered.
/// </summary>
/// <param name="state">The clock.</param>
/// <param name="budgets">Pay for it.</param>
internal sealed class UtpRefusal(SessionState state, UploadBudgets budgets)
{
    /// <summary>Answers in a second.</summary>
    public const int MaxSecond = 200;

    /// <summary>Bytes of a header.</summary>
    public const int HeaderBytes = 20;

    /// <summary>Version 1, ST_SYN.</summary>
    private const byte Begin = 0x41;

    /// <summary>Version 1, ST_RESET.</summary>
    private const byte Reset = 0x31;

    /// <summary>A header with those of IPv4 and UDP.</summary>
    private const int PacketBytes = HeaderBytes + 28;

    private int _left = MaxSecond;

    /// <summary>Answers a datagram if it begins a connection.</summary>
    /// <param name="socket">By which it came.</param>
    /// <param name="packet">Is made the answer.</param>
    /// <param name="source">From where it came.</param>
    public void Answer(DatagramSocket socket, Span<byte> packet, in PeerEndPoint source)
    {
        if (packet.Length < HeaderBytes || packet[0] != Begin || _left == 0) return;
        UploadBudget budget = budgets.For(source);
        if (!budget.MayGoAside(PacketBytes)) return;
        budget.ChargeAside(PacketBytes);
        _left--;
        packet = packet[..HeaderBytes];
        MakeReset(packet, (uint)(state.Now * 1000));
        socket.Send(packet, source);
    }

    /// <summary>Once a second: there is room for more.</summary>
    public void Tick() => _left = MaxSecond;

    /// <summary>Makes of a packet that begins a connection the one that refuses it: the same connection, and its number acknowledged.</summary>
    /// <param name="packet">Exactly the header: type and version, extension, connection (2), time, difference and window (4 each), number and acknowledged (2 each).</param>
    /// <param name="microseconds">The clock's.</param>
    internal static void MakeReset(Span<byte> packet, uint microseconds)
    {
        ushort number = BinaryPrimitives.ReadUInt16BigEndian(packet[16..]);
        packet[0] = Reset;
        packet[1] = 0;
        packet[4..].Clear();
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], microseconds);
        BinaryPrimitives.WriteUInt16BigEndian(packet[18..], number);
    }
}
