namespace EdgeSeed.Engine.Torrents;

/// <summary>What the owner wants for one torrent beyond what its need says.</summary>
public sealed record TorrentRule
{
    /// <summary>Nothing in particular.</summary>
    public static TorrentRule Default { get; } = new();

    /// <summary>Factor on its need, above 0; default 1.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Most bytes a second that its peers get together, protocol messages and packet headers aside; <see cref="Budget.UploadBudget.Unlimited"/>, the default, for no limit of its own.</summary>
    public long BytesPerSecond { get; init; } = Budget.UploadBudget.Unlimited;

    /// <summary>Once so many copies of it have been given, or others have so many, it gets what the least needy get; 0, the default, for never.</summary>
    public double ShareUntil { get; init; }

    /// <summary>Whether its peers are sent nothing; default false.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Whether others are told of it in the DHT, unless it is private; default true.</summary>
    public bool IsAnnounced { get; init; } = true;
}
