using EdgeSeed.Config.Units;

namespace EdgeSeed.Downloads;

/// <summary>What <c>edgeseed get</c> was asked to do.</summary>
internal sealed record GetSettings
{
    /// <summary>A file, a magnet link or an http address.</summary>
    public required string Source { get; init; }

    /// <summary>Folder into which the torrent's file or folder comes.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether somebody chose that folder; else the torrent gets one of its own inside it.</summary>
    public bool IsFolderGiven { get; init; } = true;

    /// <summary>Whether what is in the way and is not the torrent's is replaced.</summary>
    public bool Overwrites { get; init; }

    /// <summary>Upload budget.</summary>
    public ByteRate Upload { get; init; } = ByteRate.Unlimited;

    /// <summary>Download budget.</summary>
    public ByteRate Download { get; init; } = ByteRate.Unlimited;

    /// <summary>Patterns of the files wanted; empty for all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Whether it stays as a seed when everything is there.</summary>
    public bool IsSeedingOn { get; init; } = true;

    /// <summary>Whether it only says what the torrent holds.</summary>
    public bool IsListing { get; init; }

    /// <summary>Whether events are written as JSON, one a line.</summary>
    public bool IsJson { get; init; }

    /// <summary>Port for other clients; null for the first free one from 6881 on.</summary>
    public int? PeerPort { get; init; }

    /// <summary>Address to listen on, or the network interface by which everything goes; null for all.</summary>
    public string? Bind { get; init; }

    /// <summary>Name servers to ask; empty for those of the system.</summary>
    public IReadOnlyList<string> Dns { get; init; } = [];

    /// <summary>Whether the DHT is searched.</summary>
    public bool UsesDht { get; init; } = true;

    /// <summary>Nodes of the DHT to begin with; empty for the usual ones.</summary>
    public IReadOnlyList<string> DhtNodes { get; init; } = [];
}
