using static EdgeSeed.Config.Types.ConfigTypes;

namespace EdgeSeed.Config;

/// <summary><c>[web]</c>: the page and everything else over HTTP.</summary>
internal sealed record WebConfig
{
    /// <summary>Whether the page is served.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Addresses of this machine at which it is served, besides loopback; empty: all.</summary>
    public IReadOnlyList<string> Bind { get; init; } = [];

    /// <summary>Heading of the page; empty: the service's name.</summary>
    public string Title { get; init; } = "";

    /// <summary>Language of the page, a tag; <see cref="Languages.Language.Auto"/> for what the browser asks for.</summary>
    public string Language { get; init; } = Languages.Language.Auto;

    /// <summary>Address of the page as others see it, behind a proxy; empty: found out.</summary>
    public string PublicUrl { get; init; } = "";

    /// <summary>Opens the owner's page (<see cref="Units.PasswordHash"/>); empty: there is none.</summary>
    public string AdminPasswordHash { get; init; } = "";

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

/// <summary>The keys of <c>[web]</c>.</summary>
internal static class WebKeys
{
    /// <summary>The section.</summary>
    public static readonly ConfigSection Section = new TableSection<WebConfig>(
            "web", "The web page, on service.port.", config => config.Web, (config, section) => config with { Web = section })
        .Live("enabled", Switch, s => s.Enabled, (s, v) => s with { Enabled = v },
            "Show the page. The tracker answers without it too.")
        .Live("bind", Addresses, s => s.Bind, (s, v) => s with { Bind = v },
            "Addresses of this machine at which page, figures and downloads are shown; this machine itself always sees them. Empty: all of "
            + "service.bind. The tracker answers at all of those.")
        .Live("title", Text, s => s.Title, (s, v) => s with { Title = v },
            "Heading of the page. Empty: service.name.")
        .Live("language",
            Choice(Array.ConvertAll([Languages.Language.Auto, .. Languages.Language.All.Select(language => language.Tag)], static tag => (tag, tag))),
            s => s.Language, (s, v) => s with { Language = v },
            "Language of the page: \"auto\" is what the browser asks for, where it is one of them, else English.")
        .Live("public_url", OptionalUrl, s => s.PublicUrl, (s, v) => s with { PublicUrl = v },
            "Address of the page as others see it, when it stands behind a proxy. Empty: found out.")
        .Live("admin_password_hash", OptionalPasswordHash, s => s.AdminPasswordHash, (s, v) => s with { AdminPasswordHash = v },
            "Opens /admin, the owner's page, to whoever has the password; 'edgeseed config password' makes this line of one. Empty: there is no "
            + "such page. A password crosses the network readable, so use it on your own network, or behind a proxy with https.")
        .Live("downloads", Switch, s => s.Downloads, (s, v) => s with { Downloads = v },
            "Let people download files straight from the page, within the upload budget.")
        .Live("refresh", Duration(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)), s => s.Refresh, (s, v) => s with { Refresh = v },
            "How often the figures on an open page are renewed.")
        .Live("metrics", Switch, s => s.Metrics, (s, v) => s with { Metrics = v },
            "Serve /metrics for Prometheus.")
        .Restart("max_connections", Integer(4, 20_000, 256), s => s.MaxConnections, (s, v) => s with { MaxConnections = v },
            "Most HTTP connections at a time; beside them, as many may announce or scrape.")
        .Restart("keep_alive", Duration(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
            s => s.KeepAlive, (s, v) => s with { KeepAlive = v },
            "Silence after which an HTTP connection is closed.")
        .Restart("request_timeout", Duration(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)),
            s => s.RequestTimeout, (s, v) => s with { RequestTimeout = v },
            "Time in which the head of an HTTP request must have arrived.");
}
