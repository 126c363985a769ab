namespace EdgeSeed.Engine.Peers.Writing;

/// <summary>How a peer's turn at sending ended.</summary>
internal enum TurnOutcome : byte
{
    /// <summary>Nothing is left to send.</summary>
    Idle,

    /// <summary>Its turn is spent; there is more.</summary>
    More,

    /// <summary>The budget gives nothing at present.</summary>
    BudgetEmpty,

    /// <summary>Its torrent may be sent nothing more at present.</summary>
    CeilingReached,

    /// <summary>The socket takes nothing at present.</summary>
    SocketFull,

    /// <summary>It waits for a read, or for a buffer to read into.</summary>
    Reading,

    /// <summary>The connection has ended.</summary>
    Closed,
}
