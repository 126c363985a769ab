namespace EdgeSeed.Engine.Sockets;

/// <summary>What became of a call on a non-blocking socket.</summary>
internal enum SocketOutcome : byte
{
    /// <summary>Some bytes were moved, maybe fewer than asked.</summary>
    Done,

    /// <summary>The socket has no bytes or no room at present; the poll tells when.</summary>
    WouldBlock,

    /// <summary>A signal came first: repeat the call.</summary>
    Interrupted,

    /// <summary>The connection is over, in order or not.</summary>
    Closed,
}
