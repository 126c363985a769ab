namespace EdgeSeed.Protocol.Trackers;

/// <summary>What the answer to an HTTP announce says besides peers (BEP 3, 24).</summary>
/// <param name="IntervalSeconds">When to announce again.</param>
/// <param name="MinIntervalSeconds">No announce before so many seconds; 0 when not said.</param>
/// <param name="Complete">Peers that have everything; -1 when not said.</param>
/// <param name="Incomplete">Peers that do not; -1 when not said.</param>
/// <param name="Downloaded">How often the torrent was completed; -1 when not said.</param>
/// <param name="ExternalAddress">The address from which the announce came (BEP 24); its port means nothing.</param>
public readonly partial record struct AnnounceReply(
    int IntervalSeconds,
    int MinIntervalSeconds = 0,
    int Complete = -1,
    int Incomplete = -1,
    int Downloaded = -1,
    PeerEndPoint? ExternalAddress = null)
{
    /// <summary>The value of "retry in" minutes for a failure without that hint.</summary>
    public const int RetryNotSaid = 0;

    /// <summary>The value of "retry in" minutes for a failure that will last (BEP 31).</summary>
    public const int RetryNever = -1;
}
