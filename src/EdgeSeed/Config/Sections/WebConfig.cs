namespace EdgeSeed.Config;

/// <summary><c>[web]</c>: the page and everything else over HTTP.</summary>
internal sealed record WebConfig
{
    /// <summary>Whether the page is served.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Heading of the page; empty: the service's name.</summary>
    public string Title { get; init; } = "";

    /// <summary>Language of page and display.</summary>
    public PageLanguage Language { get; init; } = PageLanguage.Auto;

    /// <summary>Address of the page as others see it, behind a proxy; empty: found out.</summary>
    public string PublicUrl { get; init; } = "";

    /// <summary>Whether files can be downloaded from the page.</summary>
    public bool Downloads { get; init; } = true;

    /// <summary>How often figures on an open page are renewed.</summary>
    public TimeSpan Refresh { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether <c>/metrics</c> is served.</summary>
    public bool Metrics { get; init; } = true;

    /// <summary>HTTP connections at a time.</summary>
    public int MaxConnections { get; init; } = 256;

    /// <summary>Silence after which an HTTP connection is closed.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time in which the headers of a request must have arrived.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
