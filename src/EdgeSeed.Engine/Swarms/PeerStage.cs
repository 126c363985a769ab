namespace EdgeSeed.Engine.Swarms;

/// <summary>How far a connection is.</summary>
internal enum PeerStage : byte
{
    /// <summary>We connect to it; the socket is not connected yet.</summary>
    Connecting,

    /// <summary>Its handshake is not complete.</summary>
    Handshaking,

    /// <summary>Messages are exchanged.</summary>
    Running,

    /// <summary>It is gone.</summary>
    Closed,
}
