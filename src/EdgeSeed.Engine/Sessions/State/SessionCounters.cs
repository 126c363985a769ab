namespace EdgeSeed.Engine.Sessions.State;

/// <summary>What the session loop counts.</summary>
internal sealed class SessionCounters
{
    public long AcceptedConnections { get; set; }

    /// <summary>Outgoing connections begun.</summary>
    public long OpenedConnections { get; set; }

    public long PayloadBytes { get; set; }

    public long ReceivedBytes { get; set; }

    /// <summary>Requests for blocks that exist.</summary>
    public long Requests { get; set; }

    /// <summary>Requests that were answered in full.</summary>
    public long SentBlocks { get; set; }

    public long RejectedRequests { get; set; }

    /// <summary>Requests that ended with their connection, or with a choke that says it all.</summary>
    public long ForgottenRequests { get; set; }

    /// <summary>Questions for hashes that were answered in full (BEP 52).</summary>
    public long SentHashes { get; set; }

    /// <summary>Questions for hashes that were refused.</summary>
    public long RejectedHashes { get; set; }

    /// <summary>By <see cref="DisconnectReason"/>.</summary>
    public long[] Disconnects { get; } = new long[Enum.GetValues<DisconnectReason>().Length];

    /// <summary>Counts a connection that ended, or was not taken up.</summary>
    public void Count(DisconnectReason reason) => Disconnects[(int)reason]++;
}
