using EdgeSeed.Linux.Sockets;

namespace EdgeSeed.Engine.Connections;

/// <summary>Under which keys the poll knows the sockets of a session that are no peer's. Of several, those after the first count down.</summary>
internal static class PollKeys
{
    /// <summary>Listening sockets at most, and as many for UDP beside them.</summary>
    public const int MaxListeners = 16;

    /// <summary>The first listener.</summary>
    public const ulong Listener = ReadinessPoll.WakeKey - 1;

    /// <summary>The discovery socket for IPv4; that for IPv6 is one below.</summary>
    public const ulong Discovery = Listener - MaxListeners;

    /// <summary>The first UDP socket beside a listener; there are twice as many where the DHT has a port of its own.</summary>
    public const ulong Datagrams = Discovery - 2;

    /// <summary>Above those of peers.</summary>
    public const ulong Peers = Datagrams - (2 * MaxListeners);
}
