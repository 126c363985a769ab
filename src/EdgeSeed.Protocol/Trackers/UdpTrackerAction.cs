namespace EdgeSeed.Protocol.Trackers;

/// <summary>What a UDP tracker packet asks or answers (BEP 15), a 32-bit number on the wire.</summary>
public enum UdpTrackerAction : uint
{
    /// <summary>Obtain a connection id, which proves the source address.</summary>
    Connect = 0,

    /// <summary>Join, stay in or leave a swarm.</summary>
    Announce = 1,

    /// <summary>Ask for the counts of torrents.</summary>
    Scrape = 2,

    /// <summary>Only in answers: a message for people.</summary>
    Error = 3,
}
